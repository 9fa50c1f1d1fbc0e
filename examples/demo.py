"""Shows the action at work without Webflow: against the sandbox, as GitHub would start it.

Run it as `python examples/demo.py` where the project is installed with its extra `sandbox`. It plans
`examples/webflow-publish.yml`, publishes it, publishes it once more, which has to send nothing, and then publishes
`examples/with-errors.yml`, which has to fail.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "demo"
PROGRAM = (sys.executable, "-I", "-u", "-m", "webflow_publish")
START_SECONDS = 30.0
RUN_SECONDS = 120.0
SHORT = 100
SUMMARY_LINES = 80
FOLDED = re.compile(r"<details>(<summary>[^\n]*?</summary>)(?:(?!<details).)*?</details>", re.DOTALL)


@dataclass(frozen=True)
class Act:
    """One run of the action: its inputs, what it shows, and what is right for it.

    `writes` is how many requests that change something have to reach the sandbox.
    """

    name: str
    manifest: str
    mode: str
    expected: str
    outcome: str
    exit_code: int
    writes: int


ACTS = (
    Act(
        "plan",
        "examples/webflow-publish.yml",
        "plan",
        "the plan shows what would go live, what would be taken down and what waits for its time, and changes nothing",
        "pending",
        0,
        0,
    ),
    Act(
        "publish",
        "examples/webflow-publish.yml",
        "publish",
        "256 of 261 items go out, some in 2 locales, one of them overdue; one is taken down, and one waits for its "
        "time; all is read back, and a 429 and a 500 on the way are resolved",
        "success",
        0,
        8,
    ),
    Act(
        "publish-again",
        "examples/webflow-publish.yml",
        "publish",
        "everything is as it is to be, so that nothing is sent",
        "nothing-to-do",
        0,
        0,
    ),
    Act(
        "with-errors",
        "examples/with-errors.yml",
        "publish",
        "one item is archived, one deleted, one refers to one that is not live: the step fails, and says so",
        "failed",
        1,
        0,
    ),
)


def main() -> int:
    """Play all acts.

    Returns:
        0 exactly if each ended as is right for it.
    """
    # By default SIGTERM ends a program on the spot, and would leave the sandbox behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    with sandbox() as url:
        right = [play(act, url) for act in ACTS]
    print(f"\nThe demo {'went as expected' if all(right) else 'did NOT go as expected'}.")
    return 0 if all(right) else 1


@contextmanager
def sandbox() -> Iterator[str]:
    """Serve the example site on a free port; gives the address of its API, and ends it whatever happens."""
    ready = BUILD / "sandbox-url"
    log = BUILD / "sandbox.log"
    command = [*PROGRAM, "sandbox", "--seed", "examples/sandbox.yml", "--verbose", "--ready-file", str(ready)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 - ourselves
    try:
        end = time.monotonic() + START_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"The sandbox did not start:\n{log.read_text('utf-8')}")
            time.sleep(0.05)
        url = ready.read_text("utf-8").strip()
        print(f"A sandbox of Webflow's Data API listens on {url}; its log is {shown(log)}.")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def play(act: Act, url: str) -> bool:
    """Run the action on a manifest and show everything that it leaves; tells whether all of it is as it should be."""
    headline(f"mode: {act.mode}, {act.manifest}: {act.expected}")
    folder = BUILD / act.name
    folder.mkdir()
    output, summary = folder / "output", folder / "summary.md"
    output.touch()
    summary.touch()
    step = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(output),
        "GITHUB_REPOSITORY": "maple-street-bakery/website",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_SHA": "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d",
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(ROOT),
        "INPUT_API-URL": url,
        "INPUT_MANIFEST": act.manifest,
        "INPUT_MODE": act.mode,
        "INPUT_REPORT": shown(folder / "report.json"),
        "INPUT_TOKEN": "sandbox-token",
    }
    before = writes(url)
    exit_code = run(environment() | step)
    written = writes(url) - before
    values = dict(outputs(output.read_text("utf-8")))
    headline("Outputs")
    for name, value in values.items():
        print(f"{name}: {value if len(value) <= SHORT else f'({len(value):,} characters)'}")
    headline("Job summary, as text")
    print(plain(summary.read_text("utf-8")))
    right = (values.get("outcome"), exit_code, written) == (act.outcome, act.exit_code, act.writes)
    headline(
        f"Outcome {values.get('outcome')}, exit code {exit_code}, {written} writes counted by the sandbox; expected: "
        f"{act.outcome}, {act.exit_code}, {act.writes}. That is {'right' if right else 'WRONG'}"
    )
    print(f"The summary as Markdown is {shown(summary)}, the report {shown(folder / 'report.json')}.")
    return right


def run(variables: dict[str, str]) -> int:
    """Run the action's program and show its log as it comes; gives its exit code.

    Each line gets a bar before it: where this demo runs in a workflow itself, GitHub must not take the commands and
    annotations in it for those of the real step.
    """
    process = subprocess.Popen(  # noqa: S603 - ourselves
        PROGRAM, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    limit = threading.Timer(RUN_SECONDS, process.kill)
    limit.start()
    try:
        for line in process.stdout or ():
            print(f"| {line}", end="", flush=True)
        return process.wait()
    finally:
        limit.cancel()
        process.kill()
        process.wait()


def writes(url: str) -> int:
    """How many requests that change something the sandbox has had, answered or not."""
    with urllib.request.urlopen(f"{url.removesuffix('/v2')}/sandbox/state", timeout=10) as answer:  # noqa: S310 - ours
        return int(json.load(answer)["writes"])


def environment() -> dict[str, str]:
    """Our own variables without those that a real step of GitHub's would have left in them."""
    foreign = ("GITHUB_", "INPUT_", "RUNNER_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


def outputs(text: str) -> Iterator[tuple[str, str]]:
    """The outputs in the file that the runner reads: `name<<delimiter`, the value, and the delimiter again."""
    for match in re.finditer(r"^([^\n<]+)<<([^\n]+)\n(.*?)^\2$", text, re.MULTILINE | re.DOTALL):
        yield match[1], match[3].removesuffix("\n")


def plain(markdown: str) -> str:
    """Markdown without its HTML tags, character references and runs of empty lines, and not too long for a terminal."""
    text, left = markdown, 1
    while left:  # what is folded may have folded parts itself
        text, left = FOLDED.subn(r"\1 ...", text)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"</?[a-z][^>]*>", "", text))
    lines = html.unescape(text).splitlines()
    left_out = len(lines) - SUMMARY_LINES
    return "\n".join([*lines[:SUMMARY_LINES], *([f"... and {left_out} more lines"] if left_out > 0 else [])])


def shown(path: Path) -> str:
    """A path relative to the repository."""
    return path.relative_to(ROOT).as_posix()


def headline(text: str) -> None:
    """A line that stands out."""
    print(f"\n--- {text} ---", flush=True)


if __name__ == "__main__":
    sys.exit(main())
