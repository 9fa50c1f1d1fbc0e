from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webflow_publish.github.comments import Merged, chosen, is_by

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FIRST, SECOND = (datetime(2026, 11, day, tzinfo=UTC) for day in (23, 24))


class TestThePullRequestOfACommit:
    def test_is_the_one_that_became_it(self) -> None:
        assert chosen([Merged(1, SECOND, "other"), Merged(2, FIRST, COMMIT), Merged(3, SECOND, None)], COMMIT) == 2

    def test_is_the_last_of_several_that_became_it(self) -> None:
        assert chosen([Merged(1, SECOND, COMMIT), Merged(2, FIRST, COMMIT)], COMMIT) == 1

    def test_is_else_the_one_that_was_merged_last(self) -> None:
        assert chosen([Merged(1, FIRST, "x"), Merged(2, SECOND, None), Merged(3, FIRST, "y")], COMMIT) == 2

    def test_is_none_where_none_was_merged(self) -> None:
        assert chosen([], COMMIT) is None


@pytest.mark.parametrize(
    ("viewer", "login", "kind"),
    [
        ("github-actions[bot]", "github-actions[bot]", "Bot"),
        ("github-actions", "github-actions[bot]", "Bot"),
        ("octocat", "octocat", "User"),
    ],
)
def test_a_comment_of_whose_token_it_is_is_ours(viewer: str, login: str, kind: str) -> None:
    assert is_by(viewer, login, kind)


@pytest.mark.parametrize(
    ("viewer", "login", "kind"),
    [
        ("github-actions[bot]", "github-actions", "User"),
        ("github-actions[bot]", "another-app[bot]", "Bot"),
        ("octocat", "octocat[bot]", "User"),
        ("octocat", "hubot", "User"),
    ],
)
def test_a_comment_of_somebody_else_is_not(viewer: str, login: str, kind: str) -> None:
    assert not is_by(viewer, login, kind)
