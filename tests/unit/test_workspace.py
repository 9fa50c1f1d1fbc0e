from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_publish.problem import Problem
from webflow_publish.workspace import Workspace

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def workspace(root: Path, *files: str) -> Workspace:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return Workspace(root)


def found(space: Workspace, *patterns: str) -> list[str]:
    paths, problems = space.find(patterns)
    assert problems == ()
    return [space.name(path) for path in paths]


def told(space: Workspace, *patterns: str) -> list[tuple[str, str]]:
    paths, problems = space.find(patterns)
    assert paths == ()
    return [(problem.message, problem.hint) for problem in problems]


def refused(space: Workspace, path: str) -> str:
    outcome = space.inside(path)
    assert isinstance(outcome, Problem), outcome
    return outcome.message


def test_paths_are_found_relative_to_the_root(tmp_path: Path) -> None:
    assert found(workspace(tmp_path, "a.yml", "content/b.yml"), "a.yml", "./content/b.yml") == [
        "a.yml",
        "content/b.yml",
    ]


def test_files_are_sorted_and_stand_once(tmp_path: Path) -> None:
    assert found(workspace(tmp_path, "b.yml", "a.yml", "c.yml"), "c.yml", "*.yml", "b.yml") == [
        "a.yml",
        "b.yml",
        "c.yml",
    ]


def test_an_absolute_path_inside_is_found(tmp_path: Path) -> None:
    assert found(workspace(tmp_path, "a.yml"), str(tmp_path / "a.yml"), f"{tmp_path}/*.yml") == ["a.yml"]


def test_a_file_that_is_named_like_a_glob_is_found_by_its_name(tmp_path: Path) -> None:
    assert found(workspace(tmp_path, "[a].yml", "a.yml"), "[a].yml") == ["[a].yml"]


def test_a_link_to_a_file_counts_as_that_file(tmp_path: Path) -> None:
    space = workspace(tmp_path, "real/a.yml")
    (tmp_path / "link.yml").symlink_to("real/a.yml")
    assert found(space, "**/*.yml", "link.yml") == ["real/a.yml"]


def test_a_missing_file_is_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    space = workspace(tmp_path, "webflow-publish.yaml", "content/blog.yml")
    assert told(space, "webflow-publish.yml", "content/blgo.yml") == [
        ("There is no file `webflow-publish.yml`.", "Did you mean `webflow-publish.yaml`?"),
        ("There is no file `content/blgo.yml`.", "Did you mean `content/blog.yml`?"),
    ]


def test_a_list_on_one_line_publishes_no_part_of_it(tmp_path: Path) -> None:
    space = workspace(tmp_path, "content/a.yml", "content/b.yaml")
    assert told(space, "content/a.yml,content/b.yaml") == [
        ("There is no file `content/a.yml,content/b.yaml`.", "Write one path a line.")
    ]


def test_a_missing_file_that_is_like_no_other_is_told(tmp_path: Path) -> None:
    assert told(workspace(tmp_path, "LICENSE"), "a.yml", "LICENSE/webflow/a.yml") == [
        (
            "There is no file `a.yml`.",
            "Paths are relative to the root of the repository; on the command line, to the current folder.",
        ),
        (
            "There is no file `LICENSE/webflow/a.yml`.",
            "Paths are relative to the root of the repository; on the command line, to the current folder.",
        ),
    ]


def test_in_an_empty_workspace_the_checkout_is_missing(tmp_path: Path) -> None:
    hint = "The workspace is empty. Run `actions/checkout` in a step before this one."
    assert told(workspace(tmp_path), "a.yml", "*.yml") == [
        ("There is no file `a.yml`.", hint),
        ("No file matches `*.yml`.", hint),
    ]


def test_a_glob_that_matches_no_file_is_told(tmp_path: Path) -> None:
    assert [message for message, _ in told(workspace(tmp_path, "a/b.txt"), "*", "**/*.yml")] == [
        "No file matches `*`.",
        "No file matches `**/*.yml`.",
    ]


def test_a_glob_may_match_no_file_where_that_is_allowed(tmp_path: Path) -> None:
    space = workspace(tmp_path, "a/b.txt", "c.yml")
    assert space.find(["a/*.yml", "new/**/*.yml"], allow_empty=True) == ((), ())
    assert space.find(["a/*.yml", "*.yml"], allow_empty=True) == ((space.root / "c.yml",), ())


@pytest.mark.parametrize(
    "pattern", ["b.yml", "a", "../*.yml", "!*.yml", "*.{yml,yaml}", "*.yaml c.yml", "*.yaml,c.yml", "c.yml/*\0"]
)
def test_what_can_never_match_a_file_is_told_all_the_same(tmp_path: Path, pattern: str) -> None:
    paths, problems = workspace(tmp_path, "a/b.txt", "c.yml").find([pattern], allow_empty=True)
    assert paths == ()
    assert len(problems) == 1


def test_an_empty_workspace_is_no_empty_manifest(tmp_path: Path) -> None:
    _, (problem,) = workspace(tmp_path).find(["*.yml"], allow_empty=True)
    assert "actions/checkout" in problem.hint


def test_a_folder_is_told_with_the_glob_for_its_files(tmp_path: Path) -> None:
    space = workspace(tmp_path, "content/a.yml")
    assert told(space, "content", "content/", "*/..") == [
        ("`content` is a folder.", "For the files in it, write `content/*.yml`."),
        ("`content/` is a folder.", "For the files in it, write `content/*.yml`."),
        ("`*/..` is a folder.", "For the files in it, write `*/../**/*.yml`."),
    ]


@pytest.mark.parametrize("pattern", ["../a.yml", "x/../../a.yml", "../*.yml", "x/../../*.yml", "/etc/passwd", "/etc/*"])
def test_a_path_that_leads_out_is_told(tmp_path: Path, pattern: str) -> None:
    workspace(tmp_path, "a.yml")
    (tmp_path / "root").mkdir()
    assert [message for message, _ in told(Workspace(tmp_path / "root"), pattern)] == [
        f"The path `{pattern}` leads out of the workspace."
    ]


@pytest.mark.parametrize("pattern", ["link.yml", "*.yml", "folder/a.yml", "folder/*.yml"])
def test_a_link_that_leads_out_is_told(tmp_path: Path, pattern: str) -> None:
    workspace(tmp_path, "a.yml")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.yml").symlink_to("../a.yml")
    (root / "folder").symlink_to("..")
    ((message, _),) = told(Workspace(root), pattern)
    assert message.endswith("leads out of the workspace.")


def test_a_glob_is_outside_where_its_text_leads_out_even_if_a_link_leads_back_in(tmp_path: Path) -> None:
    space = workspace(tmp_path, "x/y/a.yml")
    (tmp_path / "link").symlink_to("x/y")
    assert [message for message, _ in told(space, "link/../../*.yml")] == [
        "The path `link/../../*.yml` leads out of the workspace."
    ]


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yml").symlink_to("gone.yml")
    assert [message for message, _ in told(Workspace(tmp_path), "*.yml")] == ["There is no file `a.yml`."]


def test_what_is_no_regular_file_is_told_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yml")
    assert told(Workspace(tmp_path), "*.yml") == [
        ("`a.yml` is no regular file.", "Name a file that can be read as a whole.")
    ]


def test_a_name_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yml")).write_text("")
    assert told(Workspace(tmp_path), "*.yml") == [
        (r"The name of the file `\udcff.yml` is not UTF-8.", "Rename the file.")
    ]


@pytest.mark.parametrize("pattern", ["", "  ", "a\0b", "*\0", "x" * 5000, "x" * 300, "\ud800"])
def test_a_path_that_no_file_can_have_is_told(tmp_path: Path, pattern: str) -> None:
    assert len(told(workspace(tmp_path, "a.yml"), pattern)) == 1
    assert refused(Workspace(tmp_path), pattern)


@pytest.mark.parametrize("path", ["content/blog.yml", "./content/../content/blog.yml", "LICENSE"])
def test_a_file_inside_is_found_by_its_path(tmp_path: Path, path: str) -> None:
    space = workspace(tmp_path, "content/blog.yml", "LICENSE")
    file = space.file(path)
    assert file is not None
    assert space.name(file) == path.removeprefix("./content/../")


@pytest.mark.parametrize(
    "path",
    ["", " ", "gone.yml", "content", "*.yml", "../a.yml", "/etc/passwd", "LICENSE/a", "a\0b", "\ud800", "x" * 5000],
)
def test_what_is_no_file_inside_is_none(tmp_path: Path, path: str) -> None:
    assert workspace(tmp_path, "content/blog.yml", "LICENSE").file(path) is None


def test_what_cannot_be_named_or_read_as_a_whole_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "out").symlink_to("/etc/passwd")
    (tmp_path / "\udcff").write_text("")
    assert [Workspace(tmp_path).file(path) for path in ("pipe", "out", "\udcff")] == [None] * 3


def test_a_file_may_be_written_in_folders_that_do_not_exist_yet(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    target = space.inside("reports/today/report.json")
    assert isinstance(target, Path)
    space.write(target, [b"{", b"}"])
    assert (tmp_path / "reports" / "today" / "report.json").read_bytes() == b"{}"
    assert space.name(target) == "reports/today/report.json"


def test_a_file_that_is_written_replaces_the_old_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    space = workspace(tmp_path, "report.json")
    target = space.inside("report.json")
    assert isinstance(target, Path)
    space.write(target, [b"new"])
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.json", b"new")]


def test_a_file_that_is_written_can_be_read_by_others_as_the_umask_has_it(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        Workspace(tmp_path).write(tmp_path / "report.json", [b"{}"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.json").stat().st_mode) == 0o644


def test_a_file_of_which_a_piece_cannot_be_made_stays_as_it_was(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise ZeroDivisionError

    space = workspace(tmp_path, "report.json")
    with pytest.raises(ZeroDivisionError):
        space.write(tmp_path / "report.json", pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.json", b"report.json")]


def test_a_file_that_cannot_be_written_raises_and_leaves_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path, "folder/a.txt")
    with pytest.raises(OSError, match="directory"):
        space.write(tmp_path / "folder", [b"{}"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "folder"]


@AS_ROOT
def test_as_root_the_file_and_its_folders_get_the_owner_of_the_workspace(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 4321)
    space = workspace(tmp_path)
    space.write(tmp_path / "reports" / "today" / "report.json", [b"{}"])
    owners = {path.name: (path.stat().st_uid, path.stat().st_gid) for path in tmp_path.rglob("*")}
    assert owners == dict.fromkeys(("reports", "today", "report.json"), (1234, 4321))


@AS_ROOT
def test_as_root_a_folder_that_was_there_keeps_its_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, 1234, 4321)
    (tmp_path / "reports").mkdir()
    Workspace(tmp_path).write(tmp_path / "reports" / "report.json", [b"{}"])
    assert (tmp_path / "reports").stat().st_uid == 0


def test_a_file_to_be_written_may_not_lead_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    (root / "dangling.json").symlink_to(tmp_path / "new.json")
    for path in ("../report.json", "/tmp/report.json", "link/report.json", "dangling.json", "a/../../report.json"):  # noqa: S108 - a path that is refused
        assert refused(Workspace(root), path) == f"The path `{path}` leads out of the workspace."


def test_a_file_to_be_written_may_not_be_a_folder(tmp_path: Path) -> None:
    space = workspace(tmp_path, "reports/a.json")
    for path in ("reports", "reports/", "new/", "."):
        assert refused(space, path) == f"`{path}` is a folder, and a file is to be written."


def test_a_file_to_be_written_may_not_lie_in_a_file(tmp_path: Path) -> None:
    assert (
        refused(workspace(tmp_path, "a.json"), "a.json/b/c.json")
        == "`a.json/b/c.json` cannot be written: `a.json` is a file, not a folder."
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from(list("ab*?[]!./\\~ \0\n\ud800é")), max_size=12))
def test_any_text_is_a_path_or_a_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").mkdir(exist_ok=True)
    (tmp_path / "a" / "b").write_text("")
    space = Workspace(tmp_path)
    paths, problems = space.find([text])
    assert paths or problems
    assert isinstance(space.inside(text), Path | Problem)


@pytest.mark.parametrize("path", [".git/config", "sub/.git/hooks/pre-commit"])
def test_nothing_is_written_into_the_folder_of_git(tmp_path: Path, path: str) -> None:
    space = workspace(tmp_path, ".git/config", "sub/.git/HEAD")
    assert "the folder of git itself" in refused(space, path)


def test_what_a_link_to_a_folder_outside_leads_to_is_not_even_named(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yml").write_text("x")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "outside")
    ((message, _),) = told(Workspace(tmp_path / "root"), "*/*.yml")
    assert message == "No file matches `*/*.yml`."
