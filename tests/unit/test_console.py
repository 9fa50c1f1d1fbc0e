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
            Annotation(Level.ERROR, "Archived", "It is\narchived.", Place("a.yml", 3, 5)),
            Annotation(Level.WARNING, "Odd", "Look."),
        ]
    )
    captured = capsys.readouterr()
    assert captured.err == "a.yml:3:5: error: Archived: It is\\narchived.\nwarning: Odd: Look.\n"
    assert not captured.out
