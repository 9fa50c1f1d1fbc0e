from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.bakery import ENGLISH, FRENCH, POSTS, SITE, TOKEN
from harness.pseudoterminal import piped, typed
from harness.screen import escapes, shown
from harness.service import serving
from webflow_publish.clock import SystemClock
from webflow_publish.init.draft import SCHEMA_LINE
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.sandbox import Sandbox

HOSTILE = r"[bold]Evil[/bold] [link=https://evil.example]x[/link] \e]0;title\a \e[2J \x9b31m :smile: ##[error]x"
SEED = f"""\
tokens: [{{token: {TOKEN}}}]
sites:
  - id: {SITE}
    name: "{HOSTILE}"
    short-name: evil
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA}}]
    collections:
      - id: {POSTS}
        name: "{HOSTILE}"
        slug: posts
        items:
          - {{first-id: 64b200000000000000000000, count: 250, name: "{HOSTILE} {{number}}", slug: "post-{{number}}"}}
          - {{id: 64b2000000000000000001f0, name: "{HOSTILE}", slug: old, state: archived}}
"""
MANIFEST = "".join(
    [
        f'version: 1\ncollections:\n  - id: {POSTS}\n    name: "[bold]Posts[/bold]"\n    items:\n',
        *(f"      - 64b2000000000000{number:08x}\n" for number in range(250)),
        '      - {id: 64b2000000000000000001f0, name: "[red]Old[/red]"}\n',
    ]
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with serving(SEED, SystemClock()) as served:
        yield served


@pytest.fixture
def options(sandbox: Sandbox, tmp_path: Path) -> list[str]:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST, "utf-8")
    return ["--api-url", sandbox.url]


VARIABLES = {"WEBFLOW_TOKEN": TOKEN}


def test_init_shows_a_bar_and_colour_and_nothing_that_others_wrote_becomes_more_than_text(
    options: list[str], tmp_path: Path
) -> None:
    code, sent = typed(tmp_path, "init", "--output", "new.yml", *options, variables=VARIABLES)
    assert code == 0
    assert "\x1b[32mWrote new.yml: 250 items in 1 collection." in sent
    assert "of 251" in shown(sent)
    assert "\x1b[?25h" in sent  # the cursor is there again
    assert escapes(sent) == []
    text = (tmp_path / "new.yml").read_text("utf-8")
    assert r"# [bold]Evil[/bold] [link=https://evil.example]x[/link] \x1b]0;title\x07" in text
    assert isinstance(read_manifest([("new.yml", text.encode())]), Manifest)


def test_a_publish_shows_bars_and_its_errors_in_red(options: list[str], tmp_path: Path) -> None:
    code, sent = typed(tmp_path, "publish", *options, variables=VARIABLES)
    assert code == 1
    for what in ("Looking up", "Publishing", "Reading back"):
        assert what in shown(sent)
    assert "\x1b[1;31merror: \x1b[0m[red]Old[/red]" in sent
    assert sent.rstrip().splitlines()[-1].startswith("\x1b[1;31m")
    assert escapes(sent) == []


def test_doctor_has_marks_in_colour(options: list[str], tmp_path: Path) -> None:
    code, sent = typed(tmp_path, "doctor", *options, variables=VARIABLES)
    assert code == 0
    assert "\x1b[32m✓ Token       Webflow accepts it." in sent
    assert "[bold]Evil[/bold] [link=https://evil.example]x[/link]" in sent
    assert escapes(sent) == []


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"GITHUB_ACTIONS": "true"}])
def test_where_no_colour_is_wanted_there_is_none_in_a_terminal_either(
    options: list[str], tmp_path: Path, variables: dict[str, str]
) -> None:
    for command in ("doctor", "plan"):
        _, sent = typed(tmp_path, command, *options, variables={**VARIABLES, **variables})
        assert "\x1b" not in sent


def test_through_a_pipe_it_says_the_same_in_plain_lines(options: list[str], tmp_path: Path) -> None:
    plain = piped(tmp_path, "doctor", *options, variables=VARIABLES)
    _, sent = typed(tmp_path, "doctor", *options, variables=VARIABLES)
    assert plain.stdout == shown(sent)
    assert plain.stderr == ""


def test_a_manifest_that_goes_through_a_pipe_is_all_that_does(options: list[str], tmp_path: Path) -> None:
    with (tmp_path / "piped.yml").open("wb") as file:
        code, sent = typed(tmp_path, "init", "--output", "-", *options, variables=VARIABLES, stdout=file.fileno())
    written = (tmp_path / "piped.yml").read_bytes()
    assert code == 0
    assert written.startswith(SCHEMA_LINE.encode())
    assert isinstance(read_manifest([("piped.yml", written)]), Manifest)
    assert "250 items in 1 collection." in shown(sent)


def test_a_pipe_that_nobody_reads_is_told(options: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        code, sent = typed(tmp_path, "init", "--output", "-", *options, variables=VARIABLES, stdout=full.fileno())
    assert code == 1
    assert f"`-` cannot be written: {os.strerror(28)}." in shown(sent)
    assert "Traceback" not in sent
