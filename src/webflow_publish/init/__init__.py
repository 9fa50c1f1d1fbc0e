"""`webflow-publish init`: a first manifest, written from what a site has."""

from webflow_publish.init.command import add_options, run

__all__ = ["add_options", "run"]
