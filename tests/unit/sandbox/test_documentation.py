from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from harness.clock import FakeClock
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.reason import Reason
from webflow_publish.sandbox import read_seed
from webflow_publish.sandbox.authorization import Authorization
from webflow_publish.sandbox.command import add_options
from webflow_publish.sandbox.endpoint import Endpoints
from webflow_publish.sandbox.fault import Cut, Spoil
from webflow_publish.sandbox.seed import keys
from webflow_publish.sandbox.seed.model import Filter, NeverPublished
from webflow_publish.sandbox.seed.reader import DEFAULT_SCOPES, DEFAULT_TOKEN, SCOPES
from webflow_publish.sandbox.seed.site import FIELD_TYPES
from webflow_publish.sandbox.store import Store
from webflow_publish.sandbox.variant import State

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "sandbox.md").read_text("utf-8")
PROSE = " ".join(TEXT.split())
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SEEDS = [block for block in BLOCKS if "version:" not in block]
MANIFESTS = [block for block in BLOCKS if "version:" in block]


def tables(heading: str) -> list[list[list[str]]]:
    """The tables below a heading, each as its rows of cells, without their heads."""
    section = TEXT.partition(f"\n{heading}\n")[2].partition("\n#")[0]
    found = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    return [[row.strip("|\n").split(" | ") for row in table.splitlines()[2:]] for table in found]


def words(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def documented(heading: str, table: int = 0) -> tuple[str, ...]:
    return tuple(key for row in tables(heading)[table] for key in words(row[0]))


def meaning(heading: str, key: str) -> str:
    return next(row[-1] for row in tables(heading)[0] if key in words(row[0]))


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("### At the top", keys.SEED),
        ("### tokens", keys.TOKEN),
        ("### sites", keys.SITE),
        ("### locales of a site", keys.LOCALES),
        ("### custom-domains", keys.DOMAIN),
        ("### collections", keys.COLLECTION),
        ("### fields", keys.FIELD),
        ("### options of a field", keys.OPTION),
        ("### items", keys.ITEM),
        ("### locales of an item", keys.ITEM_LOCALE),
        ("## Faults", keys.FAULT),
        ("### answer of a fault", keys.ANSWER),
        ("### change of a fault", keys.CHANGE),
    ],
)
def test_a_table_has_the_keys_that_the_reader_knows(heading: str, known: tuple[str, ...]) -> None:
    assert documented(heading) == known


def test_the_second_table_of_locales_has_the_keys_of_one_locale() -> None:
    assert documented("### locales of a site", 1) == keys.LOCALE


def test_each_state_of_an_item_is_explained() -> None:
    assert documented("### items", 1) == tuple(State)


def test_what_a_key_can_be_is_told_in_full() -> None:
    assert words(meaning("### At the top", "filter"))[1:] == tuple(Filter)
    assert words(meaning("### At the top", "never-published")) == tuple(NeverPublished)
    assert words(meaning("## Faults", "cut")) == tuple(Cut)
    assert words(meaning("### change of a fault", "spoil")) == tuple(Spoil)
    assert set(words(meaning("### fields", "type"))) <= FIELD_TYPES


def test_the_default_token_and_its_scopes_are_told() -> None:
    assert words(tables("### At the top")[0][0][1]) == (DEFAULT_TOKEN,)
    scopes = tables("### tokens")[0][2]
    assert words(scopes[1]) == DEFAULT_SCOPES
    assert {*words(scopes[1]), *words(scopes[2])} == set(SCOPES)


@pytest.mark.parametrize("seed", SEEDS)
def test_its_seeds_can_be_read(seed: str) -> None:
    assert read_seed(seed, "docs/sandbox.md").sites


def test_its_example_is_a_seed_with_two_faults_and_a_manifest() -> None:
    assert [len(read_seed(seed, "docs/sandbox.md").faults) for seed in SEEDS] == [0, 0, 2]
    (manifest,) = MANIFESTS
    assert isinstance(read_manifest([("docs/sandbox.md", manifest.encode())]), Manifest)
    assert f"reason `{Reason.NO_ANSWER}`" in PROSE


def test_the_items_of_its_entry_for_many_are_those_that_it_says() -> None:
    variants = read_seed(SEEDS[-1], "docs/sandbox.md").sites[0].collections[0].variants[1:]
    assert [(each.id[-3:], each.staged["name"]) for each in (variants[0], variants[-1])] == [
        ("110", "Post 1"),
        ("123", "Post 20"),
    ]


def test_the_croissant_differs_from_its_live_self_as_it_says() -> None:
    collection = read_seed(SEEDS[1], "docs/sandbox.md").sites[0].collections[0]
    (croissant,) = collection.variants
    live = croissant.live or {}
    small, large = next(field.options for field in collection.fields if field.options)
    assert (live["summary"], live["picture"]) == (None, None)
    assert (croissant.staged["vegan"], live["vegan"]) == (False, True)
    assert croissant.staged["picture"]["alt"] == "A croissant"
    assert (live["size"], croissant.staged["size"]) == (small.id, large.id)
    assert live.keys() - croissant.staged.keys() == {"note"}


def test_every_option_that_it_names_is_one() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    known = set(re.findall(r"--[a-z-]+", parser.format_help())) | {"--manifest", "--api-url"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", TEXT)) <= known


def test_what_it_prints_at_the_start_is_what_the_example_has() -> None:
    (site,) = read_seed((ROOT / "examples/sandbox.yml").read_text("utf-8"), "examples/sandbox.yml").sites
    assert f"Token: {DEFAULT_TOKEN} (scopes: {', '.join(DEFAULT_SCOPES)}; sites: {site.id})" in TEXT
    manifest = read_manifest([("m", (ROOT / "examples/webflow-publish.yml").read_bytes())])
    assert isinstance(manifest, Manifest)
    assert (
        f" of {str(manifest).partition(' in ')[0]}, those that are due and not live yet, and takes one down." in PROSE
    )


def test_the_endpoints_that_it_names_are_those_there_are() -> None:
    paragraph = TEXT.partition("\nEndpoints, below `/v2`: ")[2].partition("\n\n")[0]
    named: list[str] = []
    for method, paths in re.findall(r"(GET|POST|PATCH|DELETE)\s+([^;]+)", paragraph):
        named += [f"{method} {path.replace('…', '/collections/{collection_id}')}" for path in words(paths)]
    store = Store(read_seed(SEEDS[0], "docs/sandbox.md"), FakeClock())
    routes = Endpoints(store, Authorization((), None, store), Filter.HONOURED).routes()
    paths = [f"{each.method} {each.path}".replace("<", "{").replace(">", "_id}") for each in routes]
    assert sorted(named) == sorted(paths)


def test_what_it_links_in_itself_is_there() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    targets = re.findall(r"\]\(#([^)]+)\)", TEXT)
    assert targets
    assert set(targets) <= anchors
