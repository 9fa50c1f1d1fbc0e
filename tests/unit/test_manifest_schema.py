"""The JSON Schema for editors, held equal to the reader.

What JSON Schema cannot say, and only the reader tells: the same item twice for one locale unless both entries are
equal; keys that stand twice, tags, merge keys and other matters of YAML; sizes of files; spellings of the number 1.

Where the input `allow-empty` is set, the reader takes empty lists. The schema does not: an editor knows no inputs, and
an empty list that somebody types is a mistake in all workflows but few, whose manifests programs write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.manifest.identifier import Kind

TEXT = files("webflow_publish.manifest").joinpath("schema.json").read_text(encoding="utf-8")
SCHEMA = json.loads(TEXT)

A = "580e63fc8c9a982ac9b8b745"
B = "643fd856d66b6528195ee2ca"
C = "643fd856d66b6528195ee2cb"


# The patterns of JSON Schema are ECMA-262, where `$` is the end only; Python's also matches before a last line break.
VALIDATOR = jsonschema.Draft7Validator(json.loads(re.sub(r'\$",$', r'\\\\Z",', TEXT, flags=re.MULTILINE)))


class Editor(yaml.SafeLoader):
    """Loads YAML as it is written: texts stay texts; only the version is a number, and null is null."""


Editor.yaml_implicit_resolvers = {}
Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])


def loaded(text: str) -> Any:
    document = yaml.load(text, Editor)  # noqa: S506 - a safe loader
    plain = re.search(r"^version: 1$", text, re.MULTILINE)
    if isinstance(document, dict) and document.get("version") == "1" and plain:
        document["version"] = 1
    return document


def accepted(text: str, *, allow_empty: bool = False) -> bool:
    return isinstance(read_manifest([("m.yml", text.encode())], allow_empty=allow_empty), Manifest)


def one(collection: str) -> str:
    return f"version: 1\ncollections: [{collection}]\n"


VALID = [
    one(f"{{id: {A}, items: [{B}]}}"),
    one(f"{{id: {A}, name: Blog, locales: [{B}], items: [{B}, {{id: {C}}}, {{id: {A}, name: x, locales: [{C}]}}]}}"),
    one(f"{{id: {A}, items: [{B}]}}, {{id: {A}, items: [{C}]}}"),
    f"version: 1\nlocales: [{A}, {B}]\ncollections:\n  - id: '{A}'\n    items:\n      - '{'1' * 24}'\n",
    one(f"{{id: {A}, items: [{B}, {{id: {B}, locales: [{C}]}}]}}"),
    one(f"{{id: {A}, items: [{'1' * 24}, 12e456789012345678901234]}}"),
    one(f"{{id: {A}, name: 2024, items: [{B}]}}"),
    one(f"{{id: {A}, name: 'null', items: [{B}]}}"),
    one(f"{{id: {A}, name: {'x' * 200}, items: [{B}]}}"),
    one(f'{{id: {A}, name: "Été 🌞", items: [{B}]}}'),
    one(f"{{id: {A}, items: [{B}]}}") + f"site: {C}\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"site: '{'1' * 24}'\n",
]

INVALID = [
    "",
    "[]",
    "hello",
    "version: 1\n",
    f"collections: [{{id: {A}, items: [{B}]}}]\n",
    "version: 1\ncollections: []\n",
    "version: 1\ncollections:\n",
    "version: 1\ncollections: {}\n",
    one("hello"),
    one(""),
    one(f"{{id: {A}, items: [{B}]}}").replace("1", "2", 1),
    one(f"{{id: {A}, items: [{B}]}}").replace("1", "'1'", 1),
    one(f"{{id: {A}, items: [{B}]}}").replace("1", "one", 1),
    one(f"{{id: {A}, items: [{B}]}}").replace("1", "", 1),
    one(f"{{id: {A}, items: [{B}]}}") + "sites: x\n",
    one(f"{{id: {A}, items: [{B}]}}") + "site: x\n",
    one(f"{{id: {A}, items: [{B}]}}") + "site:\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"site: [{C}]\n",
    one(f"{{id: {A}, site: {C}, items: [{B}]}}"),
    one(f"{{id: {A}, items: [{B}]}}") + "locales: []\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: all\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [fr-CA]\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"locales: [{A}, {A}]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales:\n",
    one(f"{{items: [{B}]}}"),
    one(f"{{id: {A}}}"),
    one(f"{{id: {A}, items: []}}"),
    one(f"{{id: {A}, items: }}"),
    one(f"{{id: {A}, items: {B}}}"),
    one(f"{{id: {A}, items: [{B}, {B}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}}}, {{id: {B}}}]}}"),
    one(f"{{id: {A}, items: [hello-world]}}"),
    one(f"{{id: {A}, items: [{B[1:]}]}}"),
    one(f"{{id: {A}, items: [{B.upper()}]}}"),
    one(f'{{id: {A}, items: ["{B}\\n"]}}'),
    one(f"{{id: {A}, items: [[{B}]]}}"),
    one(f"{{id: {A}, items: [~]}}"),
    one(f"{{id: {A}, items: [{{name: x}}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}, slug: x}}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}, locales: []}}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}, name: }}]}}"),
    one(f"{{id: blog, items: [{B}]}}"),
    one(f"{{id: , items: [{B}]}}"),
    one(f"{{id: {A}, name: '', items: [{B}]}}"),
    one(f"{{id: {A}, name: '  ', items: [{B}]}}"),
    one(f"{{id: {A}, name: [], items: [{B}]}}"),
    one(f"{{id: {A}, name: ~, items: [{B}]}}"),
    one(f"{{id: {A}, name: {'x' * 201}, items: [{B}]}}"),
    one(f'{{id: {A}, name: "x\\n", items: [{B}]}}'),
    one(f'{{id: {A}, name: "x\\e[0m", items: [{B}]}}'),
    one(f'{{id: {A}, name: "x\\u2028", items: [{B}]}}'),
]

ONLY_THE_READER_TELLS = [
    one(f"{{id: {A}, items: [{B}, {{id: {B}}}]}}"),
    one(f"{{id: {A}, items: [{B}]}}, {{id: {A}, items: [{B}, {C}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}, locales: [{A}, {C}]}}, {{id: {B}, locales: [{C}]}}]}}"),
    one(f"{{id: {A}, items: [{B}], items: [{C}]}}"),
    one(f"{{id: {A}, items: [!!str {B}]}}"),
]


ONLY_ALLOWED_BY_AN_INPUT = [
    "version: 1\ncollections: []\n",
    one(f"{{id: {A}, items: []}}"),
]


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", VALID)
def test_reader_and_schema_take_what_is_right(text: str) -> None:
    assert accepted(text)
    assert VALIDATOR.is_valid(loaded(text))


@pytest.mark.parametrize("text", INVALID)
def test_reader_and_schema_refuse_what_is_wrong(text: str) -> None:
    assert not accepted(text)
    assert not VALIDATOR.is_valid(loaded(text))


@pytest.mark.parametrize("text", ONLY_THE_READER_TELLS)
def test_what_json_schema_cannot_say_is_known(text: str) -> None:
    assert not accepted(text)
    assert VALIDATOR.is_valid(loaded(text))


@pytest.mark.parametrize("text", ONLY_ALLOWED_BY_AN_INPUT)
def test_what_an_input_allows_is_still_told_in_an_editor(text: str) -> None:
    assert accepted(text, allow_empty=True)
    assert not accepted(text)
    assert not VALIDATOR.is_valid(loaded(text))


TEXTS = st.sampled_from([A, B, C, A.upper(), B[1:], "blog", "", " ", "null", "1", "x\n", "x" * 201])
NAMES: st.SearchStrategy[Any] = TEXTS | st.none() | st.just([])
LOCALES = st.lists(st.sampled_from([A, B, C, "fr"]), max_size=3) | st.none() | st.just("all")


def some(required: dict[str, Any], **optional: Any) -> Any:
    return st.fixed_dictionaries(required, optional=optional)


ITEMS = TEXTS | st.none() | some({"id": st.sampled_from([A, B, C])}, name=NAMES, locales=LOCALES, slug=TEXTS)
IN_LIST = st.lists(ITEMS, max_size=3) | st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=3) | st.none()
COLLECTIONS = some({"items": IN_LIST}, id=TEXTS, name=NAMES, locales=LOCALES) | some(
    {"id": st.sampled_from([A, B, C]), "items": IN_LIST}
)
MANIFESTS = some(
    {"collections": st.lists(COLLECTIONS, max_size=2) | st.none()},
    version=st.sampled_from([1, 1, 1, 2, "1"]),
    site=TEXTS,
    locales=LOCALES,
)


def repeats(document: dict[str, Any]) -> bool:
    """Whether an item stands twice for a locale: the one thing generated here that JSON Schema cannot say."""
    seen: set[tuple[str, str, str | None]] = set()
    for collection in document["collections"] or []:
        for entry in collection["items"] or []:
            item = entry if isinstance(entry, dict) else {"id": entry}
            nearest = [level["locales"] for level in (item, collection, document) if "locales" in level]
            for locale in (nearest or [[None]])[0] or []:
                key = (collection.get("id", ""), item["id"], locale)
                if key in seen:
                    return True
                seen.add(key)
    return False


def test_patterns_end_at_the_end_for_the_validator_here() -> None:
    assert TEXT.count('$",\n') == json.dumps(VALIDATOR.schema).count("Z") - TEXT.count("Z") == 2


@given(MANIFESTS)
@example({"version": 1, "collections": [{"id": A, "items": [B, {"id": B}]}]})
@example({"version": 1, "collections": [{"id": A, "items": [B, C]}]})
def test_reader_and_schema_agree_on_any_manifest(document: dict[str, Any]) -> None:
    text = yaml.dump(document)
    valid = VALIDATOR.is_valid(document)
    if repeats(document):
        assert not accepted(text)
    else:
        assert accepted(text) == valid


def described(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of the manifest with the schema that an editor shows for it."""
    for key, value in schema.get("properties", {}).items():
        shown = SCHEMA["definitions"][value["$ref"].rsplit("/", 1)[1]] if "$ref" in value else value
        yield f"{path}/{key}", shown
    for part in schema.get("anyOf", []):
        yield from described(part, path)
    for name, definition in schema.get("definitions", {}).items():
        yield from described(definition, name)


@pytest.mark.parametrize(("path", "schema"), list(described(SCHEMA)))
def test_every_key_has_title_description_and_a_right_example(path: str, schema: dict[str, Any]) -> None:
    assert schema["title"], path
    assert schema["description"].endswith("."), path
    whole = {**schema, "definitions": SCHEMA["definitions"]}
    for value in schema["examples"]:
        jsonschema.Draft7Validator(whole).validate(value)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (Kind.SITE, SCHEMA["properties"]["site"]),
        (Kind.COLLECTION, SCHEMA["definitions"]["collection"]["properties"]["id"]),
        (Kind.ITEM, SCHEMA["definitions"]["item"]["anyOf"][0]),
        (Kind.ITEM, SCHEMA["definitions"]["item"]["anyOf"][1]["properties"]["id"]),
        (Kind.LOCALE, SCHEMA["definitions"]["locales"]),
    ],
)
def test_an_editor_is_told_the_same_place_of_an_id_as_a_user_of_the_reader(kind: Kind, place: dict[str, Any]) -> None:
    (request,) = re.findall(r"`GET [^`]+`", kind.source)
    assert request in place["description"]
    assert ("settings" in kind.source) == ("settings" in place["description"])


def test_the_schema_is_published_where_it_says() -> None:
    assert SCHEMA["$id"] == (
        "https://raw.githubusercontent.com/webflow-publish/webflow-publish/main/src/webflow_publish/manifest/schema.json"
    )
