from __future__ import annotations

import pytest

from webflow_publish.console import Annotation, Level, Terminal
from webflow_publish.problem import Place


def test_a_terminal_shows_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    terminal.open_group("Blog posts")
    terminal.line("100 of 100 done\x1b[31m")
    terminal.close_group()
    captured = capsys.readouterr()
    assert captured.out == "Blog posts\n100 of 100 done\\x1b[31m\n"
    assert not captured.err


def test_a_terminal_shows_errors_as_compilers_do(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().annotate(
        [
            Annotation(Level.ERROR, "Archived", "It is\narchived.", "Unarchive it.", Place("a.yml", 3, 5)),
            Annotation(Level.ERROR, "Archived", "So is this.", "Unarchive it.", Place("a.yml", 4, 5)),
            Annotation(Level.WARNING, "Odd", "Look."),
        ]
    )
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        r"a.yml:3:5: error: It is\narchived. Unarchive it.",
        "a.yml:4:5: error: So is this.",
        "warning: Look.",
    ]
    assert not captured.out


def test_a_terminal_leaves_out_notices_because_its_last_line_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().annotate([Annotation(Level.NOTICE, "Plan", "All 3 items would be published.")])
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
