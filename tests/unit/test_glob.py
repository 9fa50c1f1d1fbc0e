from __future__ import annotations

from pathlib import Path

import pytest

from webflow_publish.glob import is_glob, matches


def folder(root: Path, *files: str) -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def found(root: Path, pattern: str) -> list[str]:
    paths = matches(root, pattern)
    assert paths is not None
    return sorted(path.relative_to(root).as_posix() for path in paths)


@pytest.mark.parametrize("pattern", ["*.yml", "a?.yml", "[ab].yml", "**/a.yml"])
def test_a_pattern_with_a_sign_is_a_glob(pattern: str) -> None:
    assert is_glob(pattern)


@pytest.mark.parametrize("pattern", ["", "a.yml", "a/{b,c}.yml", "!a]"])
def test_a_pattern_without_one_is_none(pattern: str) -> None:
    assert not is_glob(pattern)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.yml", ["a.yml"]),
        ("*/*.yml", ["x/b.yml"]),
        ("**/*.yml", ["a.yml", "x/b.yml", "x/y/c.yml"]),
        ("**/**/*.yml", ["a.yml", "x/b.yml", "x/y/c.yml"]),
        ("x/**", ["x/b.yml", "x/y/c.yml", "x/y/d.txt"]),
        ("x/**/?.yml", ["x/b.yml", "x/y/c.yml"]),
        ("**/[cd].*", ["x/y/c.yml", "x/y/d.txt"]),
        ("x/../*.yml", ["a.yml"]),
        (".github/*.yml", [".github/e.yml"]),
        (".*/*", [".github/e.yml"]),
        ("./**/y/*", ["x/y/c.yml", "x/y/d.txt"]),
    ],
)
def test_globs_match_files(tmp_path: Path, pattern: str, names: list[str]) -> None:
    folder(tmp_path, "a.yml", "x/b.yml", "x/y/c.yml", "x/y/d.txt", ".github/e.yml", "x/.f.yml")
    assert found(tmp_path, pattern) == names


def test_links_to_folders_are_not_walked_so_that_a_circle_ends(tmp_path: Path) -> None:
    folder(tmp_path, "x/a.yml")
    for name in "bcde":
        (tmp_path / "x" / name).symlink_to(tmp_path)
    assert found(tmp_path, "**/*.yml") == ["x/a.yml"]


def test_folders_deeper_than_python_can_call_itself_are_walked(tmp_path: Path) -> None:
    folders = [tmp_path / Path(*["d"] * depth) for depth in range(1, 1200)]
    for folder in folders:
        folder.mkdir()
    try:
        assert found(tmp_path, "**/a.yml") == []
    finally:
        for folder in reversed(folders):  # pytest would call itself as often when it clears up
            folder.rmdir()


@pytest.mark.parametrize("pattern", ["../*", "a/../../*", "/*", ".", "*/.."])
def test_a_pattern_that_leads_out_or_names_no_file_is_told(tmp_path: Path, pattern: str) -> None:
    assert matches(tmp_path, pattern) is None


def test_a_folder_that_cannot_be_read_raises_while_the_files_are_asked_for(tmp_path: Path) -> None:
    paths = matches(tmp_path / "gone", "*.yml")
    assert paths is not None
    with pytest.raises(FileNotFoundError):
        next(paths)
