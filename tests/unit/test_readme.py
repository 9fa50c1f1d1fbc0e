from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from webflow_publish.inputs import INPUTS, MAXIMUM_MINUTES
from webflow_publish.lookout import MOST_UNCHANGED
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.outcome import Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report import OUTPUTS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
BLOCKS = re.findall(r"^( *)```yaml\n(.*?)^ *```$", README, re.MULTILINE | re.DOTALL)


def table(first: str) -> list[list[str]]:
    """The rows of the table whose head begins with a word, each cell without its backticks."""
    _, _, rest = README.partition(f"\n| {first} |")
    lines = rest.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


def properties(schema: Any) -> Iterator[str]:
    """The names of all properties of a JSON Schema, at every level."""
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from properties(value)


def test_the_promise_stands_with_its_exceptions() -> None:
    promise = " ".join(README.partition("**A green publish means")[2].partition("\n- ")[0].split())
    for exception in ("`cms:read`", "`verify: false`", "`only`", "`retry-from`", f"{MOST_UNCHANGED:,} items"):
        assert exception in promise


def test_what_is_called_success_may_rest_on_what_webflow_says() -> None:
    words = "or, where nothing could be read back, published as Webflow says"
    [success] = [row[2] for row in table("`outcome` | exit code") if row[0] == "success"]
    [published] = [row[1] for row in table("output") if row[0] == "published-ids"]
    assert all(words in each for each in (success, published, ACTION["outputs"]["published-ids"]["description"]))


def test_the_inputs_are_those_of_the_program() -> None:
    assert [(row[0], row[1]) for row in table("input")] == [(each.name, each.default) for each in INPUTS]


def test_the_outputs_are_those_of_the_program_and_of_the_action() -> None:
    names = [row[0] for row in table("output")]
    assert names == list(OUTPUTS)
    assert names == list(ACTION["outputs"])


def test_the_outcomes_have_their_exit_codes() -> None:
    assert [(row[0], row[1]) for row in table("`outcome` | exit code")] == [
        (each.value, str(each.exit_code)) for each in Verdict
    ]


def test_how_long_a_run_may_take_is_told_with_its_limit() -> None:
    [told] = [row[2] for row in table("input") if row[0] == "timeout-minutes"]
    for words in (told, ACTION["inputs"]["timeout-minutes"]["description"]):
        assert f"at most {MAXIMUM_MINUTES:.0f}" in words
        assert "fractions" in words


def test_the_action_names_every_outcome() -> None:
    described = ACTION["outputs"]["outcome"]["description"]
    assert re.findall(r"`([\w-]+)`", described) == list(Verdict)


def test_every_reason_is_explained() -> None:
    assert [row[0] for row in table("reason")] == list(Reason)


def test_every_status_is_explained() -> None:
    assert all(f"`{status}`" in README for status in Status)


def test_the_keys_of_the_manifest_are_those_of_its_schema() -> None:
    schema = json.loads((ROOT / "src/webflow_publish/manifest/schema.json").read_text("utf-8"))
    assert {row[0] for row in table("key")} == set(properties(schema))


def test_the_workflows_are_those_that_are_linted() -> None:
    workflows = [textwrap.dedent(text) for _, text in BLOCKS if "runs-on" in text]
    names = re.findall(r"<!-- (examples/workflows/.+) -->", README)
    assert names == ["examples/workflows/publish.yml", "examples/workflows/plan.yml"]
    assert workflows == [(ROOT / name).read_text("utf-8") for name in names]


@pytest.mark.parametrize("page", [README, *(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))])
def test_the_actions_of_others_are_pinned_to_a_commit(page: str) -> None:
    used = re.findall(r"uses: (\S+)", page)
    others = [each for each in used if not each.startswith("webflow-publish/")]
    assert [each for each in others if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each)] == []


def test_the_manifests_are_valid() -> None:
    manifests = [textwrap.dedent(text) for _, text in BLOCKS if "version: 1" in text]
    assert len(manifests) == 2
    for text in manifests:
        assert isinstance(read_manifest([("README.md", text.encode())]), Manifest)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:|#)([^)]+)\)", README))))
def test_what_it_links_is_there(target: str) -> None:
    file, _, anchor = target.partition("#")
    assert (ROOT / file).exists()
    if anchor:
        headings = re.findall(r"^#+ (.+)$", (ROOT / file).read_text("utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_sentence_about_the_example_is_what_the_program_says() -> None:
    manifest = read_manifest([("m", (ROOT / "examples/webflow-publish.yml").read_bytes())])
    assert f"The manifest is valid: {manifest}." in README
