"""A client of Webflow's Data API v2. It knows nothing of manifests."""

from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.publisher import Attempt, Published, Publisher
from webflow_publish.webflow.session import BearerToken
from webflow_publish.webflow.transport import Retry, Transport

__all__ = ["Attempt", "BearerToken", "Failure", "Published", "Publisher", "Retry", "Transport"]
