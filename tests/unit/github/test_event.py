from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_publish.github.event import MAXIMUM_BYTES, Event, PullRequest

HEAD = "89abcdef0123456789abcdef0123456789abcdef"
SAME_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder: Path, content: Any) -> PullRequest | None:
    file = folder / "event.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return Event(file=file).pull_request()


def of(number: Any = 12, sha: Any = HEAD, head: Any = "octo-org/website") -> dict[str, Any]:
    base = {"repo": {"full_name": "octo-org/website"}}
    return {"pull_request": {"number": number, "head": {"sha": sha, "repo": {"full_name": head}}, "base": base}}


def test_the_variables_are_those_of_github() -> None:
    environment = {
        "GITHUB_API_URL": "https://github.example/api/v3/",
        "GITHUB_EVENT_PATH": "/github/workflow/event.json",
    }
    assert Event.from_environment(environment) == Event(
        "https://github.example/api/v3", Path("/github/workflow/event.json")
    )
    assert Event.from_environment({}) == Event(None, None)


def test_an_address_to_which_no_token_may_go_is_none() -> None:
    assert Event.from_environment({"GITHUB_API_URL": "http://github.example/api/v3"}).api_url is None


def test_a_pull_request_has_its_number_and_its_last_commit(tmp_path: Path) -> None:
    assert read(tmp_path, of()) == PullRequest(12, HEAD, is_from_fork=False)


@pytest.mark.parametrize("head", ["somebody/website", None, 7])
def test_it_is_from_a_fork_where_it_comes_from_another_repository_or_one_that_is_gone(
    tmp_path: Path, head: Any
) -> None:
    assert read(tmp_path, of(head=head)) == PullRequest(12, HEAD, is_from_fork=True)


@pytest.mark.parametrize("sha", [None, 7, "", "x" * 40, HEAD.upper(), f"{HEAD}\n", "a" * 65])
def test_what_is_no_commit_is_not_told(tmp_path: Path, sha: Any) -> None:
    assert read(tmp_path, of(sha=sha)) == PullRequest(12, None)


@pytest.mark.parametrize("number", [None, 0, -1, True, "12", 1.5, 2**31, [12]])
def test_what_is_no_number_is_no_pull_request(tmp_path: Path, number: Any) -> None:
    assert read(tmp_path, of(number)) is None


@pytest.mark.parametrize(
    "content", [{}, [], None, {"pull_request": []}, b"", b"{", b"\xff", b"[" * 100_000, b" " * (MAXIMUM_BYTES + 1)]
)
def test_another_event_or_a_broken_one_is_about_none(tmp_path: Path, content: Any) -> None:
    assert read(tmp_path, content) is None


def test_an_event_without_a_file_is_about_none(tmp_path: Path) -> None:
    assert Event().pull_request() is None
    assert Event(file=tmp_path / "missing").pull_request() is None
    assert Event(file=tmp_path).pull_request() is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["pull_request", "number", "head", "sha"]), inner),
)


@SAME_FILE
@given(JSON | st.builds(of, JSON, JSON, JSON) | st.binary())
def test_whatever_the_file_holds_it_is_read(tmp_path: Path, content: Any) -> None:
    found = read(tmp_path, content)
    assert found is None or 0 < found.number < 2**31
