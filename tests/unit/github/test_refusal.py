from __future__ import annotations

import socket
from typing import Any

import pytest
import requests
from github import BadAttributeException, GithubException
from github.Requester import Requester

from harness.results import HOSTILE
from webflow_publish.github.event import PullRequest
from webflow_publish.github.refusal import problem_of

TOKEN = "ghs_NobodyMaySeeThis"
INTEGRATION = "Resource not accessible by integration"
PERSONAL = "Resource not accessible by personal access token"
FORK = PullRequest(12, is_from_fork=True)


def hide(text: str) -> str:
    return text.replace(TOKEN, "***")


def answered(status: int, message: Any) -> GithubException:
    """What PyGithub makes of such an answer."""
    return Requester.createException(status, {}, {"message": message})


def told(error: Exception, pull_request: PullRequest | None = None) -> tuple[str, str]:
    problem = problem_of(error, pull_request, hide)
    assert problem.message.startswith("The comment on the pull request could not be written: ")
    return problem.message, problem.hint


@pytest.mark.parametrize(("status", "message"), [(403, INTEGRATION), (403, PERSONAL), (404, "Not Found")])
def test_a_missing_permission_is_to_be_added(status: int, message: str) -> None:
    said, hint = told(answered(status, message))
    assert f"GitHub answered {status} with `{message}`." in said
    assert "Add `pull-requests: write`" in hint


def test_a_fork_cannot_be_given_one() -> None:
    _, hint = told(answered(403, INTEGRATION), FORK)
    assert "comes from a fork" in hint


@pytest.mark.parametrize(
    ("status", "message", "part"),
    [
        (401, "Bad credentials", "a token that is valid"),
        (403, "Unable to create comment because issue is locked.", "Unlock"),
        (403, "Repository was archived so is read-only.", "archived"),
        (422, "Validation Failed", "report this"),
        (403, "API rate limit exceeded for installation ID 1.", "nothing to do"),
        (403, "You have exceeded a secondary rate limit.", "nothing to do"),
        (429, "Too many", "nothing to do"),
        (502, None, "nothing to do"),
    ],
)
def test_there_is_something_to_do_about_it_or_it_says_that_there_is_not(status: int, message: Any, part: str) -> None:
    for pull_request in (None, FORK):
        assert part in told(answered(status, message), pull_request)[1]


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (requests.exceptions.ConnectTimeout(), "No answer within the time allowed for a request."),
        (requests.exceptions.SSLError("bad certificate"), "set REQUESTS_CA_BUNDLE."),
        (requests.exceptions.ProxyError("no"), "The proxy did not connect"),
        (requests.exceptions.ConnectionError("gone"), "The connection broke"),
        (socket.gaierror("unknown"), "The connection could not be prepared"),
    ],
)
def test_a_connection_that_failed_is_told_in_the_same_words_as_one_to_webflow(error: Exception, part: str) -> None:
    assert part in told(error)[0]


@pytest.mark.parametrize("error", [AssertionError(HOSTILE), TypeError(), BadAttributeException(7, (str, str), None)])
def test_an_answer_that_cannot_be_read_is_told_without_its_words(error: Exception) -> None:
    said, _ = told(error)
    assert said.endswith(f"an answer of GitHub's could not be read (`{type(error).__name__}`).")


@pytest.mark.parametrize("data", [None, [], "x", {"message": 7}, {"message": None}])
def test_an_answer_without_words_is_told_by_its_status(data: Any) -> None:
    assert told(GithubException(403, data, {}))[0].endswith("GitHub answered 403.")


def test_the_token_is_hidden_and_the_words_are_told_apart() -> None:
    said, _ = told(answered(403, f"{TOKEN} {HOSTILE} {'x' * 1_000}"))
    assert TOKEN not in said
    assert "\n" not in said
    assert len(said) < 400
    assert said.count("`") == 2
