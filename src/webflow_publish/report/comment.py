"""The comment on a pull request: the job summary, in the room that a comment has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from webflow_publish.inputs import Mode
from webflow_publish.outcome import Result
from webflow_publish.report.markdown import code
from webflow_publish.report.source import Source
from webflow_publish.report.summary import loss_note, summary

COMMENT_LIMIT = 65_000
"""Bytes that a comment takes at most. GitHub refuses one of more than 65,536 characters."""
_MOST_PATTERNS = 3
"""Paths of the manifest that it names."""
_COMMIT_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """What a comment is about: the lines of the inputs `manifest` and `only`.

    The plan and, after the merge, its result are about the same, and share a comment, also where they come from
    different workflows; steps with other manifests have comments of their own.
    """

    manifest: tuple[str, ...]
    only: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """How the comment begins: HTML that nobody sees."""
        lines = json.dumps([sorted(set(self.manifest)), sorted(set(self.only))])
        return f"<!-- webflow-publish {sha256(lines.encode()).hexdigest()[:32]} -->"


def comment(result: Result, mode: Mode, source: Source, scope: Scope, commit: str | None) -> str:
    """The whole comment as GitHub-flavoured Markdown, in at most `COMMENT_LIMIT` bytes.

    Args:
        result: The run.
        mode: What it was to do.
        source: For links.
        scope: What it is about.
        commit: The commit that people know, which is that of the branch and not GitHub's test merge; None if unknown.
    """
    head = f"{scope.marker}\n\n"
    end = f"{loss_note(result)}\n{_origin(source, scope.manifest, commit)}"
    room = COMMENT_LIMIT - len((head + end).encode())
    return head + summary(result, mode, source, room) + end


def _origin(source: Source, manifest: Sequence[str], commit: str | None) -> str:
    """What it is made of, and where the rest is."""
    more = len(manifest) - _MOST_PATTERNS
    patterns = [code(each, 100) for each in manifest[:_MOST_PATTERNS]] + ([f"{more:,} more"] if more > 0 else [])
    address = source.run_link()
    parts = [
        ", ".join(patterns) + (f" at the commit {code(commit[:_COMMIT_LENGTH])}" if commit else ""),
        f"[workflow run]({address})" if address else "",
        "this comment is kept up to date",
    ]
    return f"<sub>{' · '.join(filter(None, parts))}</sub>\n"
