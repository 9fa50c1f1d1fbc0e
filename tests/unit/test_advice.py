from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_publish.advice import instead, misread, within

NOTHING_ALIKE = "Paths are relative to the root of the repository; on the command line, to the current folder."


def folder(root: Path, *files: str) -> Path:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return root


@pytest.mark.parametrize(
    "pattern",
    [
        "content/a.yml,content/b.yaml",
        "content/a.yml, content/b.yaml",
        "content/b.yaml content/a.yml",
        "content/a.yml\tcontent/b.yaml",
        "content/a.yml;content/b.yaml",
        "pages/*.yml, content/*.yaml",
    ],
)
def test_a_list_on_one_line_is_to_be_written_on_several(tmp_path: Path, pattern: str) -> None:
    root = folder(tmp_path, "content/a.yml", "content/b.yaml")
    assert instead(root, pattern) == "Write one path a line."


def test_a_list_of_which_one_file_is_missing_is_still_a_list(tmp_path: Path) -> None:
    root = folder(tmp_path, "content/b.yaml")
    assert instead(root, "content/a.yml,content/b.yaml") == "Write one path a line."


def test_a_path_with_a_space_is_no_list_where_no_part_of_it_is_a_file(tmp_path: Path) -> None:
    root = folder(tmp_path, "content/my blog.yml")
    assert instead(root, "content/my bolg.yml") == "Did you mean `content/my blog.yml`?"


def test_a_comma_at_the_end_makes_no_list(tmp_path: Path) -> None:
    assert instead(folder(tmp_path, "a.yml"), "a.yml,") == "Did you mean `a.yml`?"


@pytest.mark.parametrize("pattern", ["content/*.{yml,yaml}", "{a,b}.yml", "{a, b}.yml"])
def test_braces_are_told(tmp_path: Path, pattern: str) -> None:
    root = folder(tmp_path, "content/a.yml", "b}.yml")
    assert instead(root, pattern) == "Braces are not read: write a line for each of the names in them."


@pytest.mark.parametrize("pattern", ["!a.yml", "!content/*.yml"])
def test_a_pattern_that_is_to_exclude_is_told(tmp_path: Path, pattern: str) -> None:
    expected = "Patterns cannot exclude files. Name those that are wanted, without `!`."
    assert instead(folder(tmp_path, "a.yml"), pattern) == expected


def test_a_glob_is_answered_with_its_signs(tmp_path: Path) -> None:
    expected = "`*` stands for a part of one name, `**` for any number of folders."
    assert instead(folder(tmp_path, "content/a.yml"), "*.yml") == expected


@pytest.mark.parametrize(
    ("missing", "there"),
    [
        ("webflow-publish.yml", "webflow-publish.yaml"),
        ("webflow-publish", "webflow-publish.yml"),
        ("content/blgo.yml", "content/blog.yml"),
        ("content/blog.ylm", "content/blog.yml"),
        ("CONTENT/Blog.yml", "content/blog.yml"),
        ("content/Blog.yml", "content/blog.yml"),
        ("content\\blog.yml", "content/blog.yml"),
        (".github/publsih.yml", ".github/publish.yml"),
    ],
)
def test_a_name_that_is_nearly_right_is_suggested(tmp_path: Path, missing: str, there: str) -> None:
    assert instead(folder(tmp_path, there), missing) == f"Did you mean `{there}`?"


@pytest.mark.parametrize(
    ("missing", "there"),
    [
        ("content/a.yml", "content/b.yml"),
        ("content/blog.yml", "content/team.yml"),
        ("manifest.yml", "manifest.png"),
        ("webflow-publish.yml", "publish.yml"),
        ("a.yml", ".git/a.yml"),
        ("LICENSE/a.yml", "LICENSE"),
    ],
)
def test_a_name_that_is_only_a_little_alike_is_not(tmp_path: Path, missing: str, there: str) -> None:
    assert instead(folder(tmp_path, "x.txt", there), missing) == NOTHING_ALIKE


@pytest.mark.parametrize(
    "missing", ["webflow-publish.yml", "site/webflow-publish.yml", "./Webflow-Publish.yml", "a/../webflow-publish.yml"]
)
def test_the_same_name_in_another_folder_is_told_with_its_path(tmp_path: Path, missing: str) -> None:
    root = folder(tmp_path, "a.txt", "content/webflow-publish.yml", "content/old/webflow-publish.yml")
    assert instead(root, missing) == "There is one at `content/webflow-publish.yml`."


def test_a_near_name_in_the_same_folder_comes_before_the_same_name_in_another(tmp_path: Path) -> None:
    root = folder(tmp_path, "webflow-publish.yaml", "content/webflow-publish.yml")
    assert instead(root, "webflow-publish.yml") == "Did you mean `webflow-publish.yaml`?"


def test_the_search_ends_after_a_stated_number_of_entries_and_sees_the_nearest_first(tmp_path: Path) -> None:
    root = folder(tmp_path, "z/a.yml", *(f"b/c/{number}" for number in range(2_000)))
    assert instead(root, "a.yml") == "There is one at `z/a.yml`."
    assert instead(folder(root, *(f"{number}.txt" for number in range(2_000))), "a.yml") == NOTHING_ALIKE


def test_a_link_that_leads_nowhere_is_not_suggested_for_itself(tmp_path: Path) -> None:
    (tmp_path / "a.yml").symlink_to("gone.yml")
    assert instead(tmp_path, "a.yml") == NOTHING_ALIKE


def test_nothing_outside_is_suggested(tmp_path: Path) -> None:
    root = folder(tmp_path, "a.yml", "root/x/y/b.yml") / "root"
    (root / "link").symlink_to("x/y")
    assert instead(root, "link/../../a.yml") == NOTHING_ALIKE
    assert instead(root, "../a.yml ../a.yml") == NOTHING_ALIKE


@pytest.mark.parametrize(
    ("file", "glob"),
    [("a.yml", "*.yml"), ("a.yaml", "*.yaml"), ("x/a.yml", "**/*.yml"), ("x/a.yaml", "**/*.yaml")],
)
def test_a_folder_is_answered_with_a_glob_that_matches_something_in_it(tmp_path: Path, file: str, glob: str) -> None:
    assert within(folder(tmp_path, f"content/{file}"), "content/") == f"For the files in it, write `content/{glob}`."


def test_a_folder_without_manifests_is_answered_with_that(tmp_path: Path) -> None:
    root = folder(tmp_path, "content/a.txt", "a.yml")
    assert within(root, "content") == "No `.yml` and no `.yaml` file lies in it. Name a file that holds a manifest."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from(list("ab*?[]{},!./\\~ \ud800é")), max_size=12))
def test_any_text_is_answered_in_a_sentence(tmp_path: Path, text: str) -> None:
    folder(tmp_path, "a/b.yml")
    for advice in (instead(tmp_path, text), within(tmp_path, text)):
        assert advice.endswith((".", "?"))
        assert advice.isprintable()


@pytest.mark.parametrize("pattern", ["*.json", "new/**/*.yml", "missing.yml"])
def test_what_a_file_that_is_added_would_match_is_not_misread(tmp_path: Path, pattern: str) -> None:
    assert misread(folder(tmp_path, "a.yml"), pattern) is None
    assert instead(tmp_path, pattern)


@pytest.mark.parametrize("pattern", ["!*.yml", "*.{yml,yaml}", "*.json, a.yml"])
def test_what_is_misread_has_the_same_hint_wherever_it_is_told(tmp_path: Path, pattern: str) -> None:
    hint = misread(folder(tmp_path, "a.yml"), pattern)
    assert hint
    assert instead(tmp_path, pattern) == hint
