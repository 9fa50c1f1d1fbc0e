"""Manifests in people's words, through HTTP: what they name is found, or told, and nothing else is published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from harness.bakery import EDITOR, ENGLISH, FRENCH, PEOPLE, POSTS, SITE, TOKEN
from harness.program import Finished, Open, Scene
from harness.rendering import rendered
from harness.samples import identifier
from webflow_publish.cancellation import Cancellation
from webflow_publish.reason import Reason
from webflow_publish.webflow.backoff import ATTEMPTS

GERMAN, OTHER_SITE, OTHER_POSTS = "653ad57de882f528b32e8110", "580e63e98c9a982ac9b8b742", "64a1000000000000000000cc"
RYE, WHEAT, OATS, ADA, STRANGER = (identifier(number) for number in (1, 2, 3, 4, 5))
EVERY_SCOPE = ("cms:read", "cms:write", "sites:read")
PUBLISHED, UNFOUND = ("published", None), ("failed", "not-found")

LOCALES = {
    "primary": {"cms-locale-id": ENGLISH, "tag": "en", "name": "English"},
    "secondary": [
        {"cms-locale-id": FRENCH, "tag": "fr-CA", "name": "Français"},
        {"cms-locale-id": GERMAN, "tag": "de", "enabled": False},
    ],
}
POST_ITEMS = [
    {"id": RYE, "name": "Rye", "locales": [{"locale": "en"}, {"locale": "fr-CA", "fields": {"slug": "seigle"}}]},
    {"id": WHEAT, "name": "Wheat", "locales": ["en", "fr-CA"]},
    # In French, oats have the slug that wheat has in English.
    {"id": OATS, "name": "Oats", "locales": [{"locale": "en"}, {"locale": "fr-CA", "fields": {"slug": "avoine"}}]},
]
BAKERY = {
    "id": SITE,
    "name": "Bakery",
    "short-name": "bakery",
    "locales": LOCALES,
    "collections": [
        {"id": POSTS, "name": "Blog posts", "slug": "blog-posts", "items": POST_ITEMS},
        {"id": PEOPLE, "name": "People", "items": [{"id": ADA, "name": "Ada"}]},
    ],
}
MILL = {
    "id": OTHER_SITE,
    "name": "Mill",
    "short-name": "the-mill",
    "collections": [{"id": OTHER_POSTS, "name": "Blog posts", "items": [{"id": STRANGER, "name": "Rye"}]}],
}


def seed(*sites: Mapping[str, Any], scopes: Sequence[str] = EVERY_SCOPE, **others: Any) -> str:
    tokens = [{"token": TOKEN, "scopes": list(scopes)}, {"token": EDITOR, "scopes": [*EVERY_SCOPE, "sites:write"]}]
    return yaml.safe_dump({"tokens": tokens, "sites": list(sites or (BAKERY,)), **others}, sort_keys=False)


def manifest(*items: Any, slug: str = "blog-posts", **others: Any) -> str:
    """The text of a manifest with one collection by slug."""
    collection = {"slug": slug, "items": list(items)}
    return yaml.safe_dump({"version": 1, **others, "collections": [collection]}, sort_keys=False)


def sent(scene: Scene) -> list[Any]:
    """What the last run sent to be published: path and body."""
    return [(each.path.removeprefix("/v2/collections/"), each.body) for each in scene.writes]


def problem(finished: Finished) -> tuple[str, str, tuple[int, int]]:
    """The one thing that is wrong with the manifest: message, hint, line and column."""
    (told,) = finished.report["problems"]
    return told["message"], told["hint"], (told["place"]["line"], told["place"]["column"])


def refused(scene: Scene, text: str, **inputs: str) -> tuple[str, str, tuple[int, int]]:
    """What is wrong with a manifest of which nothing was sent."""
    finished = scene.publish(text, **inputs)
    assert finished.ending == (2, "invalid")
    assert scene.writes == []
    assert finished.report["items"] == []
    return problem(finished)


class TestWhatIsNamed:
    def test_a_manifest_without_an_id_is_published(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = scene.publish(manifest("rye", "wheat", locales=["en", "fr-CA"]))
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED] * 4
        wanted = [{"id": each, "cmsLocaleIds": [ENGLISH, FRENCH]} for each in (RYE, WHEAT)]
        assert sent(scene) == [(f"{POSTS}/items/publish", {"items": wanted})]
        assert json.loads(finished.outputs["published-ids"]) == [RYE, WHEAT]

    def test_the_report_has_names_and_ids_of_everything(self, open_scene: Open) -> None:
        entry = open_scene(seed()).publish(manifest("rye", locales=["fr"])).report["items"][0]
        assert entry["item"] == {"id": RYE, "name": "Rye", "slug": "rye"}
        assert entry["collection"] == {"id": POSTS, "name": "Blog posts", "slug": "blog-posts"}
        assert (entry["locale"], entry["tag"]) == (FRENCH, "fr-CA")

    def test_a_plan_tells_names_and_ids_and_sends_nothing(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        plan = scene.plan(manifest("rye", locales=["en", "fr-CA"]))
        assert plan.ending == (0, "pending")
        assert set(scene.methods) == {"GET"}
        for text in (plan.summary, "\n".join(plan.console.lines)):
            assert "fr-CA" in text
            assert RYE in text

    @pytest.mark.parametrize("tag", ["fr-CA", "FR-ca", "fr", "Fr", FRENCH])
    def test_a_locale_is_named_by_tag_language_or_id(self, open_scene: Open, tag: str) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest("wheat", locales=[tag])).told == [PUBLISHED]
        assert sent(scene)[0][1] == {"items": [{"id": WHEAT, "cmsLocaleIds": [FRENCH]}]}

    def test_all_locales_are_those_that_are_enabled(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = scene.publish(manifest("wheat", locales="all"))
        assert [each["tag"] for each in finished.report["items"]] == ["en", "fr-CA"]
        assert finished.ending == (0, "success")

    def test_without_localization_all_is_the_one_that_there_is(self, open_scene: Open) -> None:
        scene = open_scene(seed(MILL))
        assert scene.publish(manifest("rye", locales="all")).told == [PUBLISHED]
        assert sent(scene) == [(f"{OTHER_POSTS}/items/publish", {"itemIds": [STRANGER]})]

    @pytest.mark.parametrize(("site", "collection"), [("bakery", POSTS), ("the-mill", OTHER_POSTS), (SITE, POSTS)])
    def test_of_two_sites_the_one_that_is_named_is_meant(self, open_scene: Open, site: str, collection: str) -> None:
        scene = open_scene(seed(BAKERY, MILL))
        assert scene.publish(manifest("rye", site=site)).told == [PUBLISHED]
        assert [path for path, _ in sent(scene)] == [f"{collection}/items/publish"]

    def test_collections_of_two_sites_may_have_one_slug(self, open_scene: Open) -> None:
        scene = open_scene(seed(BAKERY, MILL))
        scene.program.manifest(manifest("rye", site="bakery"), "bakery.yaml")
        scene.program.manifest(manifest("rye", site="the-mill"), "mill.yaml")
        finished = scene.publish(manifest="*.yaml")
        assert [each["item"]["id"] for each in finished.report["items"]] == [RYE, STRANGER]
        assert finished.told == [PUBLISHED] * 2

    def test_names_and_ids_may_stand_side_by_side(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        collections = [{"id": POSTS, "items": ["rye", WHEAT]}, {"slug": "people", "items": [ADA]}]
        finished = scene.publish(yaml.safe_dump({"version": 1, "collections": collections}))
        assert [each["item"]["id"] for each in finished.report["items"]] == [RYE, WHEAT, ADA]
        assert finished.told == [PUBLISHED] * 3

    def test_a_published_page_is_linked_though_the_manifest_gives_no_site(self, open_scene: Open) -> None:
        finished = open_scene(seed()).publish(manifest("rye", locales=["fr"]))
        assert finished.report["items"][0]["address"] == "https://bakery.webflow.io/fr-ca/blog-posts/seigle"


class TestTheSlugsOfALocale:
    """Each locale has its own."""

    def test_the_first_locale_of_an_item_that_has_the_slug_says_which_item_is_meant(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest({"slug": "seigle", "locales": ["fr-CA", "en"]})).told == [PUBLISHED] * 2
        assert sent(scene)[0][1] == {"items": [{"id": RYE, "cmsLocaleIds": [FRENCH, ENGLISH]}]}

    def test_a_slug_of_the_primary_locale_will_do_for_any(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest("rye", locales=["fr-CA"])).told == [PUBLISHED]
        assert sent(scene)[0][1] == {"items": [{"id": RYE, "cmsLocaleIds": [FRENCH]}]}

    def test_the_locale_that_is_listed_counts_before_the_primary_one(self, open_scene: Open) -> None:
        """The slug `rye` is that of another item in French: that one is meant, and never both."""
        twisted = [
            {"id": RYE, "name": "Rye", "locales": ["en"]},
            {"id": WHEAT, "name": "Wheat", "locales": ["en", {"locale": "fr-CA", "fields": {"slug": "rye"}}]},
        ]
        posts = {"id": POSTS, "name": "Blog posts", "items": twisted}
        scene = open_scene(seed({**BAKERY, "collections": [posts]}))
        finished = scene.publish(manifest({"slug": "rye", "locales": ["fr-CA"]}))
        assert [each["item"]["id"] for each in finished.report["items"]] == [WHEAT]
        assert finished.told == [PUBLISHED]

    def test_a_slug_of_a_locale_that_is_not_listed_is_not_found(self, open_scene: Open) -> None:
        finished = open_scene(seed()).publish(manifest("seigle"))
        assert finished.told == [UNFOUND]


class TestItemsThatAreNotThere:
    """The others go on."""

    @pytest.mark.parametrize("locales", [["fr-CA", "en"], ["en", "fr-CA"]])
    def test_they_are_those_of_each_of_two_locales(self, open_scene: Open, locales: list[str]) -> None:
        finished = open_scene(seed()).publish(manifest("oast", "aovine", locales=locales))
        assert finished.told == [UNFOUND] * 4
        told = [each["message"] for each in finished.report["items"]]
        assert "`oats` (`Oats`)" in told[0]
        assert "`avoine`" in told[2]

    def test_the_nearest_slugs_are_told_at_its_place(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = scene.publish(manifest("wheat", "rey", locales=["fr", "en"]))
        assert finished.ending == (1, "failed")
        assert finished.told == [PUBLISHED] * 2 + [UNFOUND] * 2
        entry = finished.report["items"][2]
        assert entry["item"] == {"id": None, "name": None, "slug": "rey"}
        assert (entry["place"]["line"], entry["place"]["column"]) == (9, 5)
        assert "No item of this collection has the slug `rey`" in entry["message"]
        assert "`rye` (`Rye`)" in entry["message"]
        assert all("rey" not in str(each) for each in sent(scene))

    def test_a_slug_that_differs_in_case_is_another_one(self, open_scene: Open) -> None:
        finished = open_scene(seed()).publish(manifest("Rye"))
        assert finished.told == [UNFOUND]
        assert "Perhaps it is `rye`" in finished.report["items"][0]["message"]

    def test_hostile_names_in_hints_stay_text(self, open_scene: Open) -> None:
        name = "::error::x\n##[error]y `a` <img src=x> [b](https://evil.example) www.evil.example @octocat \x1b[31m"
        posts = {"id": POSTS, "name": "Blog posts", "items": [{"id": RYE, "name": name, "slug": "rye"}]}
        site = {**BAKERY, "name": name, "collections": [posts, {"id": PEOPLE, "name": name, "slug": "people"}]}
        scene = open_scene(seed(site))
        for text in (manifest("rey"), manifest("rye", slug="poeple"), manifest("rye", site="bakry")):
            finished = scene.publish(text)
            page = rendered(finished.summary)
            assert "x" in "".join(page.literals)
            assert [each for each in page.words if "octocat" in each or "evil" in each or "##[" in each] == []
            assert not {"img src=x"}.intersection(page.elements)
            assert [each for each in page.links if "evil" in each] == []
            assert not any(each.lstrip().startswith("::") or "##[" in each for each in finished.console.lines)
            assert "\x1b" not in "".join([*finished.console.lines, finished.summary])

    def test_an_outage_while_slugs_are_read_blocks_what_is_not_known(self, open_scene: Open) -> None:
        down = {"method": "GET", "path": f"{PEOPLE}/items", "times": "always", "answer": {"status": 503}}
        collections = [{"slug": "blog-posts", "items": ["rye"]}, {"slug": "people", "items": ["ada"]}]
        scene = open_scene(seed(faults=[down]))
        finished = scene.publish(yaml.safe_dump({"version": 1, "collections": collections}))
        assert finished.told == [PUBLISHED, ("blocked", "unavailable")]
        assert finished.ending == (4, "unavailable")


class TestNamesThatAreWrong:
    """Nothing is sent, and all is told together, each at its place."""

    def test_a_site(self, open_scene: Open) -> None:
        message, hint, place = refused(open_scene(seed(BAKERY, MILL)), manifest("rye", site="the-mil"))
        assert message == "The token sees no site with the short name `the-mil`."
        assert hint == "Did you mean `the-mill` (`Mill`)?"
        assert place == (2, 7)

    def test_a_site_by_an_id_that_the_token_does_not_see(self, open_scene: Open) -> None:
        message, hint, _ = refused(open_scene(seed()), manifest("rye", site=OTHER_SITE))
        assert message == f"The token sees no site with the ID `{OTHER_SITE}`."
        assert hint == "It sees: `bakery` (`Bakery`)."

    def test_no_site_where_there_are_two(self, open_scene: Open) -> None:
        message, hint, place = refused(open_scene(seed(BAKERY, MILL)), manifest("rye"))
        assert message == "The token sees 2 sites, and nothing says to which one the collection belongs."
        assert hint.startswith("Write `site:` at the top of the file. The sites are: `bakery` (`Bakery`), `the-mill`")
        assert place == (3, 3)

    @pytest.mark.parametrize("slug", ["blog-post", "Blog-Posts"])
    def test_a_collection(self, open_scene: Open, slug: str) -> None:
        message, hint, place = refused(open_scene(seed()), manifest("rye", slug=slug))
        assert message == f"The site `bakery` (`Bakery`) has no collection with the slug `{slug}`."
        assert hint == "Did you mean `blog-posts` (`Blog posts`)?"
        assert place == (3, 3)

    def test_a_locale(self, open_scene: Open) -> None:
        message, hint, place = refused(open_scene(seed()), manifest("rye", locales=["en", "fr-FR"]))
        assert message == "The site `bakery` (`Bakery`) has no locale `fr-FR`."
        assert hint == "Did you mean `fr-CA` (`Français`)?"
        assert place == (4, 3)

    @pytest.mark.parametrize("tag", ["de", "DE"])
    def test_a_locale_that_is_not_enabled(self, open_scene: Open, tag: str) -> None:
        message, hint, _ = refused(open_scene(seed()), manifest("rye", locales=[tag]))
        assert message == "The locale `de` is not enabled on the site `bakery` (`Bakery`)."
        assert "Enable it" in hint

    def test_a_locale_of_a_site_without_localization(self, open_scene: Open) -> None:
        message, hint, _ = refused(open_scene(seed(MILL)), manifest("rye", locales=["en"]))
        assert message == "The locale `en` is named, and the site `the-mill` (`Mill`) has no Localization."
        assert hint.startswith("Take `locales` out")

    def test_an_item_twice_by_its_slug_and_by_its_id(self, open_scene: Open) -> None:
        message, _, place = refused(open_scene(seed()), manifest("rye", "wheat", RYE))
        assert message == f"The item `rye` (`{RYE}`) is listed twice; the first is at `webflow-publish.yml:5:5`."
        assert place == (7, 5)

    def test_an_item_twice_by_its_slugs_in_two_locales(self, open_scene: Open) -> None:
        twice = ({"slug": "rye", "locales": ["en", "fr"]}, {"slug": "seigle", "locales": ["fr"]})
        message, _, _ = refused(open_scene(seed()), manifest(*twice))
        assert f"The item `seigle` (`{RYE}`) is listed twice for the locale `fr-CA` (`{FRENCH}`)" in message

    def test_an_item_twice_in_a_collection_by_slug_and_by_id(self, open_scene: Open) -> None:
        collections = [{"slug": "blog-posts", "items": ["rye"]}, {"id": POSTS, "items": [RYE]}]
        message, _, _ = refused(open_scene(seed()), yaml.safe_dump({"version": 1, "collections": collections}))
        assert "is listed twice" in message

    def test_all_of_it_together_and_the_slugs_that_are_not_there(self, open_scene: Open) -> None:
        collections = [
            {"slug": "blog-posts", "items": ["rey", "wheat"]},
            {"slug": "blog", "items": ["rye"]},
            {"slug": "people", "locales": ["it"], "items": ["ada"]},
        ]
        scene = open_scene(seed())
        finished = scene.publish(yaml.safe_dump({"version": 1, "collections": collections}, sort_keys=False))
        assert finished.ending == (2, "invalid")
        assert [each["message"].split(" ")[0] for each in finished.report["problems"]] == ["The", "The", "No"]
        assert len(finished.console.annotations) == 3
        assert scene.writes == []


class TestWhatTheTokenMayNot:
    def test_without_sites_read_nothing_that_is_named_is_sent(self, open_scene: Open) -> None:
        scene = open_scene(seed(scopes=["cms:read", "cms:write"]))
        finished = scene.publish(manifest("rye", WHEAT, locales=["en"]))
        assert finished.ending == (3, "denied")
        assert finished.told == [("blocked", "missing-scope")] * 2
        assert scene.writes == []
        assert "`sites:read`" in finished.report["items"][0]["hint"]
        assert finished.report["items"][0]["collection"] == {"id": None, "name": None, "slug": "blog-posts"}

    def test_a_manifest_of_ids_needs_no_more_than_before(self, open_scene: Open) -> None:
        scene = open_scene(seed(scopes=["cms:read", "cms:write"]))
        text = yaml.safe_dump({"version": 1, "locales": [FRENCH], "collections": [{"id": POSTS, "items": [RYE]}]})
        assert scene.publish(text).told == [PUBLISHED]
        assert all("/sites" not in each.path for each in scene.sent)

    def test_slugs_in_a_collection_by_id_need_no_site(self, open_scene: Open) -> None:
        scene = open_scene(seed(scopes=["cms:read", "cms:write"]))
        text = yaml.safe_dump({"version": 1, "collections": [{"id": POSTS, "items": ["rye"]}]})
        assert scene.publish(text).told == [PUBLISHED]


class TestTrouble:
    @pytest.mark.parametrize("path", ["/sites", f"/sites/{SITE}/collections"])
    def test_while_sites_cannot_be_read_nothing_is_sent_by_a_name(self, open_scene: Open, path: str) -> None:
        down = {"method": "GET", "path": path, "times": "always", "answer": {"status": 503}}
        scene = open_scene(seed(faults=[down]))
        finished = scene.publish(manifest("rye", WHEAT))
        assert finished.ending == (4, "unavailable")
        assert finished.told == [("blocked", "unavailable")] * 2
        assert scene.writes == []

    def test_what_passes_is_overcome_and_told(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=[{"method": "GET", "path": "/sites", "answer": {"status": 503}}]))
        finished = scene.publish(manifest("rye"))
        assert finished.ending == (0, "success")
        assert [each["reason"] for each in finished.report["resolved"]] == ["unavailable"]

    def test_a_filter_by_slug_that_is_refused(self, open_scene: Open) -> None:
        words = {"code": "validation_error", "message": "Validation Error"}
        fault = {"method": "GET", "path": "/items", "answer": {"status": 400, "body": words}}
        assert open_scene(seed(faults=[fault])).publish(manifest("rye")).told == [PUBLISHED]

    def test_a_stop_before_the_names_are_known_leaves_all_to_be_done(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.listen("2 items in 1 collection", scene.program.cancellation.request)
        stopped = scene.publish(manifest("rye", "wheat", locales="all"))
        assert stopped.ending == (130, "cancelled")
        assert stopped.told == [("blocked", "cancelled")] * 2
        scene.program.cancellation = Cancellation()
        finished = scene.publish(retry_from="report.json")
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED] * 4
        assert finished.report["left-out"] == 0


class TestOneRunAfterAnother:
    def archived(self, open_scene: Open) -> Scene:
        """A scene after a run in which one item was archived and one not there; the first is archived no more."""
        items = [{"id": RYE, "name": "Rye", "state": "archived"}, POST_ITEMS[1]]
        posts = {"id": POSTS, "name": "Blog posts", "items": items}
        scene = open_scene(seed({**BAKERY, "collections": [posts]}))
        finished = scene.publish(manifest("rye", "wheat", "spelt"))
        assert finished.told == [("failed", "archived"), PUBLISHED, UNFOUND]
        scene.editor.unarchive(POSTS, RYE)
        return scene

    def test_only_what_failed_is_tried_again_whether_it_had_an_id_or_not(self, open_scene: Open) -> None:
        scene = self.archived(open_scene)
        finished = scene.publish(retry_from="report.json")
        assert finished.told == [PUBLISHED, UNFOUND]
        assert sent(scene) == [(f"{POSTS}/items/publish", {"itemIds": [RYE]})]
        assert finished.report["left-out"] == 1

    def test_a_manifest_that_names_the_same_by_ids_since_can_be_retried(self, open_scene: Open) -> None:
        scene = self.archived(open_scene)
        ids = {"version": 1, "collections": [{"id": POSTS, "items": [RYE, WHEAT, "spelt"]}]}
        assert scene.publish(yaml.safe_dump(ids), retry_from="report.json").told == [PUBLISHED, UNFOUND]

    def test_a_slug_that_has_become_that_of_a_listed_item_is_that_item_listed_twice(self, open_scene: Open) -> None:
        scene = self.archived(open_scene)
        scene.editor.edit(POSTS, WHEAT, slug="spelt")
        assert "is listed twice" in refused(scene, manifest("rye", WHEAT, "spelt"), retry_from="report.json")[0]

    def test_what_was_not_found_is_looked_for_again(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest("rye", "barley", locales=["en"])).told == [PUBLISHED, UNFOUND]
        scene.editor.edit(POSTS, OATS, slug="barley")
        finished = scene.publish(retry_from="report.json")
        assert finished.told == [PUBLISHED]
        assert [each["item"]["id"] for each in finished.report["items"]] == [OATS]
        assert finished.report["left-out"] == 1

    def test_what_was_blocked_before_anything_was_found_is_tried_again(self, open_scene: Open) -> None:
        times = ATTEMPTS[Reason.UNAVAILABLE]
        down = {"method": "GET", "path": "/sites", "times": times, "answer": {"status": 503}}
        scene = open_scene(seed(faults=[down]))
        blocked = scene.publish(manifest("rye", {"id": WHEAT, "locales": ["en"]}, locales=["fr-CA", "en"]))
        assert blocked.told == [("blocked", "unavailable")] * 3
        finished = scene.publish(retry_from="report.json")
        assert finished.told == [PUBLISHED] * 3
        assert finished.ending == (0, "success")

    def test_a_plan_that_was_reviewed_holds_for_what_is_named(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest("rye", "wheat", locales="all"))
        scene.editor.edit(POSTS, WHEAT, FRENCH, name="Froment")
        finished = scene.publish(approved="plan.json")
        assert finished.told == [PUBLISHED] * 3 + [("blocked", "changed-since-review")]

    def test_a_slug_that_has_become_that_of_another_item_since_is_not_what_was_reviewed(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest("rye"))
        scene.editor.edit(POSTS, RYE, slug="old-rye")
        scene.editor.edit(POSTS, WHEAT, slug="rye")
        finished = scene.publish(approved="plan.json")
        assert finished.told == [("blocked", "changed-since-review")]
        assert scene.writes == []


class TestRequests:
    """Names cost the sites, the collections of each site, and no more than the cheaper way to find the items."""

    def collections(self, count: int) -> list[dict[str, Any]]:
        return [
            {
                "id": f"64a10000000000000000010{number}",
                "name": f"List {number}",
                "items": [
                    {
                        "first-id": f"64b20000000000000{number}000000",
                        "count": count,
                        "first-number": 0,
                        "name": "Item {number}",
                        "state": "published",
                    }
                ],
            }
            for number in range(3)
        ]

    def spent(self, open_scene: Open, *wanted: Sequence[int]) -> int:
        """Requests that it takes to plan such items of three collections of 10,000, all of which are live."""
        site = {key: value for key, value in BAKERY.items() if key != "locales"}
        scene = open_scene(seed({**site, "collections": self.collections(10_000)}))
        listed = [
            {"slug": f"list-{number}", "items": [f"item-{each}" for each in numbers]}
            for number, numbers in enumerate(wanted)
        ]
        finished = scene.plan(yaml.safe_dump({"version": 1, "collections": listed}))
        assert finished.ending == (0, "nothing-to-do")
        assert finished.outputs["unchanged-count"] == str(sum(map(len, wanted)))
        found = [each["item"]["id"][-6:] for each in finished.report["items"]]
        assert found == [f"{each:06x}" for numbers in wanted for each in numbers]
        return len(scene.sent)

    def test_two_thousand_slugs_in_three_long_lists_take_the_pages_of_these(self, open_scene: Open) -> None:
        each = range(3, 10_000, 15)
        assert 3 * len(each) == 2_001
        assert self.spent(open_scene, each, each, each[:-1]) <= 2 + 300

    @pytest.mark.parametrize(
        ("wanted", "cheapest"),
        [
            ([9_999], 1),
            ([1, 5_000, 9_999], 3),
            (range(9_850, 10_000), 100),
            (range(100), 1),
        ],
    )
    def test_other_splits_take_the_cheaper_way_and_a_first_page(
        self, open_scene: Open, wanted: Sequence[int], cheapest: int
    ) -> None:
        assert self.spent(open_scene, wanted) <= 2 + cheapest + (len(wanted) > 1)
