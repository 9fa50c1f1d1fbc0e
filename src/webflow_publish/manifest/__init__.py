"""The manifest: which items of which Webflow collections, in which locales, are to be live."""

from webflow_publish.manifest.model import Collection, Item, Manifest, Place, Problem, Variant
from webflow_publish.manifest.reader import read_manifest

__all__ = ["Collection", "Item", "Manifest", "Place", "Problem", "Variant", "read_manifest"]
