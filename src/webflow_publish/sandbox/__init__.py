"""A local stand-in for Webflow's Data API v2: for the demo, the tests, and people without a token (extra `sandbox`)."""

from webflow_publish.sandbox.journal import Recorded
from webflow_publish.sandbox.seed import Seed, SeedError, read_seed
from webflow_publish.sandbox.server import Sandbox

__all__ = ["Recorded", "Sandbox", "Seed", "SeedError", "read_seed"]
