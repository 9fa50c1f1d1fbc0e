from __future__ import annotations

import pytest

from harness.command import Command, parse_command


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("::error::it broke", Command("error", {}, "it broke")),
        ("  \u00a0\u2003::ERROR::it broke", Command("error", {}, "it broke")),
        (
            "::error file=a%2Cb.yml,Line=3,title=x%3Ay%250A::one%0Atwo",
            Command("error", {"file": "a,b.yml", "line": "3", "title": "x:y%0A"}, "one\ntwo"),
        ),
        ("::error file=,line=3::x", Command("error", {"line": "3"}, "x")),
        ("::notice title=a=b::x", Command("notice", {"title": "a=b"}, "x")),
        ("text ##[error]it broke", Command("error", {}, "it broke")),
        ("##[error file=a%3Bb;line=3]%5D%0A", Command("error", {"file": "a;b", "line": "3"}, "]\n")),
        ("::unknown:: ##[group]title", Command("group", {}, "title")),
    ],
)
def test_commands_are_found(line: str, command: Command) -> None:
    assert parse_command(line) == command


@pytest.mark.parametrize(
    "line",
    [
        "text ::error::not at the start",
        "\u200b::error::a zero-width space is no space",
        "\x1c::error::nor is a file separator",
        "::error no second separator",
        "::errors::not a command of the runner",
        "##[errors]nor this",
        "##[error no bracket",
        "##[section] the first bracket decides ##[error]",
        "# #[error]",
        "",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert parse_command(line) is None
