"""Why there is no comment: read from what PyGithub, or what it stands on, has raised."""

from __future__ import annotations

from http import HTTPStatus

import requests
import urllib3
from github import GithubException, RateLimitExceededException

from webflow_publish.github.event import PullRequest
from webflow_publish.problem import Problem
from webflow_publish.text import quoted
from webflow_publish.webflow.failure import Hide, from_exception

_FAILED = "The comment on the pull request could not be written"
_AGAIN = "There is nothing to do, unless it stays so: the next run brings the comment up to date."
_PERMISSION = (
    "Add `pull-requests: write` to the `permissions` of the job, beside `contents: read`. A token of your own in "
    "`github-token` needs the same."
)
_FORK = (
    "The pull request comes from a fork: GitHub gives its workflows a token that can only read. The job summary has it "
    "all; `comment` can stay, for pull requests from this repository."
)
_HINTS = {
    "archived": "Nothing can be written in an archived repository: leave `comment` out.",
    "locked": "Unlock the conversation of the pull request, or leave `comment` out.",
    "bad credentials": "Leave `github-token` out, or give it a token that is valid.",
}
"""By a part of GitHub's words: it has no codes for these (source: its documentation, and integrators' reports)."""
_WORDS_LIMIT = 200


def problem_of(error: Exception, pull_request: PullRequest | None, hide: Hide) -> Problem:
    """What happened, and what to do about it. `hide` takes the token out of words that came from outside."""
    if isinstance(error, GithubException):
        return _of_answer(error, pull_request, hide)
    if isinstance(error, requests.exceptions.RequestException | urllib3.exceptions.HTTPError | OSError):
        return Problem(f"{_FAILED}: {from_exception(error, hide).message.rstrip('.')}.", _AGAIN)
    kind = type(error).__name__
    return Problem(f"{_FAILED}: an answer of GitHub's could not be read (`{kind}`).", _AGAIN)


def _of_answer(error: GithubException, pull_request: PullRequest | None, hide: Hide) -> Problem:
    words = error.data.get("message") if isinstance(error.data, dict) else None
    said = hide(words) if isinstance(words, str) else ""
    told = f" with {quoted(said, _WORDS_LIMIT)}" if said else ""
    return Problem(f"{_FAILED}: GitHub answered {error.status}{told}.", _hint(error, said.lower(), pull_request))


def _hint(error: GithubException, said: str, pull_request: PullRequest | None) -> str:
    """What to do."""
    status = error.status
    is_limit = isinstance(error, RateLimitExceededException) or status == HTTPStatus.TOO_MANY_REQUESTS
    if is_limit or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _AGAIN
    if known := next((hint for words, hint in _HINTS.items() if words in said), None):
        return known
    if status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return _FORK if pull_request is not None and pull_request.is_from_fork else _PERMISSION
    return "Please report this, if it stays so."
