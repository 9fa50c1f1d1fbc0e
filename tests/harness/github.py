"""GitHub's REST API, as far as comments on pull requests need it: small, strict, and on loopback.

It is that of GitHub Enterprise Server, which lies below a path. Statuses, messages and the form of answers are
GitHub's own (source: its documentation, and what integrators report): a token that lacks a permission is refused with
`Resource not accessible by integration`, that of a workflow may not ask who it is by REST, lists come in pages that
`Link` headers lead through, and whoever may write can edit the comments of others, too.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "octo-org/website"
WORKFLOW_TOKEN = "ghs_OfTheWorkflow00000000000000000000001"
READING_TOKEN = "ghs_ThatMayOnlyRead000000000000000000002"
PERSONAL_TOKEN = "ghp_OfAPerson000000000000000000000000003"

LONGEST_BODY = 65_536
"""Characters of a comment."""

_REFUSED = "Resource not accessible by integration"
_PULLS = re.compile(r"/commits/(?P<commit>[0-9a-f]+)/pulls")
_COMMENTS = re.compile(r"/issues/(?P<number>\d+)/comments")
_COMMENT = re.compile(r"/issues/comments/(?P<identifier>\d+)")
_VIEWER = re.compile(r"\s*query\s*\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose a token is, and whether it may write pull requests."""

    login: str
    kind: str
    may_write: bool = True


WORKFLOW = Account("github-actions[bot]", "Bot")
PERSON = Account("octocat", "User")


@dataclass(slots=True)
class Comment:
    """A comment on a pull request; `author` is None where the account is gone."""

    identifier: int
    number: int
    author: Account | None
    body: str


@dataclass(slots=True)
class PullRequest:
    """A pull request, as it is listed for a commit."""

    number: int
    merge_commit: str | None = None
    merged_at: str | None = None
    repository: str | None = None
    """Where it was made, if that is another repository."""


@dataclass(slots=True)
class Website:
    """What GitHub has of a repository, and what it was asked.

    Attributes:
        repository: Owner and name.
        comments: All comments, in the order in which they were made.
        pulls: The pull requests that are listed for a commit.
        locked: The numbers of conversations that are locked.
        failing: Answers that are given before anything else, once each: a status, and a body.
        silent: Whether no answer is given at all, until this is set.
        requests: Method and path of each request.
        asked: Is set with the first one.
    """

    repository: str = REPOSITORY
    comments: list[Comment] = field(default_factory=list)
    pulls: dict[str, list[PullRequest]] = field(default_factory=dict)
    locked: set[int] = field(default_factory=set)
    failing: list[tuple[int, str]] = field(default_factory=list)
    silent: threading.Event | None = None
    requests: list[tuple[str, str]] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def add(self, number: int, author: Account | None, body: str) -> Comment:
        """Write a comment, as somebody does in the browser."""
        made = Comment(1_000 + len(self.comments), number, author, body)
        self.comments.append(made)
        return made

    def bodies(self, number: int) -> list[str]:
        """The comments on a pull request."""
        return [each.body for each in self.comments if each.number == number]

    @property
    def writes(self) -> list[str]:
        """The methods of the requests that changed something, or were to."""
        return [method for method, path in self.requests if method != "GET" and not path.endswith("/graphql")]

    def shown(self, comment: Comment) -> dict[str, Any]:
        """A comment as it is answered."""
        user = comment.author and {"login": comment.author.login, "type": comment.author.kind, "id": 1}
        return {
            "id": comment.identifier,
            "url": f"{self.url}/repos/{self.repository}/issues/comments/{comment.identifier}",
            "user": user,
            "body": comment.body,
        }

    def listed(self, pull: PullRequest) -> dict[str, Any]:
        """A pull request as it is listed."""
        return {
            "number": pull.number,
            "state": "closed" if pull.merged_at else "open",
            "merged_at": pull.merged_at,
            "merge_commit_sha": pull.merge_commit,
            "base": {"ref": "main", "repo": {"full_name": pull.repository or self.repository}},
        }


class _Refusal(Exception):  # noqa: N818 - it is an answer
    def __init__(self, status: int, message: str, **others: Any) -> None:
        super().__init__(message)
        self.status = status
        self.document: dict[str, Any] = {
            "message": message,
            "documentation_url": "https://docs.github.com/rest",
            "status": str(status),
        }
        self.document |= others


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    website: Website
    accounts: dict[str, Account]

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PATCH(self) -> None:
        self._handle()

    def _handle(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        self.website.requests.append((self.command, path))
        self.website.asked.set()
        if self.website.silent is not None:
            self.website.silent.wait(20)
            self.close_connection = True
            return
        if self.website.failing:
            status, text = self.website.failing.pop(0)
            self._send(status, text.encode(), "text/html")
            return
        try:
            status, document, headers = self._answer(path, content)
        except _Refusal as refusal:
            status, document, headers = refusal.status, refusal.document, {}
        self._send(status, json.dumps(document).encode(), "application/json; charset=utf-8", headers)

    def _send(self, status: int, content: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, path: str, content: bytes) -> tuple[int, Any, dict[str, str]]:
        account = self._account()
        if path == "/api/graphql":
            return 200, self._query(account, content), {}
        prefix = f"/api/v3/repos/{self.website.repository}"
        if path == "/api/v3/user":
            raise _Refusal(403, _REFUSED)
        if not path.startswith(f"{prefix}/"):
            raise _Refusal(404, "Not Found")
        path = path.removeprefix(prefix)
        if (found := _PULLS.fullmatch(path)) and self.command == "GET":
            return self._page([self.website.listed(each) for each in self.website.pulls.get(found["commit"], [])])
        if (found := _COMMENTS.fullmatch(path)) and self.command == "GET":
            number = int(found["number"])
            return self._page([self.website.shown(each) for each in self.website.comments if each.number == number])
        if found := _COMMENTS.fullmatch(path):
            body = self._body(account, int(found["number"]), content)
            return 201, self.website.shown(self.website.add(int(found["number"]), account, body)), {}
        if (found := _COMMENT.fullmatch(path)) and self.command == "PATCH":
            for each in self.website.comments:
                if each.identifier == int(found["identifier"]):
                    each.body = self._body(account, each.number, content)
                    return 200, self.website.shown(each), {}
        raise _Refusal(404, "Not Found")

    def _account(self) -> Account:
        if not self.headers.get("User-Agent"):
            raise _Refusal(403, "Request forbidden by administrative rules. Missing or invalid User-Agent string.")
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        account = self.accounts.get(token)
        if scheme.lower() not in {"bearer", "token"} or account is None:
            raise _Refusal(401, "Bad credentials")
        return account

    def _query(self, account: Account, content: bytes) -> Any:
        document = json.loads(content)
        if self.command != "POST" or not _VIEWER.fullmatch(document["query"]):
            return {"errors": [{"type": "undefinedField", "message": "This is not the query that is expected here."}]}
        return {"data": {"viewer": {"login": account.login}}}

    def _body(self, account: Account, number: int, content: bytes) -> str:
        """What is to be written, if that is allowed, and can be."""
        if not account.may_write:
            raise _Refusal(403, _REFUSED)
        if number in self.website.locked:
            raise _Refusal(403, "Unable to create comment because issue is locked.")
        document = json.loads(content)
        body = document.get("body")
        assert document.keys() == {"body"}
        if not isinstance(body, str) or not body.strip():
            raise _Refusal(422, "Validation Failed", errors=[{"resource": "IssueComment", "code": "missing_field"}])
        if len(body) > LONGEST_BODY:
            message = f"Body is too long (maximum is {LONGEST_BODY} characters)"
            error = {"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": message}
            raise _Refusal(422, "Validation Failed", errors=[error])
        return body

    def _page(self, entries: list[Any]) -> tuple[int, Any, dict[str, str]]:
        query = parse_qs(urlsplit(self.path).query)
        size = min(100, int(query.get("per_page", ["30"])[0]))
        page = int(query.get("page", ["1"])[0])
        last = max(1, -(-len(entries) // size))
        address = f"{self.website.url.removesuffix('/api/v3')}{urlsplit(self.path).path}?per_page={size}"
        leading = {"next": page + 1, "last": last} if page < last else {}
        link = ", ".join(f'<{address}&page={number}>; rel="{name}"' for name, number in leading.items())
        return 200, entries[(page - 1) * size : page * size], {"Link": link} if link else {}


@contextmanager
def serving(repository: str = REPOSITORY, context: ssl.SSLContext | None = None) -> Iterator[Website]:
    """GitHub with an empty repository, on a free port of 127.0.0.1, over HTTPS with a context; stopped at the end."""
    website = Website(repository)
    accounts = {
        WORKFLOW_TOKEN: WORKFLOW,
        READING_TOKEN: Account("github-actions[bot]", "Bot", may_write=False),
        PERSONAL_TOKEN: PERSON,
    }
    handler = type("Handler", (_Handler,), {"website": website, "accounts": accounts})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        website.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/api/v3"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield website
        finally:
            if website.silent is not None:
                website.silent.set()
            server.shutdown()
            thread.join()
