from __future__ import annotations

import pytest

from webflow_publish.problem import Place
from webflow_publish.report import Source

ENVIRONMENT = {
    "GITHUB_SERVER_URL": "https://github.example/",
    "GITHUB_REPOSITORY": "octo-org/website",
    "GITHUB_SHA": "0123abcd",
    "GITHUB_RUN_ID": "42",
}


def test_a_place_is_a_line_of_the_file_at_the_commit() -> None:
    source = Source.from_environment(ENVIRONMENT)
    assert source.file_link(Place("content/a (b)|c.yml", 7, 3)) == (
        "https://github.example/octo-org/website/blob/0123abcd/content/a%20%28b%29%7Cc.yml#L7"
    )
    assert source.run_link() == "https://github.example/octo-org/website/actions/runs/42"


def test_content_is_the_file_at_the_commit_whatever_its_name() -> None:
    source = Source.from_environment(ENVIRONMENT)
    start = "https://github.example/octo-org/website/blob/0123abcd/"
    assert source.content_link("posts/a (b).md") == f"{start}posts/a%20%28b%29.md"
    assert source.content_link("posts/\ud800.md") == f"{start}posts/%3F.md"


@pytest.mark.parametrize("missing", ENVIRONMENT)
def test_what_is_not_known_is_not_linked(missing: str) -> None:
    source = Source.from_environment({name: value for name, value in ENVIRONMENT.items() if name != missing})
    links = [source.file_link(Place("a.yml", 1, 1)), source.run_link()]
    assert None in links


def test_an_address_that_is_not_http_is_not_linked() -> None:
    source = Source.from_environment({**ENVIRONMENT, "GITHUB_SERVER_URL": "javascript:alert(1)//"})
    assert source.file_link(Place("a.yml", 1, 1)) is None
