"""The seed: what the sandbox starts from, as a YAML file and as plain values."""

from webflow_publish.sandbox.seed.model import Seed
from webflow_publish.sandbox.seed.reader import SeedError, read_seed

__all__ = ["Seed", "SeedError", "read_seed"]
