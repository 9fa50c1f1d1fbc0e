"""Publish Webflow CMS items that a YAML manifest in git lists, and say truthfully what became of each."""

__version__ = "0.1.0"
__project__ = "https://github.com/webflow-publish/webflow-publish"

__all__ = ["__project__", "__version__"]
