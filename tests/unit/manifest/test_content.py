from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.content import HINT, Content, as_written
from webflow_publish.workspace import Workspace

MANIFEST = "content/blog/webflow-publish.yml"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    for name in ("README.md", "content/blog/hello.md", "content/blog/posts/launch.md", "content/site.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    return Content(Workspace(tmp_path))


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("hello.md", "content/blog/hello.md"),
        ("./hello.md", "content/blog/hello.md"),
        ("posts/launch.md", "content/blog/posts/launch.md"),
        ("../site.md", "content/site.md"),
        ("../../README.md", "README.md"),
        ("../../content/blog/hello.md", "content/blog/hello.md"),
    ],
)
def test_a_source_is_seen_from_the_folder_of_the_manifest(content: Content, source: str, path: str) -> None:
    assert content.find(source, MANIFEST) == path


def test_the_manifest_may_stand_at_the_root(content: Content) -> None:
    assert content.find("content/site.md", "webflow-publish.yml") == "content/site.md"


def test_a_link_counts_as_the_file_that_it_leads_to(content: Content) -> None:
    (content.workspace.root / "content/blog/link.md").symlink_to("hello.md")
    assert content.find("link.md", MANIFEST) == "content/blog/hello.md"


@pytest.mark.parametrize("source", ["gone.md", "posts", ".", "hello.md/x", "a\0b", "\ud800", "x" * 1000, "posts/*.md"])
def test_what_is_no_file_is_told_with_its_path_from_the_root(content: Content, source: str) -> None:
    found = content.find(source, MANIFEST)
    assert isinstance(found, tuple)
    message, hint = found
    assert message.startswith("`source` stands for `content/blog")
    assert message.endswith("` in the repository, and there is no such file.")
    assert hint == HINT


@pytest.mark.parametrize("source", ["../../../secret.md", "/etc/passwd", "../../.."])
def test_what_leads_out_of_the_repository_is_told(content: Content, source: str) -> None:
    assert content.find(source, MANIFEST) == (f"`source` is `{source}`, which leads out of the repository.", HINT)


def test_a_link_that_leads_out_of_the_repository_is_no_file_in_it(content: Content) -> None:
    (content.workspace.root / "content/blog/link.md").symlink_to("/etc/passwd")
    found = content.find("link.md", MANIFEST)
    assert isinstance(found, tuple)
    assert found[0].endswith("there is no such file.")


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("content/site.md", "../site.md"),
        ("/content/site.md", "../site.md"),
        ("content/blog/hello.md", "hello.md"),
        ("README.md", "../../README.md"),
        ("posts\\launch.md", "posts/launch.md"),
        ("..\\site.md", "../site.md"),
        ("content\\site.md", "../site.md"),
    ],
)
def test_a_path_that_is_meant_otherwise_is_answered_with_the_right_one(
    content: Content, source: str, meant: str
) -> None:
    found = content.find(source, MANIFEST)
    assert isinstance(found, tuple)
    assert found[1] == f"Paths are seen from the folder of the manifest, with forward slashes: write `{meant}`."
    assert isinstance(content.find(meant, MANIFEST), str)


def test_a_path_on_this_machine_is_none_in_the_repository(content: Content) -> None:
    absolute = os.fspath(content.workspace.root / "content/site.md")
    found = content.find(absolute, MANIFEST)
    assert isinstance(found, tuple)
    assert found[0].endswith("which leads out of the repository.")


def test_where_there_is_no_workspace_a_source_stays_as_it_is_written() -> None:
    assert as_written("../a.md", MANIFEST) == "../a.md"


PARTS = st.lists(st.sampled_from(["..", ".", "", "content", "blog", "hello.md", "\\", "\0", "*", "é"]), max_size=8)


@given(st.text() | PARTS.map("/".join))
def test_any_text_is_a_file_of_the_workspace_or_a_problem_in_whole_sentences(source: str) -> None:
    found = Content(Workspace(Path(__file__).parent)).find(source, "m.yml")
    if isinstance(found, str):
        assert (Path(__file__).parent / found).is_file()
    else:
        for sentence in found:
            assert sentence.endswith(".")
            assert sentence.isprintable()
