"""The mode plan, through HTTP: it changes nothing, and tells what a run would do, and with how many requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.bakery import (
    ENGLISH,
    FRENCH,
    GOOD_PEOPLE,
    GOOD_POSTS,
    INVALID,
    PEOPLE,
    POSTS,
    SEED,
    TOKEN,
    WITH_ERRORS,
    collection_of,
    manifest_of,
    seed_of,
)
from harness.program import Open
from harness.samples import identifier
from webflow_publish.console import Level

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True)
class Scenario:
    """A seed, a manifest, and inputs. `is_asked`: whether a plan of it asks Webflow for anything."""

    name: str
    seed: str = SEED
    manifest: str = GOOD_POSTS
    inputs: Mapping[str, str] = field(default_factory=dict)
    is_asked: bool = True


def faulty(name: str, **fault: Any) -> Scenario:
    return Scenario(name, f"faults: {json.dumps([fault])}\n{SEED}")


EXAMPLE = (EXAMPLES / "sandbox.yml").read_text("utf-8").replace("sandbox-token", TOKEN)
SCENARIOS = [
    Scenario("posts"),
    Scenario("people", manifest=GOOD_PEOPLE),
    Scenario("errors", manifest=WITH_ERRORS),
    Scenario("invalid", manifest=INVALID, is_asked=False),
    Scenario("example", EXAMPLE, (EXAMPLES / "webflow-publish.yml").read_text("utf-8")),
    Scenario("example with errors", EXAMPLE, (EXAMPLES / "with-errors.yml").read_text("utf-8")),
    Scenario("a wrong token", inputs={"token": "another-token"}),
    Scenario("a token that only writes", SEED.replace(f"token: {TOKEN}", f"token: {TOKEN}\n    scopes: [cms:write]")),
    Scenario("a token that may do nothing", SEED.replace(f"token: {TOKEN}", f"token: {TOKEN}\n    scopes: []")),
    Scenario("force", inputs={"force": "true"}),
    Scenario("verify", inputs={"verify": "true"}),
    Scenario("a maximum", inputs={"max-publish": "0"}),
    Scenario("an unlimited maximum", inputs={"max-publish": "100%"}),
    Scenario("a selection", inputs={"only": "Third post"}),
    Scenario("drift", inputs={"fail-on-pending": "true"}),
    Scenario("a filter that is ignored", f"filter: ignored\n{SEED}"),
    Scenario("a filter that is refused", f"filter: refused\n{SEED}"),
    Scenario("a rate limit", f"rate-limit: 1\n{SEED}"),
    Scenario("a site that was never published", SEED.replace("name: Bakery", "name: Bakery\n    last-published: null")),
    Scenario("a service that confirms nothing", f"confirmation: never\n{SEED}"),
    Scenario("a clock that is off", f"clock-offset: -600\n{SEED}"),
    faulty("a 429", answer={"status": 429, "headers": {"Retry-After": "1"}}),
    faulty("a 500", answer={"status": 500}),
    faulty("always a 500", times="always", answer={"status": 500}),
    faulty("a redirect", answer={"status": 307, "headers": {"Location": "/v2/elsewhere"}}),
    faulty("a 303", answer={"status": 303, "headers": {"Location": "/v2/elsewhere"}}),
    faulty("always a 404", times="always", answer={"status": 404}),
    faulty("always a 400", times="always", answer={"status": 400}),
    faulty("always a 409", times="always", answer={"status": 409}),
    faulty("a cut before", cut="before"),
    faulty("a cut after", cut="after"),
    faulty("a cut in the body", cut="body"),
    faulty("always cut", times="always", cut="before"),
    faulty("broken JSON", change={"spoil": "broken"}),
    faulty("always half of the JSON", times="always", change={"spoil": "half"}),
    faulty("nothing at all", times="always", change={"spoil": "empty"}),
    faulty("HTML", times="always", answer={"status": 200, "body": "<html>"}),
    faulty("something else", times="always", answer={"status": 200, "body": {"items": [1]}}),
    faulty("no items", times="always", answer={"status": 200, "body": {"items": None}}),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
class TestReadOnly:
    """Whatever happens, nothing is sent that could change anything."""

    def test_a_plan_sends_nothing_but_get(self, open_scene: Open, scenario: Scenario) -> None:
        scene = open_scene(scenario.seed)
        before = scene.editor.states()
        for number in range(2):
            scene.plan(scenario.manifest, report=f"{number}.json", **_arguments(scenario.inputs))
            assert set(scene.methods) == ({"GET"} if scenario.is_asked else set())
        assert scene.editor.states() == before

    def test_a_plan_against_a_plan_sends_nothing_but_get(self, open_scene: Open, scenario: Scenario) -> None:
        scene = open_scene(scenario.seed)
        scene.plan(scenario.manifest, **_arguments(scenario.inputs))
        scene.plan(scenario.manifest, report="second.json", approved="plan.json", **_arguments(scenario.inputs))
        assert set(scene.methods) <= {"GET"}

    def test_a_validation_sends_nothing(self, open_scene: Open, scenario: Scenario) -> None:
        scene = open_scene(scenario.seed)
        scene.plan(scenario.manifest, **{**_arguments(scenario.inputs), "mode": "validate"})
        assert scene.sent == []


def _arguments(inputs: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in inputs.items()}


class TestToken:
    """Which scopes are needed for what."""

    POST = collection_of(POSTS, "Posts", {"id": identifier(1), "name": "Hello"})
    MANIFEST = manifest_of({POSTS: [identifier(1)]})

    def test_a_plan_works_with_a_token_that_only_reads(self, open_scene: Open) -> None:
        scene = open_scene(seed_of(self.POST, scopes=["cms:read"]))
        plan = scene.plan(self.MANIFEST)
        assert plan.ending == (0, "pending")
        assert (plan.told, plan.changes) == ([("pending", None)], ["new"])
        assert plan.report["warnings"] == []

    def test_a_publish_with_it_is_denied_and_says_which_scope_is_missing(self, open_scene: Open) -> None:
        scene = open_scene(seed_of(self.POST, scopes=["cms:read"]))
        publish = scene.publish(self.MANIFEST)
        assert publish.ending == (3, "denied")
        assert publish.told == [("failed", "missing-scope")]
        assert "cms:write" in publish.summary
        assert len(scene.writes) == 1
        assert scene.editor.live(POSTS, identifier(1)) is None

    def test_a_plan_with_a_token_that_only_writes_is_denied(self, open_scene: Open) -> None:
        scene = open_scene(seed_of(self.POST, scopes=["cms:write"]))
        plan = scene.plan(self.MANIFEST)
        assert plan.ending == (3, "denied")
        assert plan.told == [("blocked", "missing-scope")]
        assert "cms:read" in plan.summary

    def test_a_publish_with_it_is_green_says_once_that_it_cannot_read_and_reads_nothing_back(
        self, open_scene: Open
    ) -> None:
        items = [{"id": identifier(number)} for number in range(150)]
        scene = open_scene(seed_of(collection_of(POSTS, "Posts", *items), scopes=["cms:write"]))
        publish = scene.publish(manifest_of({POSTS: [identifier(number) for number in range(150)]}, ENGLISH))
        assert publish.ending == (0, "success")
        assert (publish.changes, publish.confirmed) == (["unknown"] * 150, [False] * 150)
        assert len(publish.report["warnings"]) == 1
        assert [each.level for each in publish.console.annotations] == [Level.WARNING]
        assert publish.summary.count("The token may publish, but not read") == 1
        assert publish.console.lines[-1] == "All 150 items are published."
        assert scene.methods == ["GET", "POST", "POST"]

    def test_it_publishes_again_what_is_live_already_because_it_cannot_know(self, open_scene: Open) -> None:
        scene = open_scene(seed_of(self.POST, scopes=["cms:write"]))
        assert scene.publish(self.MANIFEST).exit_code == 0
        assert scene.publish().told == [("published", None)]
        assert len(scene.writes) == 1

    @pytest.mark.parametrize("inputs", [{"max_publish": "10"}, {"max_publish": "100%"}])
    def test_a_guard_that_needs_to_read_sends_nothing_with_it(self, open_scene: Open, inputs: dict[str, str]) -> None:
        scene = open_scene(seed_of(self.POST, scopes=["cms:write"]))
        publish = scene.publish(self.MANIFEST, **inputs)
        assert publish.ending == (3, "denied")
        assert publish.told == [("blocked", "missing-scope")]
        assert scene.writes == []

    def test_a_token_that_may_neither_is_denied(self, open_scene: Open) -> None:
        scene = open_scene(seed_of(self.POST, scopes=["sites:read"]))
        publish = scene.publish(self.MANIFEST)
        assert publish.ending == (3, "denied")
        assert scene.editor.live(POSTS, identifier(1)) is None


class TestContent:
    """What a reviewer is shown."""

    FIELDS = (
        {"slug": "summary"},
        {"slug": "body", "type": "RichText"},
        {"slug": "author", "type": "Reference", "collection": PEOPLE},
        {"slug": "size", "type": "Option", "options": [{"name": "Small"}, {"name": "Large"}]},
        {"slug": "image", "type": "Image"},
    )

    def test_a_changed_item_shows_each_field_live_against_staged(self, open_scene: Open) -> None:
        ada, bob = identifier(8), identifier(9)
        post = {
            "id": identifier(1),
            "name": "Hello",
            "state": "draft-changes",
            "fields": {
                "summary": "New words",
                "body": "<p>One</p><p>Two, and more</p>",
                "author": ada,
                "size": "Large",
                "image": {"fileId": "a", "url": "https://example.com/x/a_new.jpg", "alt": "New"},
            },
            "live": {
                "summary": "Old words",
                "body": "<p>One</p><p>Two</p>",
                "author": bob,
                "size": "Small",
                "image": {"fileId": "b", "url": "https://example.com/x/b_old.jpg", "alt": "Old"},
            },
        }
        people = [{"id": ada, "name": "Ada", "state": "published"}, {"id": bob, "name": "Bob", "state": "published"}]
        scene = open_scene(
            seed_of(collection_of(POSTS, "Posts", post, fields=self.FIELDS), collection_of(PEOPLE, "People", *people))
        )
        plan = scene.plan(manifest_of({POSTS: [identifier(1)]}))
        found = {each["field"]: each for each in plan.report["items"][0]["differences"]}
        assert list(found) == ["summary", "body", "author", "size", "image"]
        assert (found["summary"]["live"], found["summary"]["staged"]) == ("Old words", "New words")
        assert found["body"]["lines"]
        assert "Bob" in found["author"]["live"]
        assert "Ada" in found["author"]["staged"]
        assert (found["size"]["live"], found["size"]["staged"]) == ("Small", "Large")
        assert "b_old.jpg" in found["image"]["live"]
        for part in ("Hello", "Old words", "New words", "Bob", "Ada", "Large", "a_new.jpg"):
            assert part in plan.summary

    @pytest.mark.parametrize("state", ["queued", "draft"])
    def test_an_item_that_is_not_live_yet_shows_all_that_it_has(self, open_scene: Open, state: str) -> None:
        ada = identifier(8)
        fields = {"summary": "Crisp | crust", "body": "<p>One</p><p>Two</p>", "author": ada, "size": "Large"}
        post = {"id": identifier(1), "name": "Hello", "slug": "hello", "state": state, "fields": fields}
        people = [{"id": ada, "name": "Ada", "state": "published"}]
        scene = open_scene(
            seed_of(collection_of(POSTS, "Posts", post, fields=self.FIELDS), collection_of(PEOPLE, "People", *people))
        )
        plan = scene.plan(manifest_of({POSTS: [identifier(1)]}))
        found = {each["field"]: each for each in plan.report["items"][0]["differences"]}
        assert list(found) == ["name", "slug", "summary", "body", "author", "size"]
        assert {each["live"] for each in found.values()} == {None}
        assert found["summary"]["staged"] == "Crisp | crust"
        for part in ("Hello", "Crisp", "One", "Two", f"Ada ({ada})", "Large"):
            assert part in plan.summary
        assert not any(each.path.endswith("/live") for each in scene.sent)

    def test_a_token_in_an_address_is_nowhere_however_it_is_written(self, open_scene: Open) -> None:
        addresses = [TOKEN, TOKEN.replace("-", "%2D"), "".join(f"%{ord(each):02x}" for each in TOKEN)]
        posts = [
            {
                "id": identifier(number),
                "name": f"Post {number}",
                "state": "draft-changes",
                "fields": {
                    "image": {"fileId": "a", "url": f"https://cdn.example/{address}.jpg", "alt": address},
                    "body": f'<p><a href="https://cdn.example/?key={address}">here</a></p>',
                },
                "live": {"image": {"fileId": "b", "url": "https://cdn.example/old.jpg", "alt": "Old"}},
            }
            for number, address in enumerate(addresses)
        ]
        scene = open_scene(seed_of(collection_of(POSTS, "Posts", *posts, fields=self.FIELDS)))
        plan = scene.plan(manifest_of({POSTS: [identifier(number) for number in range(len(posts))]}))
        assert plan.changes == ["changed"] * len(posts)
        assert plan.summary.count("***.jpg") == len(posts)
        report = (scene.program.workspace / "plan.json").read_text("utf-8")
        for text in (plan.everything, report, "".join(plan.console.debugged)):
            assert not any(address in text for address in addresses)

    def test_each_locale_is_compared_with_its_own_live_version(self, open_scene: Open) -> None:
        post = {
            "id": identifier(1),
            "locales": [
                {"locale": "en", "state": "draft-changes", "fields": {"summary": "New"}, "live": {"summary": "Old"}},
                {"locale": "fr-CA", "state": "draft-changes", "fields": {"body": "Neuf"}, "live": {"body": "Vieux"}},
            ],
        }
        scene = open_scene(seed_of(collection_of(POSTS, "Posts", post, fields=self.FIELDS)))
        plan = scene.plan(manifest_of({POSTS: [identifier(1)]}, ENGLISH, FRENCH))
        assert [[each["field"] for each in item["differences"]] for item in plan.report["items"]] == [
            ["summary"],
            ["body"],
        ]

    def test_a_live_version_that_cannot_be_read_is_told_and_does_not_hurt_the_plan(self, open_scene: Open) -> None:
        post = {"id": identifier(1), "state": "draft-changes", "fields": {"summary": "New"}, "live": {"summary": "Old"}}
        faults = [{"path": "/items/live", "times": "always", "answer": {"status": 500}}]
        scene = open_scene(seed_of(collection_of(POSTS, "Posts", post, fields=self.FIELDS), faults=faults))
        plan = scene.plan(manifest_of({POSTS: [identifier(1)]}))
        assert plan.ending == (0, "pending")
        assert plan.report["items"][0]["differences"] is None
        assert "or the live item could not be read" in plan.summary

    def test_what_cannot_be_published_makes_a_plan_red_and_stands_at_its_line(self, open_scene: Open) -> None:
        scene = open_scene(SEED)
        plan = scene.plan(WITH_ERRORS)
        assert plan.ending == (1, "failed")
        assert plan.told == [("pending", None), ("failed", "archived"), ("failed", "not-found")]
        assert [str(each.place) for each in plan.console.annotations] == [
            "webflow-publish.yml:7:9",
            "webflow-publish.yml:8:9",
        ]

    def test_the_matrix_has_an_entry_for_each_file_and_collection_with_something_pending(
        self, open_scene: Open
    ) -> None:
        scene = open_scene(SEED)
        scene.program.manifest(GOOD_PEOPLE, "people.yml")
        scene.program.manifest(GOOD_POSTS, "posts.yml")
        plan = scene.plan(manifest="p*.yml")
        jobs = json.loads(plan.outputs["matrix"])["include"]
        assert [(each["manifest"], each["collection"], each["pending"]) for each in jobs] == [
            ("people.yml", PEOPLE, 1),
            ("posts.yml", POSTS, 6),
        ]
        for job in jobs:
            assert scene.publish(manifest=job["manifest"], only=job["collection"]).exit_code == 0
        assert scene.plan(manifest="p*.yml").outputs["matrix"] == '{"include": []}'

    @pytest.mark.parametrize("locales", [(), (ENGLISH, FRENCH)])
    def test_the_estimate_is_what_publishing_then_takes(self, open_scene: Open, locales: tuple[str, ...]) -> None:
        items = [{"first-id": identifier(0), "count": 150, "locales": ["all"]}]
        scene = open_scene(seed_of(collection_of(POSTS, "Posts", *items), rate_limit=60))
        plan = scene.plan(manifest_of({POSTS: [identifier(number) for number in range(150)]}, *locales))
        estimate = plan.report["estimate"]
        assert (estimate["rate"], estimate["minutes"]) == (60, 1)
        scene.clock.advance(60)
        assert scene.publish().exit_code == 0
        reads = scene.methods.index("POST")
        assert (estimate["reads"], estimate["writes"]) == (reads, len(scene.writes))
        assert estimate["confirmations"] == len(scene.sent) - reads - len(scene.writes)


class TestDrift:
    """`fail-on-pending`: a check for a schedule."""

    def test_something_pending_fails_the_step_and_is_called_pending_all_the_same(self, open_scene: Open) -> None:
        plan = open_scene(SEED).plan(GOOD_POSTS, fail_on_pending="true")
        assert plan.ending == (1, "pending")
        assert plan.report["outcome"] == "pending"
        assert plan.summary.startswith("# ❌")
        assert [each.topic for each in plan.console.annotations] == ["Not everything is live"]

    def test_without_it_the_same_is_green(self, open_scene: Open) -> None:
        assert open_scene(SEED).plan(GOOD_POSTS).ending == (0, "pending")

    def test_where_all_is_live_it_is_green(self, open_scene: Open) -> None:
        scene = open_scene(SEED)
        scene.publish(GOOD_POSTS)
        assert scene.plan(fail_on_pending="true").ending == (0, "nothing-to-do")


class TestCost:
    """How many requests it takes to find 30 changed items in a large manifest."""

    CHANGED = 30

    def seed(self, mode: str, count: int, strangers: int) -> str:
        """The changed items are in three places; there are other items before and after those of the manifest."""
        half = count // 2
        items = [
            {"first-id": f"64c{0:021x}", "count": strangers // 2, "state": "published"} if strangers else None,
            *(
                {"first-id": identifier(first), "count": count, "state": state}
                for first, count, state in (
                    (0, 10, "draft-changes"),
                    (10, half - 10, "published"),
                    (half, 10, "draft-changes"),
                    (half + 10, half - 20, "published"),
                    (count - 10, 10, "draft-changes"),
                )
            ),
            {"first-id": f"64d{0:021x}", "count": strangers // 2, "state": "published"} if strangers else None,
        ]
        return seed_of(collection_of(POSTS, "Posts", *(each for each in items if each)), filter=mode)

    @pytest.mark.parametrize(
        ("mode", "count", "strangers", "reads", "reads_back"),
        [
            ("honoured", 10_000, 2_000, 100, 1),
            # Without the filter the whole list is read, as far as it has to be, and single items to read back.
            ("ignored", 3_000, 0, 30, 21),
            ("ignored", 3_000, 600, 33, 31),
            ("refused", 3_000, 0, 31, 21),
            ("refused", 3_000, 600, 34, 31),
        ],
    )
    def test_it_takes_few_requests(
        self, open_scene: Open, mode: str, count: int, strangers: int, reads: int, reads_back: int
    ) -> None:
        scene = open_scene(self.seed(mode, count, strangers))
        publish = scene.publish(manifest_of({POSTS: [identifier(number) for number in range(count)]}))
        assert publish.ending == (0, "success")
        counts = (publish.outputs["published-count"], publish.outputs["unchanged-count"])
        assert counts == (str(self.CHANGED), str(count - self.CHANGED))
        # More than 1,000 items that are live already are not looked for on the live site.
        assert publish.confirmed.count(True) == self.CHANGED
        write = scene.methods.index("POST")
        assert len(scene.writes) == 1
        assert (write, len(scene.sent) - write - 1) == (reads, reads_back)
