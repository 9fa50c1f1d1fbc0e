"""Reading back what was published, through HTTP: green means that the live site shows it, whatever the service does."""

from __future__ import annotations

from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, POSTS, SITE, collection_of, manifest_of, seed_of
from harness.program import Open, Scene
from harness.samples import identifier

NEW, EDITED, DRAFT = identifier(1), identifier(2), identifier(3)
MANIFEST = {POSTS: [NEW, EDITED, DRAFT]}
PUBLISHED, NOT_LIVE = ("published", None), ("failed", "not-live")
BOTH = (ENGLISH, FRENCH)
OFFSETS = [-3600, -180, 180, 3600]
EMPTY_LIST = {"status": 200, "body": {"items": [], "pagination": {"limit": 100, "offset": 0, "total": 0}}}
NO_LIST = {"status": 404, "body": {"code": "resource_not_found", "message": "Requested resource not found"}}


def seed(**others: Any) -> str:
    """An item that is new, one that is live and was edited, and a draft; each in both locales."""
    edited = {"state": "draft-changes", "fields": {"summary": "Staged"}, "live": {"summary": "Former"}}
    return seed_of(
        collection_of(
            POSTS,
            "Posts",
            {"id": NEW, "name": "New post", "slug": "new-post", "locales": ["all"]},
            {"id": EDITED, "name": "Edited", "locales": ["all"], **edited},
            {"id": DRAFT, "name": "Draft", "locales": ["all"], "state": "draft"},
            fields=[{"slug": "summary"}],
        ),
        **others,
    )


def reading_back(**fault: Any) -> list[dict[str, Any]]:
    """A fault that strikes when the live list is read."""
    return [{"method": "GET", "path": "/items/live", **fault}]


def unseen(times: int | str, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Faults that strike when the live list is read, and when one of the live items is."""
    singly = [{"method": "GET", "path": f"/items/{each}/live", "answer": NO_LIST} for each in MANIFEST[POSTS]]
    return [*reading_back(times=times, answer=answer), *({**each, "times": times} for each in singly)]


class TestLate:
    """A service that accepts at once, and shows it later."""

    @pytest.mark.parametrize(
        ("seconds", "waits"),
        [
            (0, []),
            (0.5, [1]),
            (3, [1, 2]),
            (20, [1, 2, 4, 8, 15]),
            (60, [1, 2, 4, 8, 15, 30]),
        ],
    )
    def test_it_is_waited_for_and_green(self, open_scene: Open, seconds: float, waits: list[float]) -> None:
        scene = open_scene(seed(confirmation=seconds))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        assert finished.ending == (0, "success")
        assert finished.confirmed == [True] * 6
        assert scene.clock.slept == waits
        assert len(scene.writes) == 1

    def test_who_waits_is_told_why(self, open_scene: Open) -> None:
        finished = open_scene(seed(confirmation=3)).publish(manifest_of(MANIFEST))
        assert [line for line in finished.console.lines if "not live yet" in line] == [
            "3 not live yet. Looking again in 1 s.",
            "3 not live yet. Looking again in 2 s.",
        ]

    def test_only_what_is_not_live_yet_is_read_again(self, open_scene: Open) -> None:
        faults = [{"lose-items": [EDITED]}]
        scene = open_scene(seed(faults=faults))
        scene.publish(manifest_of(MANIFEST))
        wanted = [each.query["filter[id][in]"] for each in scene.sent if each.path.endswith("/live")]
        assert wanted[0].count(",") == 2
        assert wanted[1:] == [EDITED] * 6

    def test_the_next_run_finds_nothing_to_do(self, open_scene: Open) -> None:
        scene = open_scene(seed(confirmation=20))
        scene.publish(manifest_of(MANIFEST, *BOTH))
        assert scene.publish().ending == (0, "nothing-to-do")

    def test_what_shows_too_late_is_red_and_the_next_run_green(self, open_scene: Open) -> None:
        scene = open_scene(seed(confirmation=61))
        assert scene.publish(manifest_of(MANIFEST)).told == [NOT_LIVE] * 3
        scene.clock.advance(1)
        assert scene.publish().ending == (0, "nothing-to-do")
        assert scene.writes == []


class TestNever:
    """A service that accepts everything, and shows nothing of it."""

    @pytest.mark.parametrize("locales", [(), (FRENCH,), BOTH])
    def test_nothing_is_called_published(self, open_scene: Open, locales: tuple[str, ...]) -> None:
        scene = open_scene(seed(confirmation="never"))
        finished = scene.publish(manifest_of(MANIFEST, *locales))
        assert finished.ending == (1, "failed")
        assert set(finished.told) == {NOT_LIVE}
        assert not any(finished.confirmed)
        assert (finished.outputs["published-count"], finished.outputs["published-ids"]) == ("0", "[]")
        assert sum(scene.clock.slept) == 60

    def test_it_is_told_what_the_live_site_shows_instead(self, open_scene: Open) -> None:
        finished = open_scene(seed(confirmation="never")).publish(manifest_of(MANIFEST))
        messages = [each["message"] for each in finished.report["items"]]
        assert "not on the live site" in messages[0]
        assert "what was published before" in messages[1]
        assert "not on the live site" in messages[2]

    def test_the_next_run_tries_again(self, open_scene: Open) -> None:
        scene = open_scene(seed(confirmation="never"))
        scene.publish(manifest_of(MANIFEST))
        assert scene.publish().told == [NOT_LIVE] * 3
        assert len(scene.writes) == 1

    def test_a_run_that_has_no_time_to_wait_says_that_it_had_none(self, open_scene: Open) -> None:
        scene = open_scene(seed(confirmation=20))
        finished = scene.publish(manifest_of(MANIFEST), timeout_minutes="0.1")
        assert finished.ending == (4, "unavailable")
        assert finished.told == [("failed", "timed-out")] * 3
        assert sum(scene.clock.slept) < 6


class TestUnseen:
    """A service whose dates say that it has published, and whose live site shows nothing of it."""

    @pytest.mark.parametrize("answer", [EMPTY_LIST, NO_LIST])
    @pytest.mark.parametrize("locales", [(), BOTH])
    def test_no_run_is_green_until_the_items_are_there(
        self, open_scene: Open, answer: dict[str, Any], locales: tuple[str, ...]
    ) -> None:
        scene = open_scene(seed(faults=unseen("always", answer)))
        count = 3 * (len(locales) or 1)
        first = scene.publish(manifest_of(MANIFEST, *locales))
        assert (first.told, first.ending) == ([NOT_LIVE] * count, (1, "failed"))

        second = scene.publish()
        assert (second.told, second.ending) == ([NOT_LIVE] * count, (1, "failed"))
        assert second.changes == [None] * count
        assert scene.writes == []
        assert sum(scene.clock.slept) == 2 * 60
        assert "force" in second.summary

        forced = scene.publish(force="true")
        assert (forced.told, forced.ending) == ([NOT_LIVE] * count, (1, "failed"))
        assert forced.changes == ["forced"] * count
        assert len(scene.writes) == 1
        assert not any(first.confirmed + second.confirmed + forced.confirmed)
        for finished in (first, second, forced):
            assert (finished.outputs["published-count"], finished.outputs["published-ids"]) == ("0", "[]")

    def test_what_is_there_again_is_green_without_another_word(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=unseen(7, EMPTY_LIST)))
        assert scene.publish(manifest_of(MANIFEST)).told == [NOT_LIVE] * 3
        second = scene.publish()
        assert (second.ending, second.confirmed) == ((0, "nothing-to-do"), [True] * 3)
        assert scene.writes == []

    def test_without_reading_back_nobody_sees_it(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=unseen("always", EMPTY_LIST)))
        scene.publish(manifest_of(MANIFEST), verify="false")
        again = scene.publish(verify="false")
        assert (again.ending, again.confirmed) == ((0, "nothing-to-do"), [False] * 3)
        assert scene.methods == ["GET"]


class TestLost:
    """A service that accepts everything, and leaves out a part of it."""

    def test_one_locale_that_is_lost_is_red_and_the_other_green(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=[{"lose": ["fr-CA"]}]))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        assert finished.ending == (1, "failed")
        assert finished.told == [PUBLISHED, NOT_LIVE] * 3
        assert finished.confirmed == [True, False] * 3
        assert finished.outputs["published-ids"] == "[]"
        assert {each["locale"] for each in finished.report["items"] if each["status"] == "failed"} == {FRENCH}

    def test_the_next_run_mends_it(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=[{"lose": ["fr-CA"]}]))
        scene.publish(manifest_of(MANIFEST, *BOTH))
        again = scene.publish()
        assert again.ending == (0, "success")
        assert again.told == [("unchanged", None), PUBLISHED] * 3
        (write,) = scene.writes
        assert {locale for each in write.body["items"] for locale in each["cmsLocaleIds"]} == {FRENCH}
        assert scene.editor.live(POSTS, EDITED, FRENCH) == scene.editor.staged(POSTS, EDITED, FRENCH)

    @pytest.mark.parametrize("lost", [NEW, EDITED, DRAFT])
    def test_one_item_that_is_lost_is_red_in_all_locales(self, open_scene: Open, lost: str) -> None:
        scene = open_scene(seed(faults=[{"lose-items": [lost]}]))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        expected = [NOT_LIVE if item == lost else PUBLISHED for item in MANIFEST[POSTS] for _ in BOTH]
        assert finished.told == expected

    def test_one_item_that_is_lost_in_one_locale_is_red_there(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=[{"lose": ["en"], "lose-items": [EDITED]}]))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        assert finished.told == [PUBLISHED, PUBLISHED, NOT_LIVE, PUBLISHED, PUBLISHED, PUBLISHED]

    def test_it_is_seen_also_where_nobody_could_look_before(self, open_scene: Open) -> None:
        down = {"method": "GET", "times": 6, "answer": {"status": 500}}
        scene = open_scene(seed(faults=[down, {"lose-items": [EDITED]}]))
        finished = scene.publish(manifest_of(MANIFEST))
        assert finished.changes == ["unknown"] * 3
        assert finished.told == [PUBLISHED, NOT_LIVE, PUBLISHED]
        assert "summary" in finished.report["items"][1]["message"]


class TestClock:
    """Webflow's clock is minutes off: only its own times are held against each other."""

    @pytest.mark.parametrize("offset", OFFSETS)
    def test_what_is_live_is_seen_and_the_next_run_has_nothing_to_do(self, open_scene: Open, offset: int) -> None:
        scene = open_scene(seed(clock_offset=offset))
        assert scene.publish(manifest_of(MANIFEST, *BOTH)).ending == (0, "success")
        assert scene.clock.slept == []
        assert scene.publish().ending == (0, "nothing-to-do")

    @pytest.mark.parametrize("offset", OFFSETS)
    def test_an_edit_a_moment_later_is_seen(self, open_scene: Open, offset: int) -> None:
        scene = open_scene(seed(clock_offset=offset))
        scene.publish(manifest_of(MANIFEST))
        scene.clock.advance(1)
        scene.editor.edit(POSTS, NEW, summary="Newer")
        assert scene.publish().told == [PUBLISHED, ("unchanged", None), ("unchanged", None)]
        assert (scene.editor.live(POSTS, NEW) or {})["summary"] == "Newer"

    @pytest.mark.parametrize("offset", OFFSETS)
    def test_what_shows_late_is_waited_for(self, open_scene: Open, offset: int) -> None:
        scene = open_scene(seed(clock_offset=offset, confirmation=10))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        assert (finished.ending, scene.clock.slept) == ((0, "success"), [1, 2, 4, 8])

    @pytest.mark.parametrize("offset", OFFSETS)
    def test_what_never_shows_and_what_is_lost_is_red(self, open_scene: Open, offset: int) -> None:
        scene = open_scene(seed(clock_offset=offset, confirmation=5, faults=[{"lose": ["fr-CA"]}]))
        assert scene.publish(manifest_of(MANIFEST, *BOTH)).told == [PUBLISHED, NOT_LIVE] * 3

    @pytest.mark.parametrize("offset", OFFSETS)
    def test_force_is_green(self, open_scene: Open, offset: int) -> None:
        scene = open_scene(seed(clock_offset=offset))
        scene.publish(manifest_of(MANIFEST))
        finished = scene.publish(force="true")
        assert (finished.ending, finished.confirmed) == ((0, "success"), [True] * 3)


class TestTrouble:
    """Answers that break while it is read back."""

    @pytest.mark.parametrize(
        ("fault", "reason"),
        [
            ({"answer": {"status": 500}}, "unavailable"),
            ({"times": 5, "answer": {"status": 503}}, "unavailable"),
            ({"times": 9, "answer": {"status": 429}}, "rate-limited"),
            ({"answer": {"status": 429, "headers": {"Retry-After": "60"}}}, "rate-limited"),
            ({"cut": "before"}, "unavailable"),
            ({"cut": "after"}, "unavailable"),
            ({"cut": "body"}, "unavailable"),
            ({"change": {"spoil": "broken"}}, "malformed"),
            ({"change": {"spoil": "half"}}, "malformed"),
            ({"change": {"spoil": "empty"}}, "malformed"),
            ({"answer": {"status": 200, "body": "<html>"}}, "malformed"),
        ],
    )
    def test_what_heals_is_told_as_resolved_and_green(
        self, open_scene: Open, fault: dict[str, Any], reason: str
    ) -> None:
        scene = open_scene(seed(faults=reading_back(**fault)))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        assert finished.ending == (0, "success")
        assert finished.confirmed == [True] * 6
        assert {each["reason"] for each in finished.report["resolved"]} == {reason}
        assert len(scene.writes) == 1

    @pytest.mark.parametrize(
        ("fault", "reason", "ending"),
        [
            ({"answer": {"status": 500}}, "unavailable", (4, "unavailable")),
            ({"answer": {"status": 429}}, "rate-limited", (4, "unavailable")),
            ({"cut": "before"}, "unavailable", (4, "unavailable")),
            ({"change": {"spoil": "half"}}, "malformed", (1, "failed")),
            ({"answer": {"status": 200, "body": {"items": "all"}}}, "malformed", (1, "failed")),
            ({"answer": {"status": 200, "body": {"items": [{"id": 7}]}}}, "malformed", (1, "failed")),
            ({"answer": {"status": 401}}, "unauthorized", (3, "denied")),
            ({"answer": {"status": 409}}, "rejected", (1, "failed")),
        ],
    )
    def test_what_does_not_heal_is_never_green_and_says_that_it_was_accepted(
        self, open_scene: Open, fault: dict[str, Any], reason: str, ending: tuple[int, str]
    ) -> None:
        scene = open_scene(seed(faults=reading_back(times="always", **fault)))
        finished = scene.publish(manifest_of(MANIFEST))
        assert finished.told == [("failed", reason)] * 3
        assert finished.ending == ending
        assert all("Webflow accepted this" in each["message"] for each in finished.report["items"])
        assert len(scene.writes) == 1

    @pytest.mark.parametrize(("lost", "told"), [([], PUBLISHED), ([{"lose-items": [NEW]}], NOT_LIVE)])
    def test_a_list_that_answers_with_other_items_proves_nothing_and_the_item_is_read_by_itself(
        self, open_scene: Open, lost: list[dict[str, Any]], told: tuple[str, str | None]
    ) -> None:
        other = {"id": identifier(7), "lastPublished": "2026-11-23T17:00:00Z", "fieldData": {"name": "x"}}
        body = {"items": [other], "pagination": {"limit": 100, "offset": 0, "total": 1}}
        faults = [*reading_back(times="always", answer={"status": 200, "body": body}), *lost]
        scene = open_scene(seed(faults=faults))
        assert scene.publish(manifest_of({POSTS: [NEW]})).told == [told]
        assert scene.sent[-1].path == f"/v2/collections/{POSTS}/items/{NEW}/live"

    @pytest.mark.parametrize("mode", ["ignored", "refused"])
    def test_without_the_filter_it_is_proven_all_the_same(self, open_scene: Open, mode: str) -> None:
        scene = open_scene(seed(filter=mode, confirmation=3, faults=[{"lose-items": [DRAFT]}]))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH))
        assert finished.told == [PUBLISHED, PUBLISHED, PUBLISHED, PUBLISHED, NOT_LIVE, NOT_LIVE]

    def test_an_item_that_was_taken_off_the_site_meanwhile_is_red(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=unseen("always", EMPTY_LIST)))
        assert scene.publish(manifest_of({POSTS: [EDITED]})).told == [NOT_LIVE]

    def test_an_empty_list_is_not_believed_where_an_item_is_there_by_itself(self, open_scene: Open) -> None:
        scene = open_scene(seed(faults=reading_back(times="always", answer=EMPTY_LIST)))
        finished = scene.publish(manifest_of(MANIFEST))
        assert (finished.told, finished.confirmed) == ([PUBLISHED] * 3, [True] * 3)
        assert scene.clock.slept == []


class TestEdited:
    """Somebody edits an item while it is published."""

    def test_an_edit_before_it_is_sent_goes_live_and_is_right(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.listen("to be published", lambda: scene.editor.edit(POSTS, NEW, summary="Meanwhile"))
        finished = scene.publish(manifest_of(MANIFEST))
        assert (finished.ending, finished.confirmed) == ((0, "success"), [True] * 3)
        assert (scene.editor.live(POSTS, NEW) or {})["summary"] == "Meanwhile"

    def test_an_edit_after_it_was_sent_is_for_the_next_run(self, open_scene: Open) -> None:
        scene = open_scene(seed())

        def edit() -> None:
            scene.clock.advance(1)
            scene.editor.edit(POSTS, NEW, summary="Afterwards")

        scene.listen("3 of 3 done", edit)
        assert scene.publish(manifest_of(MANIFEST)).ending == (0, "success")
        assert scene.publish().told == [PUBLISHED, ("unchanged", None), ("unchanged", None)]

    def test_edits_before_and_after_are_never_green(self, open_scene: Open) -> None:
        """Nobody can tell then that what is live is what was staged when it was sent."""
        scene = open_scene(seed())
        scene.listen("to be published", lambda: _edit_twice(scene))
        finished = scene.publish(manifest_of(MANIFEST))
        assert finished.told == [NOT_LIVE, PUBLISHED, PUBLISHED]
        assert "summary" in finished.report["items"][0]["message"]


def _edit_twice(scene: Scene) -> None:
    scene.editor.edit(POSTS, NEW, summary="Meanwhile")
    scene.listen("3 of 3 done", lambda: scene.editor.edit(POSTS, NEW, summary="Afterwards"))


class TestVerify:
    """`verify: false`."""

    def test_nothing_is_read_after_the_write_and_nothing_is_called_live(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = scene.publish(manifest_of(MANIFEST), verify="false")
        assert scene.methods == ["GET", "POST"]
        assert finished.confirmed == [False] * 3
        assert finished.console.lines[-1] == "All 3 items are published."
        assert "They were not read back." in finished.summary

    def test_with_it_it_is_called_live(self, open_scene: Open) -> None:
        finished = open_scene(seed()).publish(manifest_of(MANIFEST))
        assert finished.console.lines[-1] == "All 3 items are live."
        assert "not read back" not in finished.summary

    def test_a_service_that_shows_nothing_is_believed_without_it(self, open_scene: Open) -> None:
        scene = open_scene(seed(confirmation="never"))
        assert scene.publish(manifest_of(MANIFEST), verify="false").ending == (0, "success")


class TestAddress:
    """Links to the live pages, where the manifest names the site."""

    SCOPES = ("cms:read", "cms:write", "sites:read")

    def test_what_is_published_has_its_address_in_each_locale(self, open_scene: Open) -> None:
        domain = {"custom-domains": [{"id": identifier(90), "url": "www.bakery.example"}]}
        scene = open_scene(seed(scopes=self.SCOPES, site=domain))
        finished = scene.publish(manifest_of({POSTS: [NEW]}, *BOTH, site=SITE))
        english = "https://www.bakery.example/posts/new-post"
        french = "https://www.bakery.example/fr-ca/posts/new-post"
        assert [each["address"] for each in finished.report["items"]] == [english, french]
        assert f'<a href="{english}">' in finished.summary
        assert f'<a href="{french}">' in finished.summary
        assert [each.path for each in scene.sent[-2:]] == [f"/v2/sites/{SITE}", f"/v2/sites/{SITE}/collections"]

    def test_without_a_domain_of_its_own_it_is_that_of_webflow(self, open_scene: Open) -> None:
        scene = open_scene(seed(scopes=self.SCOPES))
        finished = scene.publish(manifest_of({POSTS: [NEW]}, site=SITE))
        assert finished.report["items"][0]["address"] == "https://bakery.webflow.io/posts/new-post"

    def test_without_the_scope_there_is_no_link_and_no_failure(self, open_scene: Open) -> None:
        finished = open_scene(seed()).publish(manifest_of({POSTS: [NEW]}, site=SITE))
        assert finished.ending == (0, "success")
        assert finished.report["items"][0]["address"] is None
        assert finished.report["warnings"] == []
        assert "<a href" not in finished.summary

    def test_where_the_manifest_names_no_site_none_is_asked_for(self, open_scene: Open) -> None:
        scene = open_scene(seed(scopes=self.SCOPES))
        finished = scene.publish(manifest_of({POSTS: [NEW]}))
        assert finished.report["items"][0]["address"] is None
        assert not any("/sites/" in each.path for each in scene.sent)

    @pytest.mark.parametrize("path", [f"/sites/{SITE}", f"/sites/{SITE}/collections"])
    @pytest.mark.parametrize(
        "fault", [{"answer": {"status": 500}}, {"answer": {"status": 404}}, {"change": {"body": {}}}, {"cut": "before"}]
    )
    def test_what_cannot_be_read_of_the_site_hurts_nobody(
        self, open_scene: Open, path: str, fault: dict[str, Any]
    ) -> None:
        faults = [{"path": path, "times": "always", **fault}]
        scene = open_scene(seed(scopes=self.SCOPES, faults=faults))
        finished = scene.publish(manifest_of({POSTS: [NEW]}, site=SITE))
        assert finished.ending == (0, "success")
        assert finished.report["items"][0]["address"] is None

    @pytest.mark.parametrize("path", [f"/sites/{SITE}", f"/sites/{SITE}/collections"])
    def test_for_a_link_nothing_is_waited_for_and_the_log_says_why_there_is_none(
        self, open_scene: Open, path: str
    ) -> None:
        limited = {"status": 429, "headers": {"Retry-After": "60"}}
        scene = open_scene(seed(scopes=self.SCOPES, faults=[{"path": path, "times": "always", "answer": limited}]))
        finished = scene.publish(manifest_of(MANIFEST, *BOTH, site=SITE))
        assert finished.ending == (0, "success")
        assert scene.clock.slept == []
        assert [each.status for each in scene.sent if each.path == f"/v2{path}"] == [429]
        assert {each["address"] for each in finished.report["items"]} == {None}
        assert finished.report["resolved"] == []
        (line,) = [each for each in finished.console.lines if "links" in each]
        assert "429" in line

    def test_nothing_of_it_is_asked_where_nothing_was_published(self, open_scene: Open) -> None:
        scene = open_scene(seed(scopes=self.SCOPES))
        scene.publish(manifest_of({POSTS: [NEW]}, site=SITE))
        scene.publish()
        items = f"/v2/collections/{POSTS}/items"
        assert [each.path for each in scene.sent] == [items, f"{items}/live"]


def test_a_run_that_was_stopped_before_it_had_seen_everything_live_is_not_green(open_scene: Open) -> None:
    scene = open_scene(seed())
    scene.publish(manifest_of(MANIFEST))
    scene.listen("to be published", scene.program.cancellation.request)
    finished = scene.publish()
    assert finished.ending == (130, "cancelled")
    assert finished.told == [("unchanged", None)] * 3
    assert "The run was stopped before it was seen whether everything is live" in finished.summary
