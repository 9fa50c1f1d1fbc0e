"""Items that refer to each other, through HTTP: in which order they go out, and what is told of those that cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, PEOPLE, POSTS, collection_of, manifest_of, seed_of
from harness.program import Open, Scene
from harness.samples import identifier

PLACES = "64a1000000000000000000cc"
PERSON, POST, PLACE, OTHER = (identifier(number) for number in (1, 2, 3, 4))

PUBLISHED, PENDING = ("published", None), ("pending", None)
BLOCKED, REFUSED = ("blocked", "reference-not-live"), ("failed", "reference-not-live")
WRITES_ONLY = ("cms:write",)


def seed(
    places: Iterable[Mapping[str, Any]] = (),
    people: Iterable[Mapping[str, Any]] = (),
    posts: Iterable[Mapping[str, Any]] = (),
    **others: Any,
) -> str:
    """Posts refer to people and to other posts, people to places and to posts."""
    return seed_of(
        collection_of(PLACES, "Places", *places),
        collection_of(PEOPLE, "People", *people, fields=[reference("home", PLACES), reference("favourite", POSTS)]),
        collection_of(
            POSTS,
            "Posts",
            *posts,
            fields=[reference("author", PEOPLE), {**reference("related", POSTS), "type": "MultiReference"}],
        ),
        **others,
    )


def reference(slug: str, collection: str) -> dict[str, str]:
    return {"slug": slug, "type": "Reference", "collection": collection}


def item(identifier: str, name: str = "Item", **others: Any) -> dict[str, Any]:
    """An item that waits to be published, unless it is said otherwise; in all locales."""
    return {"id": identifier, "name": name, "locales": ["all"], **others}


def in_locale(identifier: str, locale: str) -> dict[str, Any]:
    """An entry of a manifest."""
    return {"id": identifier, "locales": [locale]}


def written(scene: Scene) -> list[list[str]]:
    """The IDs in each publish request of the last run."""
    return [each.body.get("itemIds") or [entry["id"] for entry in each.body["items"]] for each in scene.writes]


CHAIN = {
    "places": [item(PLACE)],
    "people": [item(PERSON, fields={"home": PLACE})],
    "posts": [item(POST, fields={"author": PERSON})],
}
CIRCLE = {
    "people": [item(PERSON, "Ada", fields={"favourite": POST})],
    "posts": [item(POST, "Hello", fields={"author": PERSON}), item(OTHER, "Unconcerned")],
}
BACKWARDS = {POSTS: [POST], PEOPLE: [PERSON], PLACES: [PLACE]}


class TestChain:
    """A post refers to a person, who refers to a place; the manifest has them the other way round."""

    @pytest.mark.parametrize("locales", [(), (ENGLISH,), (FRENCH,), (ENGLISH, FRENCH)])
    def test_it_goes_out_in_the_right_order_and_webflow_refuses_nothing(
        self, open_scene: Open, locales: tuple[str, ...]
    ) -> None:
        scene = open_scene(seed(**CHAIN))
        finished = scene.publish(manifest_of(BACKWARDS, *locales))
        assert finished.ending == (0, "success")
        assert written(scene) == [[PLACE], [PERSON], [POST]]
        assert [each.answer["errors"] for each in scene.writes] == [[], [], []]
        assert finished.report["resolved"] == []

    def test_within_a_collection_it_takes_one_request(self, open_scene: Open) -> None:
        posts = [item(POST, fields={"related": [OTHER]}), item(OTHER, fields={"related": [PLACE]}), item(PLACE)]
        scene = open_scene(seed(posts=posts))
        assert scene.publish(manifest_of({POSTS: [POST, OTHER, PLACE]})).exit_code == 0
        assert written(scene) == [[PLACE, OTHER, POST]]
        assert scene.writes[0].answer["errors"] == []

    def test_an_item_waits_for_all_that_it_refers_to(self, open_scene: Open) -> None:
        posts = [
            item(POST, fields={"related": [PLACE, OTHER], "author": PERSON}),
            item(OTHER, fields={"related": [PLACE]}),
            item(PLACE),
        ]
        scene = open_scene(seed(people=[item(PERSON)], posts=posts))
        assert scene.publish(manifest_of({POSTS: [POST, OTHER, PLACE], PEOPLE: [PERSON]})).exit_code == 0
        assert written(scene) == [[PERSON], [PLACE, OTHER, POST]]
        assert [each.answer["errors"] for each in scene.writes] == [[], []]

    def test_one_that_is_longer_than_a_request_may_be_goes_out_in_the_right_order(self, open_scene: Open) -> None:
        chain = [identifier(number) for number in range(120)]
        posts = [item(each, fields={"related": [after]}) for each, after in pairwise(chain)]
        scene = open_scene(seed(posts=[*posts, item(chain[-1])]))
        finished = scene.publish(manifest_of({POSTS: chain}))
        assert finished.ending == (0, "success")
        assert [each.answer["errors"] for each in scene.writes] == [[], []]

    def test_without_the_scope_to_read_it_goes_out_by_trying_again(self, open_scene: Open) -> None:
        scene = open_scene(seed(**CHAIN, scopes=WRITES_ONLY))
        finished = scene.publish(manifest_of(BACKWARDS), concurrency="1")
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED] * 3
        assert written(scene) == [[POST], [PERSON], [PLACE], [POST], [PERSON], [POST]]
        assert {each["reason"] for each in finished.report["resolved"]} == {"reference-not-live"}
        assert "Resolved by trying again" in finished.summary
        assert scene.editor.live(POSTS, POST) is not None

    def test_where_nothing_can_be_read_it_goes_out_by_trying_again_too(self, open_scene: Open) -> None:
        faults = [{"method": "GET", "times": 18, "answer": {"status": 500}}]
        scene = open_scene(seed(**CHAIN, faults=faults))
        finished = scene.publish(manifest_of(BACKWARDS), verify="false", concurrency="1")
        assert finished.told == [PUBLISHED] * 3
        assert finished.changes == ["unknown"] * 3

    def test_where_its_end_is_live_already_the_rest_goes_out(self, open_scene: Open) -> None:
        scene = open_scene(seed(**{**CHAIN, "places": [item(PLACE, state="published")]}))
        finished = scene.publish(manifest_of(BACKWARDS))
        assert finished.told == [PUBLISHED, PUBLISHED, ("unchanged", None)]
        assert written(scene) == [[PERSON], [POST]]

    @pytest.mark.parametrize("state", ["archived", "draft"])
    def test_where_its_end_lies_outside_and_is_not_live_all_of_it_is_blocked_before_anything_is_sent(
        self, open_scene: Open, state: str
    ) -> None:
        scene = open_scene(seed(**{**CHAIN, "places": [item(PLACE, "Hull", state=state)]}))
        finished = scene.publish(manifest_of({POSTS: [POST], PEOPLE: [PERSON]}))
        assert finished.told == [BLOCKED, BLOCKED]
        assert scene.writes == []

    def test_mixed_with_items_without_a_locale_it_goes_out_all_the_same(self, open_scene: Open) -> None:
        posts = [item(POST, fields={"related": [OTHER]}), item(OTHER)]
        scene = open_scene(seed(posts=posts))
        finished = scene.publish(manifest_of({POSTS: [POST, {"id": OTHER, "locales": [ENGLISH]}]}))
        assert finished.ending == (0, "success")
        assert [each.answer["errors"] for each in scene.writes] == [[], []]


class TestCircle:
    """Items that refer to each other."""

    def test_both_are_told_and_hold_back_no_other(self, open_scene: Open) -> None:
        scene = open_scene(seed(**CIRCLE))
        finished = scene.publish(manifest_of({PEOPLE: [PERSON], POSTS: [POST, OTHER]}))
        assert finished.told == [REFUSED, REFUSED, PUBLISHED]
        assert finished.ending == (1, "failed")
        assert len(finished.console.annotations) == 2
        assert all(item_id in finished.summary for item_id in (PERSON, POST))

    def test_it_is_tried_again_only_while_that_makes_something_live(self, open_scene: Open) -> None:
        scene = open_scene(seed(**CIRCLE))
        scene.publish(manifest_of({PEOPLE: [PERSON], POSTS: [POST]}))
        assert len(scene.writes) == 2

    def test_where_one_of_it_is_live_it_goes_out(self, open_scene: Open) -> None:
        edited = item(POST, "Hello", state="draft-changes", fields={"author": PERSON}, live={"author": None})
        scene = open_scene(seed(people=CIRCLE["people"], posts=[edited]))
        finished = scene.publish(manifest_of({POSTS: [POST], PEOPLE: [PERSON]}))
        assert finished.told == [PUBLISHED, PUBLISHED]
        assert finished.ending == (0, "success")
        assert [each["reason"] for each in finished.report["resolved"]] == ["reference-not-live"]

    @pytest.mark.parametrize("locales", [(), (ENGLISH, FRENCH)])
    def test_an_item_that_refers_to_itself_goes_out(self, open_scene: Open, locales: tuple[str, ...]) -> None:
        scene = open_scene(seed(posts=[item(POST, fields={"related": [POST]})]))
        finished = scene.publish(manifest_of({POSTS: [POST]}, *locales))
        assert finished.ending == (0, "success")
        assert (len(scene.writes), finished.report["resolved"]) == (1, [])


class TestTarget:
    """What an item refers to cannot go live with this run."""

    def told(self, scene: Scene, manifest: str) -> list[tuple[str, str | None]]:
        """What a plan tells, which a run has to tell as well, and without sending anything."""
        plan = scene.plan(manifest)
        publish = scene.publish()
        assert plan.told == publish.told
        assert [each["message"] for each in plan.report["items"]] == [
            each["message"] for each in publish.report["items"]
        ]
        assert scene.writes == []
        self.messages = [each["message"] for each in plan.report["items"]]
        self.summary = publish.summary
        return plan.told

    def test_it_is_archived_and_in_the_manifest(self, open_scene: Open) -> None:
        scene = open_scene(
            seed(people=[item(PERSON, "Ada", state="archived")], posts=[item(POST, "Hello", fields={"author": PERSON})])
        )
        assert self.told(scene, manifest_of({POSTS: [POST], PEOPLE: [PERSON]})) == [BLOCKED, ("failed", "archived")]
        assert f"refers to Ada ({PERSON})" in self.messages[0]
        assert "Hello" in self.summary

    def test_it_is_not_in_webflow_and_in_the_manifest(self, open_scene: Open) -> None:
        scene = open_scene(seed(posts=[item(POST, fields={"author": PERSON})]))
        assert self.told(scene, manifest_of({POSTS: [POST], PEOPLE: [PERSON]})) == [BLOCKED, ("failed", "not-found")]
        assert PERSON in self.messages[0]

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ({"state": "archived"}, "is archived"),
            ({"state": "archived", "last-published": "2026-11-20T09:00:00Z"}, "is archived"),
            ({"state": "draft"}, "is not live"),
            ({"state": "queued"}, "is not live"),
        ],
    )
    def test_it_is_not_in_the_manifest_and_not_live(self, open_scene: Open, state: dict[str, str], words: str) -> None:
        scene = open_scene(
            seed(people=[item(PERSON, "Ada", **state)], posts=[item(POST, "Hello", fields={"author": PERSON})])
        )
        assert self.told(scene, manifest_of({POSTS: [POST]})) == [BLOCKED]
        assert self.messages[0].startswith(f"It refers to Ada ({PERSON}), which {words}")
        assert "Hello" in self.summary
        assert POST in self.summary

    def test_it_is_not_in_webflow_any_more(self, open_scene: Open) -> None:
        scene = open_scene(seed(posts=[item(POST, fields={"author": PERSON})]))
        assert self.told(scene, manifest_of({POSTS: [POST]})) == [BLOCKED]
        assert self.messages == [f"It refers to {PERSON}, which is not in Webflow any more"]

    def test_one_of_many_is_enough(self, open_scene: Open) -> None:
        posts = [item(POST, fields={"related": [OTHER, PLACE]}), item(OTHER, state="published"), item(PLACE)]
        assert self.told(open_scene(seed(posts=posts)), manifest_of({POSTS: [POST]})) == [BLOCKED]
        assert PLACE in self.messages[0]

    def test_what_does_not_refer_to_it_goes_out(self, open_scene: Open) -> None:
        posts = [item(POST, fields={"author": PERSON}), item(OTHER)]
        scene = open_scene(seed(people=[item(PERSON, state="draft")], posts=posts))
        finished = scene.publish(manifest_of({POSTS: [POST, OTHER]}))
        assert finished.told == [BLOCKED, PUBLISHED]
        assert written(scene) == [[OTHER]]

    def test_a_live_item_that_was_edited_to_refer_to_it_stays_as_it_was(self, open_scene: Open) -> None:
        edited = item(POST, state="draft-changes", fields={"author": PERSON}, live={"author": None})
        scene = open_scene(seed(people=[item(PERSON, state="draft")], posts=[edited]))
        finished = scene.publish(manifest_of({POSTS: [POST]}))
        assert (finished.told, finished.changes) == ([BLOCKED], ["changed"])
        assert (scene.editor.live(POSTS, POST) or {})["author"] is None

    def test_an_item_that_is_live_already_is_not_asked_what_it_refers_to(self, open_scene: Open) -> None:
        scene = open_scene(
            seed(people=[item(PERSON, state="draft")], posts=[item(POST, state="published", fields={"author": PERSON})])
        )
        finished = scene.publish(manifest_of({POSTS: [POST]}))
        assert finished.told == [("unchanged", None)]
        items = f"/v2/collections/{POSTS}/items"
        assert [each.path for each in scene.sent] == [items, f"{items}/live"]

    def test_a_text_that_looks_like_an_id_is_no_reference(self, open_scene: Open) -> None:
        post = {"id": POST, "name": OTHER, "slug": OTHER}
        scene = open_scene(seed(posts=[post]))
        assert scene.publish(manifest_of({POSTS: [POST]})).ending == (0, "success")


class TestLocales:
    """An item without a version in a locale is shown there in the primary one."""

    @pytest.mark.parametrize("others", [[], [{"locale": "fr-CA", "state": "draft"}]])
    def test_what_is_live_in_the_primary_locale_may_be_referred_to_from_another(
        self, open_scene: Open, others: list[dict[str, str]]
    ) -> None:
        person = {"id": PERSON, "locales": [{"locale": "en", "state": "published"}, *others]}
        scene = open_scene(seed(people=[person], posts=[item(POST, fields={"author": PERSON})]))
        finished = scene.publish(manifest_of({POSTS: [POST]}, FRENCH))
        assert finished.ending == (0, "success")
        assert scene.writes[0].answer["errors"] == []

    def test_what_is_live_only_in_another_locale_may_not_be_referred_to_from_the_primary_one(
        self, open_scene: Open
    ) -> None:
        person = {
            "id": PERSON,
            "name": "Ada",
            "locales": [{"locale": "en", "state": "draft"}, {"locale": "fr-CA", "state": "published"}],
        }
        scene = open_scene(seed(people=[person], posts=[item(POST, fields={"author": PERSON})]))
        finished = scene.publish(manifest_of({POSTS: [POST]}, ENGLISH, FRENCH))
        assert finished.told == [BLOCKED, PUBLISHED]

    def test_across_the_locales_of_a_manifest_the_primary_one_goes_out_first(self, open_scene: Open) -> None:
        scene = open_scene(seed(people=[item(PERSON)], posts=[item(POST, fields={"author": PERSON})]))
        manifest = manifest_of({POSTS: [in_locale(POST, FRENCH)], PEOPLE: [in_locale(PERSON, ENGLISH)]})
        finished = scene.publish(manifest)
        assert finished.ending == (0, "success")
        assert written(scene) == [[PERSON], [POST]]
        assert finished.report["resolved"] == []

    def test_what_the_manifest_publishes_in_another_locale_only_is_told_in_advance(self, open_scene: Open) -> None:
        scene = open_scene(seed(people=[item(PERSON)], posts=[item(POST, fields={"author": PERSON})]))
        manifest = manifest_of({POSTS: [in_locale(POST, ENGLISH)], PEOPLE: [in_locale(PERSON, FRENCH)]})
        assert scene.plan(manifest).told == [BLOCKED, ("pending", None)]
        finished = scene.publish()
        assert finished.told == [BLOCKED, PUBLISHED]
        assert written(scene) == [[PERSON]]
        message = finished.report["items"][0]["message"]
        assert PERSON in message
        assert message.endswith("is not live in this locale or the primary one, and listed in another one only")

    def test_an_item_is_blocked_only_in_the_locale_in_which_it_refers_to_something_that_is_not_live(
        self, open_scene: Open
    ) -> None:
        post = {
            "id": POST,
            "locales": ["en", {"locale": "fr-CA", "fields": {"name": "x", "slug": "x", "author": PERSON}}],
        }
        scene = open_scene(seed(people=[item(PERSON, state="draft")], posts=[post]))
        finished = scene.publish(manifest_of({POSTS: [POST]}, ENGLISH, FRENCH))
        assert finished.told == [PUBLISHED, BLOCKED]
        assert scene.writes[0].body == {"items": [{"id": POST, "cmsLocaleIds": [ENGLISH]}]}
