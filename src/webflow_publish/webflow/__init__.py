"""A client of Webflow's Data API v2. It knows nothing of manifests."""

from webflow_publish.webflow.circuit import OUTAGES, Circuit
from webflow_publish.webflow.content import Content, filled, read_content
from webflow_publish.webflow.exchange import Reply, Retry, Sending
from webflow_publish.webflow.failure import Failure, identifiers_in, reason_in
from webflow_publish.webflow.grant import Grant
from webflow_publish.webflow.lookup import Lookup
from webflow_publish.webflow.pace import Pace
from webflow_publish.webflow.publisher import Published, Publisher, Unpublished, Written
from webflow_publish.webflow.reader import Page, Reader, Stage
from webflow_publish.webflow.schema import Field, Heading, Schema, read_schema
from webflow_publish.webflow.search import Found, Search
from webflow_publish.webflow.session import BearerToken
from webflow_publish.webflow.site import Locale, Site, page_address, read_site
from webflow_publish.webflow.slugs import SlugLookup, SlugSearch
from webflow_publish.webflow.transport import Transport, WritingTransport

__all__ = [
    "OUTAGES",
    "BearerToken",
    "Circuit",
    "Content",
    "Failure",
    "Field",
    "Found",
    "Grant",
    "Heading",
    "Locale",
    "Lookup",
    "Pace",
    "Page",
    "Published",
    "Publisher",
    "Reader",
    "Reply",
    "Retry",
    "Schema",
    "Search",
    "Sending",
    "Site",
    "SlugLookup",
    "SlugSearch",
    "Stage",
    "Transport",
    "Unpublished",
    "WritingTransport",
    "Written",
    "filled",
    "identifiers_in",
    "page_address",
    "read_content",
    "read_schema",
    "read_site",
    "reason_in",
]
