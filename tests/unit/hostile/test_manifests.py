"""Whatever a manifest has in it: it is read as it is written, or every mistake is told at its place in the file."""

from __future__ import annotations

import io
import re
import tempfile
from codecs import BOM_UTF8
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from harness.rendering import rendered
from harness.results import SOURCE
from harness.runner import read_log
from harness.strategies.layout import Entry, Written
from harness.strategies.manifest import mangled, manifests
from harness.strategies.text import file_names, hostile_texts
from webflow_publish.actions import Step
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection, Item, Manifest, load, read_manifest
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Place, Problem
from webflow_publish.report import annotations_of, summary
from webflow_publish.workspace import Workspace

FILE = "webflow-publish.yml"
ANY = mangled() | hostile_texts().map(lambda text: text.encode(errors="surrogatepass")) | st.binary()
MEANT = re.compile(r"(?<![\w`])@\w|(?<!\w)#\d|https?:|www\.|\w@\w|:\w+:|\$\S+\$|&[#\w]+;|[<>]")
"""What GitHub would make something of, outside of code."""


def read(data: bytes, *, allow_empty: bool = False) -> Manifest | tuple[Problem, ...]:
    return read_manifest([(FILE, data)], allow_empty=allow_empty)


def lines_of(data: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", data.removeprefix(BOM_UTF8).decode(errors="replace"))


def entry(item: Item) -> Entry:
    collection_at, at = ((place.line, place.column) for place in (item.collection.place, item.place))
    more = {
        "state": item.wanted.value,
        "publish-at": item.publish_at.text if item.publish_at else None,
        "source": item.source,
    }
    return Entry(
        named(item.collection),
        item.collection.name,
        collection_at,
        named(item),
        item.name,
        item.locales,
        tuple(sorted((key, value) for key, value in more.items() if value)),
        at,
    )


def named(entry: Item | Collection) -> tuple[str, str]:
    assert entry.is_found == (entry.slug is None)
    return ("id", entry.id) if entry.slug is None else ("slug", entry.slug)


def stated(entry: Entry) -> Entry:
    """The same with its state, where that is left to be understood."""
    return replace(entry, more=tuple(sorted({"state": "published", **dict(entry.more)}.items())))


def is_within(place: Place | None, lines: Sequence[str]) -> bool:
    """Whether a place is one of these lines of the file, or right after the end of one."""
    if place is None or place.file != FILE or not 1 <= place.line <= len(lines):
        return False
    return 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(manifests())
def test_what_is_right_is_read_as_it_was_written_and_where(manifest: Written) -> None:
    found = read(manifest.data)
    assert isinstance(found, Manifest), found
    assert tuple(map(entry, found.items)) == tuple(map(stated, manifest.entries))
    assert {item.collection.site for item in found.items} == {manifest.site}


@given(ANY, st.booleans())
def test_any_bytes_are_a_manifest_or_problems_each_at_its_place(data: bytes, allow_empty: bool) -> None:
    found = read(data, allow_empty=allow_empty)
    assert found
    places = [item.place for item in found.items] if isinstance(found, Manifest) else [each.place for each in found]
    lines = lines_of(data)
    assert [place for place in places if not is_within(place, lines)] == []


@given(ANY)
def test_problems_are_told_in_whole_sentences_that_can_be_seen(data: bytes) -> None:
    found = read(data)
    for problem in () if isinstance(found, Manifest) else found:
        for sentence in (problem.message, problem.hint):
            assert sentence.endswith((".", "?"))
            assert sentence.isprintable()


@given(ANY, file_names())
def test_problems_become_rows_and_annotations_and_nothing_else(data: bytes, file: str) -> None:
    found = read_manifest([(file, data)])
    if isinstance(found, Manifest):
        return
    result = Result(Verdict.INVALID, problems=found)
    page = rendered(summary(result, Mode.VALIDATE, SOURCE))
    assert {each.split()[0].strip("/") for each in page.elements} <= {
        *("h1", "table", "thead", "tbody", "tr", "th", "td", "a", "code", "sub", "p")
    }
    assert page.elements.count("tr") == len(found) + 1
    assert page.elements.count("/td") == 3 * len(found)
    assert all(link.startswith("https://github.com/octo-org/website/blob/0123abcd/") for link in page.links)
    assert not MEANT.search("\n".join(page.words))
    with redirect_stdout(io.StringIO()) as out:
        Step().annotate(annotations_of(result))
    assert {command.name for command in read_log(out.getvalue()).commands} <= {"error", "group", "endgroup"}


@given(st.lists(st.tuples(file_names(), ANY), min_size=1, max_size=2, unique_by=lambda file: file[0]))
def test_files_of_any_names_and_any_bytes_are_a_manifest_or_problems_in_these_files(
    files: list[tuple[str, bytes]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        for name, data in files:
            path = workspace.root / name
            try:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                return  # one name is the folder of the other
        paths, unmatched = workspace.find([name for name, _ in files])
        found = load(workspace, paths, unmatched)
        assert unmatched == ()
        if isinstance(found, Manifest):
            assert set(found.files) == {name for name, _ in files}
        else:
            assert {each.place.file for each in found if each.place} <= {name for name, _ in files}
            assert all(each.place for each in found)
