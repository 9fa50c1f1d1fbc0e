"""The comments on a pull request: which one is ours, and how it is kept up to date. Nothing else imports PyGithub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from github import Auth, Github
from github.IssueComment import IssueComment
from github.NamedUser import NamedUser
from github.Organization import Organization
from urllib3 import Retry

from webflow_publish.webflow.session import USER_AGENT

SECONDS = 10
"""Seconds that are waited for a connection, and for each part of an answer."""
_PAGE = 100
"""Comments that GitHub lists at once, at most."""
_MOST_COMMENTS = 5_000
"""Comments that are looked through; GitHub takes 2,500 on a pull request."""
_PASSING = (500, 502, 503, 504)
_VIEWER = "query { viewer { login } }"
"""Asks whose the token is. `GET /user` is refused to GITHUB_TOKEN and other tokens of GitHub Apps; this is not."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A pull request that was merged, when, and as which commit: the last one, where its commits were rebased."""

    number: int
    merged_at: datetime
    commit: str | None


def chosen(merged: Iterable[Merged], commit: str) -> int | None:
    """The number of the pull request that became this commit; else of the one that was merged last, if there is one."""
    ordered = sorted(merged, key=lambda each: (each.commit == commit, each.merged_at))
    return ordered[-1].number if ordered else None


def is_by(viewer: str, login: str, kind: str) -> bool:
    """Whether a user of that login and type is whose token it is. Those of GitHub Apps are `slug[bot]`, of type Bot.

    No person can have brackets in their login.
    """
    return login == viewer or (kind == "Bot" and login == f"{viewer}[bot]")


class Comments:
    """The comments on the pull requests of a repository.

    All methods raise what PyGithub and requests raise. The proxy and certificate settings of the environment are
    honoured, as requests does.

    Args:
        api_url: The address of GitHub's REST API.
        repository: Owner and name, with a slash between them.
        token: A token that may write pull requests.
    """

    def __init__(self, api_url: str, repository: str, token: str) -> None:
        self._repository_name = repository.lower()
        # Without its own pauses, and without its ten attempts, which can take hours where a rate limit is reached. What
        # was sent is sent again only if that does no harm: a comment that was made twice would be there twice.
        self._github = Github(
            auth=Auth.Token(token),
            base_url=api_url,
            timeout=SECONDS,
            user_agent=USER_AGENT,
            per_page=_PAGE,
            retry=Retry(
                1,
                read=0,
                status_forcelist=_PASSING,
                allowed_methods=("GET", "PATCH"),
                respect_retry_after_header=False,
                raise_on_status=False,
            ),
            seconds_between_requests=None,
            seconds_between_writes=None,
            lazy=True,
        )
        self._repository = self._github.get_repo(repository)

    def close(self) -> None:
        """Close the connections."""
        self._github.close()

    def merged_as(self, commit: str) -> int | None:
        """The number of the merged pull request that a commit comes from; None where there is none.

        GitHub lists for a commit also pull requests that are open, and, in a fork, those of the repository that it was
        forked from.
        """
        listed = islice(self._repository.get_commit(commit).get_pulls(), _PAGE)
        merged = (
            Merged(each.number, each.merged_at, each.merge_commit_sha)
            for each in listed
            if each.merged_at and each.base.repo.full_name.lower() == self._repository_name
        )
        return chosen(merged, commit)

    def keep(self, number: int, marker: str, body: str) -> None:
        """Keep our comment up to date: the first one that begins with the marker and was written with such a token.

        Where there is none, it is made. No other is touched.
        """
        issue = self._repository.get_issue(number)
        listed = islice(issue.get_comments(), _MOST_COMMENTS)
        ours = self._first_of_ours(each for each in listed if (each.body or "").startswith(marker))
        if ours is None:
            issue.create_comment(body)
        else:
            ours.edit(body)

    def _first_of_ours(self, comments: Iterable[IssueComment]) -> IssueComment | None:
        viewer: str | None = None
        for each in comments:
            # The account may have been deleted since.
            author: NamedUser | Organization | None = each.user
            viewer = viewer or self._viewer()
            if author is not None and is_by(viewer, author.login, author.type):
                return each
        return None

    def _viewer(self) -> str:
        _, answer = self._github.requester.graphql_query(_VIEWER, {})
        login = answer["data"]["viewer"]["login"]
        if not isinstance(login, str) or not login:
            raise ValueError("GitHub does not tell whose the token is")
        return login
