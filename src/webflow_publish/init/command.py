"""`webflow-publish init`: reads what a site has, and writes a first manifest of it."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from webflow_publish import __project__
from webflow_publish.console import Tone
from webflow_publish.errand import DESCRIPTIONS, Errand
from webflow_publish.init.draft import draft
from webflow_publish.init.entry import Listing, Standing
from webflow_publish.init.inventory import Inventory, Refusal
from webflow_publish.inputs import Inputs, read_patterns
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.outcome import Verdict
from webflow_publish.problem import Problem
from webflow_publish.text import counted, quoted
from webflow_publish.webflow import Site

STANDARD_OUTPUT = "-"
"""What `output` is for a manifest that goes to stdout."""

_DESCRIPTION = """\
Write a first manifest from what a site has: its collections and items by their slugs, with names as comments, in the
locales in which they are there. It only reads Webflow. Drafts that were never live, and what is archived, stand in it
as comments, so that nothing goes live that nobody has asked for.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options, and what `--help` says of the command, to a parser."""
    parser.description = _DESCRIPTION
    add = parser.add_argument
    add("--site", metavar="TEXT", help="the site: its ID or short name (default: the only one that the token sees)")
    add(
        "--collection",
        action="append",
        metavar="TEXT",
        help="a collection: its slug, ID or name; may be given more than once (default: all)",
    )
    add("--drafts", action="store_const", const="true", help="list drafts that were never live as well")
    add(
        "--output",
        metavar="FILE",
        help=f"where to write the manifest; {STANDARD_OUTPUT} is standard output (default: {_default_output()})",
    )
    add("--force", action="store_const", const="true", help="write over a file that is there")
    for name in ("concurrency", "timeout-minutes", "api-url"):
        add(f"--{name}", metavar="TEXT", help=DESCRIPTIONS[name])


def run(errand: Errand) -> int:
    """Write the manifest; the exit code: 0 written, 1 not, 2 an option is wrong, 3 no access, 4 unavailable."""
    return errand.carry_out(lambda: _Init(errand).run())


def _default_output() -> str:
    return read_patterns(lambda _name: "")[0]


class _Init:
    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._output = errand.value_of("output").strip() or _default_output()

    def run(self) -> int:
        """Everything, one step after the other; what is wrong is told where it is found."""
        inputs = self._errand.inputs()
        target = self._target()
        problems = (*(inputs if isinstance(inputs, tuple) else ()), *([target] if isinstance(target, Problem) else []))
        if problems or not isinstance(inputs, Inputs):
            return self._wrong(problems)
        connection = self._errand.connect(inputs)
        inventory = Inventory(connection, self._errand.console, bool(self._errand.value_of("drafts")))
        try:
            found = inventory.read(self._errand.value_of("site").strip(), _collections(self._errand))
        finally:
            connection.log.close()
        if isinstance(found, Refusal):
            self._errand.complain(found.problems)
            return found.exit_code
        site, listings = found
        return self._write(site, listings, target if isinstance(target, Path) else None)

    def _target(self) -> Path | Problem | None:
        """Where the manifest goes: None is standard output."""
        if self._output == STANDARD_OUTPUT:
            return None
        target = self._errand.workspace.inside(self._output)
        if isinstance(target, Path) and target.exists() and not self._errand.value_of("force"):
            return Problem(
                f"There is a file {quoted(self._output)} already.",
                "Give another name with `--output`, or write over it with `--force`.",
            )
        return target

    def _write(self, site: Site, listings: Sequence[Listing], target: Path | None) -> int:
        left_out = _left_out(listings)
        if not any(entry.locales for each in listings for entry in each.entries):
            return self._wrong([_nothing(left_out)], Verdict.FAILED)
        data = draft(site, listings).encode()
        manifest = read_manifest([(self._output, data)])
        if not isinstance(manifest, Manifest):
            # More than a manifest may have; nothing else is known that could come to this.
            return self._wrong([*manifest, Problem("Nothing was written.", "Leave some out with `--collection`.")])
        try:
            if target:
                self._errand.workspace.write(target, [data])
            else:
                sys.stdout.buffer.write(data)
                sys.stdout.flush()
        except OSError as error:
            why = error.strerror or type(error).__name__
            return self._wrong([Problem(f"{quoted(self._output)} cannot be written: {why}.")], Verdict.FAILED)
        self._tell(manifest, left_out)
        return 0

    def _tell(self, manifest: Manifest, left_out: str) -> None:
        console = self._errand.console
        items = counted(len(manifest.items), "item")
        collections = counted(len({item.collection.id for item in manifest.items}), "collection")
        written = "" if self._output == STANDARD_OUTPUT else f"Wrote {self._output}: "
        console.line(f"{written}{items} in {collections}.", Tone.GOOD)
        if left_out:
            console.line(f"Left out, as comments: {left_out}.", Tone.DOUBTFUL)
        if self._output != STANDARD_OUTPUT:
            console.line("What comes next:")
            for number, step in enumerate(self._steps(), 1):
                console.line(f"  {number}. {step}")

    def _steps(self) -> Sequence[str]:
        command = ["webflow-publish", "plan"]
        if self._output != _default_output():
            command += ["--manifest", self._output]
        if api_url := self._errand.value_of("api-url").strip():
            command += ["--api-url", api_url]
        return (
            f"See what it would publish: {shlex.join(command)}",
            "Store a token that may publish as the secret WEBFLOW_TOKEN: gh secret set WEBFLOW_TOKEN",
            f"Copy the workflow from {__project__}#set-up to .github/workflows/publish.yml.",
            f"Commit both: git add {shlex.quote(self._output)} .github/workflows/publish.yml",
        )

    def _wrong(self, problems: Sequence[Problem], verdict: Verdict = Verdict.INVALID) -> int:
        self._errand.complain(problems)
        return verdict.exit_code


def _collections(errand: Errand) -> tuple[str, ...]:
    """The collections that are named, one a line."""
    return tuple(line.strip() for line in errand.value_of("collection").splitlines() if line.strip())


def _left_out(listings: Sequence[Listing]) -> str:
    """How many items are left out, by what they are; empty where none is."""
    drafts, archived = (
        sum(len(each.having(standing)) for each in listings) for standing in (Standing.DRAFT, Standing.ARCHIVED)
    )
    parts = [counted(drafts, "draft")] if drafts else []
    return " and ".join([*parts, counted(archived, "archived item")] if archived else parts)


def _nothing(left_out: str) -> Problem:
    if not left_out:
        return Problem("There are no items to list.", "Make some in Webflow's CMS, or name other collections.")
    return Problem(
        f"There is nothing to list but {left_out}, so that nothing was written.",
        "List drafts as well with `--drafts`, or save them as ready to be published in Webflow's CMS.",
    )
