"""`webflow-publish doctor`: what is right, what is wrong, and what to do about it."""

from webflow_publish.doctor.command import add_options, run

__all__ = ["add_options", "run"]
