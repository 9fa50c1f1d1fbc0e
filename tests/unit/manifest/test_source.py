from __future__ import annotations

from pathlib import Path

import pytest

from webflow_publish.manifest import Manifest
from webflow_publish.manifest.source import load
from webflow_publish.manifest.text import MAXIMUM_BYTES
from webflow_publish.workspace import Workspace

TEXT = "version: 1\ncollections: [{id: 580e63fc8c9a982ac9b8b745, items: [%s]}]\n"


def problems(root: Path, *patterns: str) -> list[str]:
    outcome = load(Workspace(root), *Workspace(root).find(patterns))
    assert not isinstance(outcome, Manifest)
    return [f"{problem.place or '-'} {problem.message}" for problem in outcome]


def test_the_files_that_match_are_one_manifest(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "b.yml").write_text(TEXT % "643fd856d66b6528195ee2ca")
    (tmp_path / "content" / "a.yml").write_text(TEXT % "643fd856d66b6528195ee2cb")
    outcome = load(Workspace(tmp_path), *Workspace(tmp_path).find(["content/*.yml"]))
    assert isinstance(outcome, Manifest)
    assert outcome.files == ("content/a.yml", "content/b.yml")
    assert [item.place.file for item in outcome.items] == ["content/a.yml", "content/b.yml"]


def test_problems_of_paths_and_of_contents_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("")
    (tmp_path / "b.yml").write_text("a: 'b")
    assert [line.split()[0] for line in problems(tmp_path, "*.yml", "c.yml", "../d.yml")] == [
        "-",
        "-",
        "a.yml:1:1",
        "b.yml:1:4",
    ]


def test_a_path_that_matches_nothing_is_not_made_good_by_one_that_does(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(TEXT % "643fd856d66b6528195ee2ca")
    assert problems(tmp_path, "a.yml", "b.yml") == ["- There is no file `b.yml`."]


def test_no_pattern_is_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["- No manifest file was given."]


def test_globs_that_match_nothing_are_a_manifest_of_nothing_where_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("")
    space = Workspace(tmp_path)
    found = load(space, *space.find(["content/*.yml"], allow_empty=True), allow_empty=True)
    assert found == Manifest((), ())


def test_a_path_that_does_not_exist_is_never_allowed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("")
    space = Workspace(tmp_path)
    found = load(space, *space.find(["*.yml", "b.yml"], allow_empty=True), allow_empty=True)
    assert not isinstance(found, Manifest)
    assert [problem.message for problem in found] == ["There is no file `b.yml`."]


def test_a_file_may_list_nothing_where_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(TEXT % "")
    space = Workspace(tmp_path)
    found = load(space, *space.find(["a.yml"]), allow_empty=True)
    assert isinstance(found, Manifest)
    assert (found.files, found.items, len(found.empty)) == (("a.yml",), (), 1)
    assert problems(tmp_path, "a.yml") == ["a.yml:2:53 `items` is an empty list."]


def test_a_file_over_the_stated_size_is_told_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "b.yml").open("wb") as file:
        file.truncate(2**40)  # sparse: reading it whole would fail
    (tmp_path / "a.yml").write_text("")
    (tmp_path / "c.yml").write_text("")
    assert [line.split(";")[0] for line in problems(tmp_path, "*.yml")] == [
        "a.yml:1:1 The file holds no manifest: it is empty.",
        f"b.yml:1:1 The file has {2**40:,} bytes",
        "c.yml:1:1 The file holds no manifest: it is empty.",
    ]
    assert MAXIMUM_BYTES < 2**40


def test_a_source_is_found_beside_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "hello.md").write_text("")
    (tmp_path / "content" / "a.yml").write_text(TEXT % "{slug: hello, source: hello.md}")
    outcome = load(Workspace(tmp_path), *Workspace(tmp_path).find(["content/*.yml"]))
    assert isinstance(outcome, Manifest)
    assert [item.source for item in outcome.items] == ["content/hello.md"]


def test_a_source_that_is_not_there_is_told_with_all_else(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(TEXT % "{slug: hello, source: hello.md}, x y")
    assert [line.split()[0] for line in problems(tmp_path, "a.yml")] == ["a.yml:2:76", "a.yml:2:87"]


MEMORY = Path("/proc/self/mem")  # a file whose first page nobody can read, not even root


@pytest.mark.skipif(not MEMORY.exists(), reason="this system has no /proc/self/mem")
def test_a_file_that_cannot_be_read_is_told() -> None:
    (found,) = problems(MEMORY.parent, MEMORY.name)
    assert found == "mem:1:1 The file cannot be read: Input/output error."
