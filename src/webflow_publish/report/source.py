"""Where the manifest comes from: the repository, the commit and the run, for links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from webflow_publish.problem import Place


@dataclass(frozen=True, slots=True)
class Source:
    """The commit that is published and the workflow run that does it, as GitHub names them; None where unknown."""

    server: str | None = None
    repository: str | None = None
    commit: str | None = None
    run_id: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Source:
        """Read GitHub's variables. An address that is not HTTP is left out: it will stand in links."""
        server = environment.get("GITHUB_SERVER_URL", "").rstrip("/")
        linked = server.startswith(("https://", "http://")) and server.isascii() and server.isprintable()
        return cls(
            server if linked else None,
            environment.get("GITHUB_REPOSITORY") or None,
            environment.get("GITHUB_SHA") or None,
            environment.get("GITHUB_RUN_ID") or None,
        )

    def file_link(self, place: Place) -> str | None:
        """The line of the file at this commit."""
        link = self.content_link(place.file)
        return f"{link}#L{place.line}" if link else None

    def content_link(self, path: str) -> str | None:
        """A file of the repository at this commit."""
        if not (self.server and self.repository and self.commit):
            return None
        return f"{self.server}/{quote(self.repository)}/blob/{quote(self.commit)}/{quote(path, errors='replace')}"

    def run_link(self) -> str | None:
        """The workflow run."""
        if not (self.server and self.repository and self.run_id):
            return None
        return f"{self.server}/{quote(self.repository)}/actions/runs/{quote(self.run_id)}"
