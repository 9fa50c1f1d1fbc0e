"""Where things lie: what the benchmark makes is in `build/bench`, which git does not look at."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
CONTESTANTS = ROOT / "bench" / "contestants"
WORK = BUILD / "work"
"""The folder that contestants run in: with the manifest, and the same IDs as plain lines."""
MANIFEST, IDENTIFIERS = "webflow-publish.yml", "items.txt"
RESULTS = BUILD / "results.json"
CHART = BUILD / "speed.svg"
NODE = BUILD / "node" / "node_modules" / "@webflow" / "webflow-cli"
"""Webflow's command line, where `make bench` could install it."""
