"""A bare loop with requests, one request after the other: `loop.py URL COLLECTION IDS SCALE same|publish`.

`same` sends the same requests as this program does: what is staged, to publish, and what is live, 100 IDs in each. It
reads the JSON of each answer and looks at none of it: no program that does the same work in one thread can be faster.
`publish` is what most people write: publish requests only, and an exception where one is refused.

IDS is a file with an ID on each line. Time passes SCALE times as fast, so that pauses are as much shorter.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import requests

BATCH = 100
SECONDS = 60.0


def main(url: str, collection: str, path: str, scale: float, mode: str) -> None:
    """Send all of it."""
    item_ids = Path(path).read_text("ascii").split()
    batches = [item_ids[start : start + BATCH] for start in range(0, len(item_ids), BATCH)]
    items = f"{url}/collections/{collection}/items"
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {os.environ['WEBFLOW_TOKEN']}"
        if mode == "same":
            read(session, items, batches, scale)
        for batch in batches:
            answer = send(session, "POST", f"{items}/publish", scale, json={"itemIds": batch})
            if mode == "publish":
                answer.raise_for_status()
            answer.json()
        if mode == "same":
            read(session, f"{items}/live", batches, scale)


def read(session: requests.Session, address: str, batches: list[list[str]], scale: float) -> None:
    """Read a list by the IDs of each batch."""
    for batch in batches:
        send(session, "GET", address, scale, params={"limit": "100", "filter[id][in]": ",".join(batch)}).json()


def send(
    session: requests.Session,
    method: str,
    address: str,
    scale: float,
    params: dict[str, str] | None = None,
    json: dict[str, list[str]] | None = None,
) -> requests.Response:
    """Send a request, and again after the pause that a 429 asks for."""
    while True:
        answer = session.request(method, address, params=params, json=json, timeout=SECONDS)
        if answer.status_code != requests.codes.too_many_requests:
            return answer
        time.sleep(float(answer.headers["Retry-After"]) / scale)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), sys.argv[5])
