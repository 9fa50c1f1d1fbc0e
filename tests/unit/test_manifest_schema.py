"""The JSON Schema for editors, held equal to the reader.

What JSON Schema cannot say, and only the reader tells: the same item twice for one locale unless both entries are
equal; one tag twice, in different case; times that have the right form and are none, or none by their zone; files that
are not there; keys that stand twice, tags, merge keys and other matters of YAML; sizes of files; spellings of the
number 1.

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
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind
from webflow_publish.manifest.name import NAMINGS
from webflow_publish.manifest.node import Mapping, Scalar
from webflow_publish.manifest.reference import References
from webflow_publish.problem import Place

TEXT = files("webflow_publish.manifest").joinpath("schema.json").read_text(encoding="utf-8")
SCHEMA = json.loads(TEXT)

A = "580e63fc8c9a982ac9b8b745"
B = "643fd856d66b6528195ee2ca"
C = "643fd856d66b6528195ee2cb"
DATE = "2027-03-01T09:00:00+01:00"


def ending(schema: Any) -> Any:
    """The schema with the patterns of ECMA-262 as Python's: there, `$` also matches before a last line break."""
    if isinstance(schema, list):
        return [ending(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace("$", r"\Z") if key == "pattern" and isinstance(value, str) else ending(value)
        for key, value in schema.items()
    }


VALIDATOR = jsonschema.Draft7Validator(ending(SCHEMA))


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
    one(f"{{id: {A}, items: [{B}]}}") + "site: my-bakery-4ec832\n",
    one("{slug: blog-posts, items: [hello-world, 2024, _draft, 'null', a.b~c, Hello]}"),
    one(f"{{slug: blog, items: [{{slug: hello}}, {{id: {B}}}, {{slug: {C}}}, {{slug: {C[1:]}}}]}}"),
    one(f"{{slug: {A}, items: [{'x' * 256}, {B[:19]}, {B}00000, dead-beef-cafe-face-babe, {B[:15]}-----]}}"),
    one("{slug: blog, locales: [fr, fr-CA, zh-Hant-TW], items: [a]}") + "locales: all\n",
    one(f"{{slug: blog, locales: All, items: [{{slug: a, locales: [ALL]}}, {{slug: b, locales: ['{A}', de]}}]}}"),
    one("{slug: blog, items: [{slug: a, state: published}, {slug: b, state: unpublished}]}"),
    one(
        f"{{slug: blog, items: [{{slug: a, publish-at: '{DATE}'}}, {{slug: b, publish-at: {DATE}, state: published}}]}}"
    ),
    one("{slug: blog, items: [{slug: a, source: a.md}, {slug: b, source: '../content/b c.md'}]}"),
    one(f"{{slug: blog, items: [{{slug: a, source: {'x' * 1000}}}]}}"),
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
    one(f"{{id: {A}, items: [{B}]}}") + "site: my bakery\n",
    one(f"{{id: {A}, items: [{B}]}}") + "site: bakery.webflow.io\n",
    one(f"{{id: {A}, items: [{B}]}}") + "site: bakery-\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"site: {C[1:]}\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"site: {C.upper()}\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"site: {'x' * 257}\n",
    one(f"{{id: {A}, items: [{B}]}}") + "site:\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"site: [{C}]\n",
    one(f"{{id: {A}, site: {C}, items: [{B}]}}"),
    one(f"{{id: {A}, items: [{B}]}}") + "locales: []\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: fr\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [fr_CA]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [f]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [fr, fr]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [all, fr]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [fr, ALL]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [all, all]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales: [[all]]\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"locales: [{A[1:]}]\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"locales: [{A.upper()}]\n",
    one(f"{{id: {A}, items: [{B}]}}") + f"locales: [{A}, {A}]\n",
    one(f"{{id: {A}, items: [{B}]}}") + "locales:\n",
    one(f"{{items: [{B}]}}"),
    one(f"{{id: {A}}}"),
    one(f"{{id: {A}, items: []}}"),
    one(f"{{id: {A}, items: }}"),
    one(f"{{id: {A}, items: {B}}}"),
    one(f"{{id: {A}, items: [{B}, {B}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}}}, {{id: {B}}}]}}"),
    one(f"{{id: {A}, items: [hello world]}}"),
    one(f"{{id: {A}, items: [blog/hello-world]}}"),
    one(f"{{id: {A}, items: [été]}}"),
    one(f"{{id: {A}, items: [-hello]}}"),
    one(f"{{id: {A}, items: ['']}}"),
    one(f'{{id: {A}, items: ["hello\\n"]}}'),
    one(f"{{id: {A}, items: [{'x' * 257}]}}"),
    one(f"{{id: {A}, items: [{B[1:]}]}}"),
    one(f"{{id: {A}, items: [{B[:20]}]}}"),
    one(f"{{id: {A}, items: [{B}0000]}}"),
    one(f"{{id: {A}, items: [post-{B}]}}"),
    one(f"{{id: {A}, items: [{B}-hello-world]}}"),
    one(f"{{id: {A}, items: [{B}-{C}]}}"),
    one(f"{{id: {A}, items: [{B[:20]}----]}}"),
    one(f"{{id: {A}, items: [{B[:16]}-_.~]}}"),
    one(f"{{id: {A}, items: [{'a' * 23}]}}"),
    one(f"{{id: {A}, items: [{B.upper()}]}}"),
    one(f'{{id: {A}, items: ["{B}\\n"]}}'),
    one(f"{{id: {A}, items: [[{B}]]}}"),
    one(f"{{id: {A}, items: [~]}}"),
    one(f"{{id: {A}, items: [{{name: x}}]}}"),
    one(f"{{id: {A}, items: [{{id: {B}, slug: x}}]}}"),
    one(f"{{id: {A}, slug: blog, items: [{B}]}}"),
    one(f"{{id: {A}, items: [{{id: hello}}]}}"),
    one("{slug: Blog posts, items: [hello]}"),
    one("{slug: , items: [hello]}"),
    one("{slug: [], items: [hello]}"),
    one("{slug: blog, items: [hello, hello]}"),
    one("{slug: blog, items: [{slug: a b}]}"),
    one("{slug: blog, items: [{slug: ~}]}"),
    one("{slug: blog, items: [{slug: a, state: live}]}"),
    one("{slug: blog, items: [{slug: a, state: ~}]}"),
    one("{slug: blog, items: [{slug: a, state: []}]}"),
    one("{slug: blog, items: [{slug: a, publish-at: tomorrow}]}"),
    one("{slug: blog, items: [{slug: a, publish-at: ~}]}"),
    one("{slug: blog, items: [{slug: a, publish-at: []}]}"),
    one(f"{{slug: blog, items: [{{slug: a, publish-at: '{DATE}', state: unpublished}}]}}"),
    one("{slug: blog, items: [{slug: a, source: ~}]}"),
    one("{slug: blog, items: [{slug: a, source: ''}]}"),
    one("{slug: blog, items: [{slug: a, source: '  '}]}"),
    one("{slug: blog, items: [{slug: a, source: []}]}"),
    one(f"{{slug: blog, items: [{{slug: a, source: {'x' * 1001}}}]}}"),
    one("{slug: blog, state: unpublished, items: [a]}"),
    one("{slug: blog, source: a.md, items: [a]}"),
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
    one("{slug: blog, locales: [fr, FR], items: [hello]}"),
    one("{slug: blog, items: [{slug: hello, locales: [fr]}, {slug: hello, locales: [FR]}]}"),
    one("{slug: blog, items: [hello, {slug: hello}]}"),
    one("{slug: blog, items: [hello, {slug: hello, locales: all}]}"),
    one("{slug: blog, items: [{slug: a, publish-at: '2027-13-01T09:00:00+01:00'}]}"),
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


TEXTS = st.sampled_from([A, B, C, A.upper(), B[1:], "blog", "", " ", "null", "1", "x\n", "x" * 201, "a b", f"a-{B}"])
NAMES: st.SearchStrategy[Any] = TEXTS | st.none() | st.just([])
ONE_LOCALE = st.sampled_from([A, B, "fr", "de", "fr_CA", "all", "ALL"])
LOCALES = st.lists(ONE_LOCALE, max_size=3) | st.none() | st.sampled_from(["all", "All", "fr"])
MORE = {
    "name": NAMES,
    "locales": LOCALES,
    "state": st.sampled_from(["published", "unpublished", "live", None]),
    "publish-at": st.sampled_from([DATE, "tomorrow", None]),
    "source": st.sampled_from(["a.md", " ", "", None]),
}


def some(required: dict[str, Any], **optional: Any) -> Any:
    return st.fixed_dictionaries(required, optional=optional)


ITEMS = (
    TEXTS
    | st.none()
    | some({"id": st.sampled_from([A, B, C])}, **MORE, slug=TEXTS)
    | some({"slug": st.sampled_from([A, "blog", "a b"])}, **MORE)
)
RIGHT = st.sampled_from([A, B, "hello", "Hello", "2024"])
IN_LIST = st.lists(ITEMS, max_size=3) | st.lists(RIGHT, min_size=1, max_size=3) | st.none()
COLLECTIONS = some({"items": IN_LIST}, id=TEXTS, slug=TEXTS, name=NAMES, locales=LOCALES) | some(
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
    seen: list[tuple[Any, str]] = []
    for collection in document["collections"] or []:
        for entry in collection["items"] or []:
            item = entry if isinstance(entry, dict) else {"id" if entry in {A, B, C} else "slug": entry}
            nearest = [level["locales"] for level in (item, collection, document) if "locales" in level]
            locales = (nearest or [[""]])[0] or []
            key = [(key, each.get(key)) for each in (collection, item) for key in ("id", "slug")]
            for locale in [locales] if isinstance(locales, str) else locales:
                folded = locale.lower()
                if any(key == known and (folded == other or "all" in {folded, other}) for known, other in seen):
                    return True
            seen += [(key, each.lower()) for each in ([locales] if isinstance(locales, str) else locales)]
    return False


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for value in schema.values():
            yield from patterns(value)


def test_patterns_end_at_the_end_for_the_validator_here() -> None:
    assert "$" in "".join(patterns(SCHEMA))
    assert "$" not in "".join(patterns(VALIDATOR.schema))


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
    if kind in {Kind.COLLECTION, Kind.ITEM}:
        assert ("settings" in kind.source) == ("settings" in place["description"])


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (Kind.SITE, SCHEMA["properties"]["site"]),
        (Kind.COLLECTION, SCHEMA["definitions"]["collection"]["properties"]["slug"]),
        (Kind.ITEM, SCHEMA["definitions"]["item"]["anyOf"][0]),
        (Kind.ITEM, SCHEMA["definitions"]["item"]["anyOf"][1]["properties"]["slug"]),
        (Kind.LOCALE, SCHEMA["definitions"]["locales"]),
        (Kind.LOCALE, SCHEMA["definitions"]["locale"]),
    ],
)
def test_an_editor_is_told_the_same_place_of_a_name_as_a_user_of_the_reader(kind: Kind, place: dict[str, Any]) -> None:
    assert NAMINGS[kind].place.partition(", such as")[0] in place["description"]


NEAR = st.text("0123456789abcdefABCDEF", min_size=11, max_size=26) | st.sampled_from(
    [B, "-", "_", "g", "x.y~z", "hello"]
)
NEARLY = st.lists(NEAR, min_size=1, max_size=4).map("".join) | st.text(max_size=30)


@given(NEARLY, st.sampled_from([*Kind]))
def test_reader_and_schema_tell_ids_gone_wrong_from_names_alike(text: str, kind: Kind) -> None:
    findings = Findings("m.yml")
    node = Scalar(text, plain=False, place=Place("m.yml", 1, 1))
    schema = {
        Kind.SITE: {"$ref": "#/definitions/site"},
        Kind.COLLECTION: {"$ref": "#/definitions/slug"},
        Kind.ITEM: {"$ref": "#/definitions/item"},
        Kind.LOCALE: {"$ref": "#/definitions/locale"},
    }[kind]
    references = References(findings)
    if kind is Kind.COLLECTION:
        mapping = Mapping({"slug": node}, {"slug": node.place}, merges=False, place=node.place)
        read = references.keyed(mapping.values, mapping, kind)
    else:
        read = references.either(node, kind)
    validator = jsonschema.Draft7Validator({**schema, "definitions": ending(SCHEMA["definitions"])})
    assert validator.is_valid(text) == (read is not None)


def test_the_schema_is_published_where_it_says() -> None:
    assert SCHEMA["$id"] == (
        "https://raw.githubusercontent.com/webflow-publish/webflow-publish/main/src/webflow_publish/manifest/schema.json"
    )
