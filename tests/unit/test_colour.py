from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.screen import Screen, escapes, shown
from webflow_publish.colour import ColourTerminal
from webflow_publish.console import Annotation, Level, Terminal, Tone
from webflow_publish.problem import Place
from webflow_publish.text import plain

ERROR = Annotation(Level.ERROR, "Archived", "It is archived.", "Unarchive it.", Place("a.yml", 3, 5))
HOSTILE = st.one_of(
    st.sampled_from(
        ["[bold]x[/bold]", "[link=https://evil.example]x[/link]", "[/]", "[red]", ":smile:", "\\[x]", "\x1b[31m"]
    ),
    st.sampled_from(
        ["\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\x", "\x9b2J", "a\rb", "a\nb", "\x08", "\u202ex"]
    ),
    st.text(),
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in it that says how a terminal is."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def written(tell: Callable[[Terminal], object], *, is_aside: bool = False) -> tuple[str, str]:
    """What goes to stdout and to stderr, both of them terminals."""
    with redirect_stdout(Screen()) as out, redirect_stderr(Screen()) as errors:
        tell(ColourTerminal(is_aside=is_aside))
    return out.getvalue(), errors.getvalue()


class TestLines:
    @pytest.mark.parametrize(
        ("tone", "colour"), [(Tone.GOOD, "32"), (Tone.BAD, "1;31"), (Tone.DOUBTFUL, "33"), (Tone.ASIDE, "2")]
    )
    def test_a_line_has_the_colour_of_its_tone(self, tone: Tone, colour: str) -> None:
        out, _ = written(lambda terminal: terminal.line("It is so.", tone))
        assert out == f"\x1b[{colour}mIt is so.\x1b[0m\n"

    def test_one_without_a_tone_has_none(self) -> None:
        assert written(lambda terminal: terminal.line("It is so.")) == ("It is so.\n", "")

    def test_a_long_line_is_not_broken(self) -> None:
        text = "word " * 100
        assert written(lambda terminal: terminal.line(text))[0] == f"{text}\n"

    def test_aside_they_go_to_stderr(self) -> None:
        assert written(lambda terminal: terminal.line("It is so."), is_aside=True) == ("", "It is so.\n")


class TestAnnotations:
    def test_place_level_and_hint_differ(self) -> None:
        out, errors = written(lambda terminal: terminal.annotate([ERROR]))
        assert out == ""
        assert errors == (
            "\x1b[1ma.yml:3:5: \x1b[0m\x1b[1;31merror: \x1b[0mIt is archived.\x1b[2m Unarchive it.\x1b[0m\n"
        )

    def test_they_say_the_same_as_without_colour(self) -> None:
        annotations = [ERROR, ERROR, Annotation(Level.WARNING, "Odd", "Look."), Annotation(Level.NOTICE, "x", "y")]
        _, errors = written(lambda terminal: terminal.annotate(annotations))
        with redirect_stderr(Screen()) as usual:
            Terminal().annotate(annotations)
        assert shown(errors) == usual.getvalue()

    def test_where_stderr_is_no_terminal_it_gets_plain_lines(self, capsys: pytest.CaptureFixture[str]) -> None:
        with redirect_stdout(Screen()):
            ColourTerminal().annotate([ERROR])
        assert capsys.readouterr().err == "a.yml:3:5: error: It is archived. Unarchive it.\n"


class TestTheBar:
    def test_it_moves_with_what_is_told_and_is_gone_at_the_end(self) -> None:
        def tell(terminal: Terminal) -> None:
            assert terminal.progress("Looking up", 0, 2000)
            assert terminal.progress("Looking up", 1000, 2000)
            terminal.end_progress()
            terminal.line("Done.")

        out, _ = written(tell)
        assert "Looking up" in out
        assert "1,000 of 2,000" in out
        assert out.index("\x1b[?25l") < out.index("\x1b[?25h")  # the cursor is hidden, and comes back
        _, _, after = out.rpartition("2,000")
        assert "\x1b[2K" in after  # the line that it stood on is empty again
        assert shown(after).endswith("Done.\n")

    def test_a_line_meanwhile_stands_above_it(self) -> None:
        def tell(terminal: Terminal) -> None:
            terminal.progress("Looking up", 1, 2)
            terminal.line("Waiting 5 s.")
            terminal.end_progress()

        assert "Waiting 5 s.\n" in shown(written(tell)[0])

    def test_it_may_become_another_one(self) -> None:
        def tell(terminal: Terminal) -> None:
            terminal.progress("Looking up", 1, 2)
            terminal.progress("Publishing, 1 failed", 7, 9)
            terminal.end_progress()
            terminal.end_progress()

        assert "Publishing, 1 failed" in shown(written(tell)[0])
        assert "7 of 9" in shown(written(tell)[0])


@given(HOSTILE)
@example("[/nothing]")
def test_no_text_becomes_markup_or_an_escape_sequence(text: str) -> None:
    place = Place("a.yml", 1, 1)

    def tell(terminal: Terminal) -> None:
        terminal.open_group(text)
        terminal.line(text, Tone.BAD)
        terminal.annotate([Annotation(Level.ERROR, text, text, text, place)])

    out, errors = written(tell)
    assert escapes(out) == escapes(errors) == []
    assert shown(out) == f"{plain(text)}\n" * 2
    assert len(errors.splitlines()) == 1
    assert plain(text) in shown(errors)


class Closed(Screen):
    """A terminal whose window was closed."""

    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    "tell",
    [
        lambda terminal: terminal.line("x"),
        lambda terminal: terminal.annotate([ERROR]),
        lambda terminal: (terminal.progress("x", 1, 2), terminal.progress("x", 2, 2), terminal.end_progress()),
    ],
)
def test_a_window_that_was_closed_is_no_reason_to_stop(tell: Callable[[Terminal], object]) -> None:
    with redirect_stdout(Closed()), redirect_stderr(Closed()):
        tell(ColourTerminal())  # and nothing is raised
