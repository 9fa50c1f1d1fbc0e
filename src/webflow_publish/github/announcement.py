"""The comment of a run, brought to the pull request that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

from webflow_publish.clock import Clock, Deadline
from webflow_publish.github.event import Event
from webflow_publish.inputs import Mode, read_lines, read_patterns
from webflow_publish.outcome import Result
from webflow_publish.problem import Problem
from webflow_publish.report import Scope, Source, comment
from webflow_publish.webflow import BearerToken
from webflow_publish.workers import Workers

PATIENCE = 30.0
"""Seconds that it may take as a whole."""

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_TOKEN = re.compile(r"[!-~]+")

_NO_TOKEN = Problem(
    "The input `comment` is `true`, and there is no token for GitHub.",
    "Leave `github-token` out, so that it is the job's own, or give it a token (on the command line: in the variable "
    "`GITHUB_TOKEN`).",
)
_NOT_A_TOKEN = Problem(
    "The token for GitHub has characters in it that no token has, such as a space or a line break.",
    "Leave `github-token` out, or copy the token again, and store nothing but it in the secret.",
)
_NO_PLACE = Problem(
    "The input `comment` is `true`, but it is not known where: one of the variables `GITHUB_API_URL`, "
    "`GITHUB_REPOSITORY` and `GITHUB_SHA` is missing, or is not what GitHub sets.",
    "Leave `comment` out, where this is not a step of GitHub Actions.",
)
_TOO_SLOW = Problem(
    f"The comment on the pull request could not be written: GitHub took more than {PATIENCE:.0f} seconds.",
    "There is nothing to do, unless it stays so: the next run brings the comment up to date.",
)


def announce(
    result: Result,
    mode: Mode,
    value_of: Callable[[str], str],
    source: Source,
    event: Event,
    clock: Clock,
    patience: float = PATIENCE,
) -> str | Problem:
    """Keep the comment up to date on the pull request of the event, or else on the merged one of the commit.

    Args:
        result: What is told.
        mode: What the run was to do.
        value_of: Gives the text of an input by its name.
        source: The repository, and the commit.
        event: What started the workflow.
        clock: Time.
        patience: Seconds that it may take.

    Returns:
        What came of it, in a line for the log; or why it is not written, and what to do.
    """
    token = value_of("github-token").strip()
    if not token:
        return _NO_TOKEN
    if not _TOKEN.fullmatch(token):
        return _NOT_A_TOKEN
    url, repository, commit = event.api_url, source.repository, source.commit
    if not (url and repository and commit and _REPOSITORY.fullmatch(repository) and _COMMIT.fullmatch(commit)):
        return _NO_PLACE
    pull_request = event.pull_request()
    scope = Scope(read_patterns(value_of), read_lines(value_of, "only"))
    body = comment(result, mode, source, scope, (pull_request.head if pull_request else None) or commit)

    def keep() -> str | Problem:
        # PyGithub takes a third of a second to load, and most runs have no use for it.
        from webflow_publish.github.comments import Comments  # noqa: PLC0415 - see above
        from webflow_publish.github.refusal import problem_of  # noqa: PLC0415 - as above

        try:
            with closing(Comments(url, repository, token)) as comments:
                number = pull_request.number if pull_request else comments.merged_as(commit)
                if number is None:
                    return f"There is no comment: the commit {commit} comes from no merged pull request."
                comments.keep(number, scope.marker, body)
        except Exception as error:  # noqa: BLE001 - PyGithub makes assertions about answers, and trusts what they hold
            return problem_of(error, pull_request, BearerToken(token).hide)
        return f"The comment on pull request {number} is up to date."

    deadline = Deadline(clock, patience)
    # In a thread, which can be given up: an answer that comes byte by byte cannot be interrupted.
    workers: Workers[None, str | Problem] = Workers(1, lambda: not deadline.left(), grace=0)
    workers.submit(None, keep)
    while (done := workers.next()) is None:
        pass
    return done.result or _TOO_SLOW
