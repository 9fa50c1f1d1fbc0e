"""The manifest: which items of which Webflow collections, in which locales, are to be live."""

from webflow_publish.manifest.model import Collection, Item, Manifest, Variant, Wanted
from webflow_publish.manifest.reader import read_manifest
from webflow_publish.manifest.source import load

__all__ = ["Collection", "Item", "Manifest", "Variant", "Wanted", "load", "read_manifest"]
