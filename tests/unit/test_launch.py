from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from harness.clock import FakeClock
from harness.results import blocked, failed, pending, published
from harness.samples import collection, content, item, leaving
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint
from webflow_publish.launch import REMEDIED, Launch, is_waiting
from webflow_publish.manifest import Collection
from webflow_publish.names import Sites
from webflow_publish.outcome import Status
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Publisher, Reply, Sending, Site

BAKERY = Site("580e63e98c9a982ac9b8b741", "bakery.example", name="Bakery", short_name="bakery", domain_ids=("d1", "d2"))
MILL = Site("580e63e98c9a982ac9b8b742", None, name="Mill", short_name="the-mill")
POSTS, FLOURS = collection(1), collection(2, "Flours")
DENIED = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing sites:write.", 403)
BUSY = Failure(Reason.RATE_LIMITED, "429 Too Many Requests", 429)
WAITING = failed(Reason.COLLECTION_CHANGED, "409", item(1))


class Known(Sites):
    """Posts belong to one site, all else to the other; or there is another answer to which site it is."""

    def __init__(self, answer: Site | Problem | Failure | None = None) -> None:
        self._answer = answer

    def site_of(self, collection: Collection) -> Site | Problem | Failure:
        return self._answer or (BAKERY if collection.id == POSTS.id else MILL)


class Press(Publisher):
    """Publishes sites; `sent` are ID and domains of each request."""

    def __init__(self, *answers: dict[str, Any] | Failure | Exception, overcome: tuple[Failure, ...] = ()) -> None:
        self._answers = list(answers)
        self._overcome = overcome
        self.sent: list[tuple[str, tuple[str, ...]]] = []

    def publish_site(self, site_id: str, domain_ids: Sequence[str], sending: Sending) -> Reply[dict[str, Any]]:
        assert sending.begin()
        self.sent.append((site_id, tuple(domain_ids)))
        answer = self._answers.pop(0) if self._answers else {}
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer, self._overcome)


class Scene:
    def __init__(self, press: Press, sites: Known | None = None, seconds: float = 60) -> None:
        self.told: list[str] = []
        self.launch = Launch(press, sites or Known(), Deadline(FakeClock(), seconds), self.told.append)

    @property
    def noted(self) -> list[str]:
        return [f"{each.message} {each.hint}" for each in self.launch.problems]


@pytest.mark.parametrize("reason", list(Reason))
def test_what_waits_is_what_webflow_itself_says_a_publish_of_the_site_mends(reason: Reason) -> None:
    assert all(map(is_waiting, failed(reason, "x", item(1)) + blocked(reason, "x", item(1)))) is (reason in REMEDIED)
    assert not any(map(is_waiting, published(item(1)) + pending(Change.NEW, item(1))))


@pytest.mark.parametrize("reason", sorted(REMEDIED))
def test_to_take_something_down_is_no_reason_to_put_all_else_live(reason: Reason) -> None:
    assert not any(map(is_waiting, failed(reason, "x", leaving(1))))


def test_a_site_goes_to_its_own_domains_or_else_to_its_subdomain() -> None:
    press = Press()
    scene = Scene(press)
    flours = failed(Reason.SITE_NOT_PUBLISHED, "409", item(2, of=FLOURS))
    assert scene.launch.run([*WAITING, *flours]) == [*WAITING, *flours]
    assert press.sent == [(BAKERY.id, ("d1", "d2")), (MILL.id, ())]
    assert "was published to its own domains" in scene.noted[0]
    assert "was published to its subdomain of webflow.io" in scene.noted[1]


def test_it_is_told_before_and_after_that_more_than_the_manifest_goes_live() -> None:
    scene = Scene(Press())
    scene.launch.run(WAITING)
    assert scene.told == [
        "Webflow asks for it: the whole site `bakery` (`Bakery`) is published now, with all that is staged."
    ]
    (noted,) = scene.noted
    assert "Every staged change of the site went live with it, also what the manifest does not list." in noted
    assert "Leave it out to be asked instead." in noted


def test_each_site_is_published_once() -> None:
    press = Press()
    authors = failed(Reason.COLLECTION_CHANGED, "409", item(3, of=collection(3, "Authors")))
    scene = Scene(press, Known(BAKERY))
    assert scene.launch.run([*WAITING, *authors]) == [*WAITING, *authors]
    assert scene.launch.run(WAITING) == WAITING
    assert press.sent == [(BAKERY.id, ("d1", "d2"))]


def test_where_nothing_waits_nothing_is_asked() -> None:
    press = Press()
    assert Scene(press, Known(DENIED)).launch.run(published(item(1))) == []
    assert press.sent == []


@pytest.mark.parametrize("words", ["403 Forbidden: missing sites:write", "403 Forbidden: missing sites:write."])
def test_a_refusal_is_told_with_the_scopes_that_it_takes(words: str) -> None:
    scene = Scene(Press(replace(DENIED, message=words)))
    assert scene.launch.run(WAITING) == []
    (noted,) = scene.noted
    assert "but publishing `bakery` (`Bakery`) failed: 403 Forbidden: missing sites:write. " in noted
    assert "`sites:read` and `sites:write`" in noted


def test_where_the_sites_cannot_be_read_none_is_published() -> None:
    press = Press()
    scene = Scene(press, Known(DENIED))
    assert scene.launch.run(WAITING) == []
    assert press.sent == []
    assert "but reading the sites failed" in scene.noted[0]


def test_where_it_is_not_known_which_site_it_is_none_is_published() -> None:
    press = Press()
    scene = Scene(press, Known(Problem("The token sees 2 sites.", "Write `site:`.")))
    assert scene.launch.run(WAITING) == []
    assert press.sent == []
    assert scene.noted == ["The token sees 2 sites. Write `site:`."]


@pytest.mark.parametrize(("state", "is_held_back"), [("queued", True), (None, True), ("draft", False)])
def test_what_waits_for_its_time_holds_it_back_unless_it_is_a_draft(state: str | None, is_held_back: bool) -> None:
    press = Press()
    scene = Scene(press)
    (early,) = pending(Change.NEW, item(2))
    early = replace(early, status=Status.SCHEDULED, staged=content(2, state) if state else None)
    assert (scene.launch.run([*WAITING, early]) == []) is is_held_back
    assert (press.sent == []) is is_held_back
    assert ("because 1 item of the manifest would go live before the time of `publish-at`" in scene.noted[0]) is (
        is_held_back
    )


def test_without_time_left_nothing_is_sent() -> None:
    press = Press()
    assert Scene(press, seconds=0).launch.run(WAITING) == []
    assert press.sent == []


def test_what_another_attempt_cleared_is_told() -> None:
    scene = Scene(Press(overcome=(BUSY,)))
    scene.launch.run(WAITING)
    assert scene.launch.resolved == [Complaint(POSTS, Reason.RATE_LIMITED, BUSY.message)]


def test_a_run_that_ends_in_the_midst_of_it_says_that_the_site_may_be_published() -> None:
    scene = Scene(Press(RuntimeError("a defect")))
    with pytest.raises(RuntimeError):
        scene.launch.run(WAITING)
    (noted,) = scene.noted
    assert "It may be published or not. Look at the site" in noted
