"""A client of Webflow's Data API v2. It knows nothing of manifests."""

from webflow_publish.webflow.failure import Failure, identifiers_in, reason_in
from webflow_publish.webflow.publisher import Published, Publisher
from webflow_publish.webflow.session import BearerToken
from webflow_publish.webflow.transport import Reply, Retry, Transport

__all__ = [
    "BearerToken",
    "Failure",
    "Published",
    "Publisher",
    "Reply",
    "Retry",
    "Transport",
    "identifiers_in",
    "reason_in",
]
