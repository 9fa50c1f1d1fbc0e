"""Webflow's own Python SDK in a loop of 100, as its documentation has it: `sdk.py URL COLLECTION IDS SCALE`.

IDS is a file with an ID on each line. Time passes SCALE times as fast: the SDK's own pauses are shortened by it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from webflow import Webflow
from webflow.environment import WebflowEnvironment
from webflow.resources.collections.resources.items import ItemIDs

BATCH = 100


def main(url: str, collection: str, path: str, scale: float) -> None:
    """Publish all of it."""
    pause = time.sleep
    time.sleep = lambda seconds: pause(float(seconds) / scale)
    item_ids = Path(path).read_text("ascii").split()
    environment = WebflowEnvironment(base=url, data_api=url, content_delivery_api=url)
    client = Webflow(access_token=os.environ["WEBFLOW_TOKEN"], environment=environment)
    for start in range(0, len(item_ids), BATCH):
        batch = ItemIDs(item_ids=item_ids[start : start + BATCH])
        client.collections.items.publish_item(collection, request=batch)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
