"""`webflow-publish doctor`: looks at everything that a run needs, and tells of each whether it is right."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from webflow_publish.console import Tone
from webflow_publish.doctor import access, content, site
from webflow_publish.doctor.check import Check, State, conclusion, lines
from webflow_publish.doctor.examination import Impatient, examined
from webflow_publish.doctor.facts import Facts
from webflow_publish.errand import DESCRIPTIONS, Errand
from webflow_publish.inputs import Inputs, read_patterns
from webflow_publish.interface import Mode
from webflow_publish.manifest import Manifest, load
from webflow_publish.outcome import Verdict
from webflow_publish.problem import Problem
from webflow_publish.webflow import Reader

CHECKS: tuple[Callable[[Facts], Check], ...] = (
    access.connection,
    access.token,
    access.sites_read,
    access.cms_read,
    access.cms_write,
    site.site,
    site.published,
    site.domains,
    site.locales,
    content.manifest,
    content.collections,
    content.items,
    content.rate,
)
"""All of them, in the order in which one makes sense after the other."""

_DESCRIPTION = """\
Check what a run needs, one thing after the other: token, scopes, site, locales, manifest, collections, rate limit. Of
each it says whether it is right, and what to do where it is not. It only reads, here and in Webflow.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options, and what `--help` says of the command, to a parser."""
    parser.description = _DESCRIPTION
    add = parser.add_argument
    add("--manifest", action="append", metavar="TEXT", help=f"{DESCRIPTIONS['manifest']}; may be given more than once")
    add(
        "--site", metavar="TEXT", help="the site: its ID or short name (default: that of the manifest, or the only one)"
    )
    add("--api-url", metavar="TEXT", help=DESCRIPTIONS["api-url"])


def run(errand: Errand) -> int:
    """Tell all; the exit code: 0 nothing is wrong, 1 something is, 2 an option is, 3 Webflow refuses the token."""
    return errand.carry_out(lambda: _run(errand))


def _run(errand: Errand) -> int:
    options = errand.inputs(Mode.VALIDATE)
    if not isinstance(options, Inputs):
        errand.complain(options)
        return Verdict.INVALID.exit_code
    facts = _read(errand, options)
    checks = [check(facts) for check in CHECKS]
    for text, tone in lines(checks):
        errand.console.line(text, tone)
    errand.console.line(*conclusion(checks))
    if access.is_refused(facts):
        return Verdict.DENIED.exit_code
    return int(any(check.state is State.BAD for check in checks))


def _read(errand: Errand, options: Inputs) -> Facts:
    inputs = errand.inputs()
    facts = Facts(options.api_url, manifest=_manifest(errand))
    if not isinstance(inputs, Inputs):
        return Facts(options.api_url, inputs[0], facts.manifest)
    connection = errand.connect(inputs)
    errand.console.line("Looking at Webflow and at the manifest.", Tone.ASIDE)
    try:
        return examined(facts, Reader(Impatient(connection.transport)), errand.value_of("site").strip())
    finally:
        connection.log.close()


def _manifest(errand: Errand) -> Manifest | tuple[Problem, ...] | None:
    """The manifest; None where nobody named one, and none has the name that it has by default."""
    paths, unmatched = errand.workspace.find(read_patterns(errand.value_of))
    if not paths and not errand.value_of("manifest"):
        return None
    return load(errand.workspace, paths, unmatched)
