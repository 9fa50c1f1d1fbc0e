from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from harness.screen import Screen
from webflow_publish.colour import ColourTerminal
from webflow_publish.console import Annotation, Level, Terminal, Tone, terminal
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


def test_a_terminal_of_plain_lines_has_no_tone_and_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().line("It is so.", Tone.BAD)
    assert not Terminal().progress("Looking up", 1, 2)
    Terminal().end_progress()
    assert capsys.readouterr().out == "It is so.\n"


def test_aside_its_lines_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(is_aside=True).line("It is so.")
    assert capsys.readouterr() == ("", "It is so.\n")


XTERM = {"TERM": "xterm"}


class TestTheChoice:
    """In colour, or in plain lines."""

    def test_it_is_in_colour_where_somebody_looks_on(self) -> None:
        with redirect_stdout(Screen()):
            assert isinstance(terminal(XTERM), ColourTerminal)

    @pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_it_is_plain_where_that_is_asked_for(self, environment: dict[str, str]) -> None:
        with redirect_stdout(Screen()):
            assert type(terminal(environment)) is Terminal

    def test_an_empty_no_color_asks_for_nothing(self) -> None:
        with redirect_stdout(Screen()):
            assert isinstance(terminal({"NO_COLOR": ""}), ColourTerminal)

    def test_it_is_plain_where_what_it_writes_goes_into_a_file(self) -> None:
        with redirect_stdout(io.StringIO()):
            assert type(terminal(XTERM)) is Terminal

    def test_what_is_told_aside_depends_on_stderr(self) -> None:
        with redirect_stdout(Screen()), redirect_stderr(io.StringIO()):
            assert type(terminal(XTERM, is_aside=True)) is Terminal
        with redirect_stdout(io.StringIO()), redirect_stderr(Screen()):
            assert isinstance(terminal(XTERM, is_aside=True), ColourTerminal)

    def test_it_is_plain_where_there_is_no_stream_or_a_closed_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdout", None)
        assert type(terminal(XTERM)) is Terminal
        closed = Screen()
        closed.close()
        monkeypatch.setattr(sys, "stdout", closed)
        assert type(terminal(XTERM)) is Terminal

    def test_it_is_plain_where_rich_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "webflow_publish.colour")
        monkeypatch.setitem(sys.modules, "rich.console", None)
        with redirect_stdout(Screen()):
            assert type(terminal(XTERM)) is Terminal
