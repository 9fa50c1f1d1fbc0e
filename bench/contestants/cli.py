"""Webflow's own command line, once for every 100 IDs: `cli.py NODE SCRIPT COLLECTION IDS`.

Its own settings, in the environment, lead it to the server. IDS is a file with an ID on each line. What it prints is
passed on, and all batches are tried; the exit code is 0 only if each of its own was.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BATCH = 100


def main(node: str, script: str, collection: str, path: str) -> int:
    """Publish all of it; returns the exit code."""
    item_ids = Path(path).read_text("ascii").split()
    command = [node, script, "cms", "items", "publish", "--no-input", "--skip-update-check", "--collection", collection]
    codes = [
        subprocess.run([*command, "--items", ",".join(item_ids[start : start + BATCH])], check=False).returncode
        for start in range(0, len(item_ids), BATCH)
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
