"""From the names that a manifest gives to Webflow's IDs: sites, collections, locales and items."""

from webflow_publish.names.locale import label
from webflow_publish.names.naming import Naming
from webflow_publish.names.site import Sites

__all__ = ["Naming", "Sites", "label"]
