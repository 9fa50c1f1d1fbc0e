from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.clock import FakeClock
from harness.results import pending, unchanged
from harness.samples import identifier, item
from webflow_publish.campaign import Campaign
from webflow_publish.cancellation import Cancellation
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint
from webflow_publish.launch import WAITS, Launch
from webflow_publish.outcome import Outcome, Status
from webflow_publish.publish import Publication
from webflow_publish.reason import Reason
from webflow_publish.schedule import Step, arranged

CONFLICT = "409 Conflict: The collection structure changed"
RYE, OATS, DONE = pending(Change.NEW, item(1)), pending(Change.NEW, item(2)), unchanged(item(3))
PLANNED = [*RYE, *OATS, *DONE]


class Sent(Publication):
    """Publishes all but these items, of which Webflow wants the site to be published first."""

    def __init__(self, failing: Sequence[str], *, stopped: bool = False) -> None:
        self._failing = failing
        self._is_stopped = stopped
        self.keys: list[str] = []

    @property
    def stopped(self) -> bool:
        return self._is_stopped

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        return ()

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        return ()

    def run(self) -> None:
        """Everything has its outcome already."""

    def outcomes(self, planned: Sequence[Outcome]) -> tuple[Outcome, ...]:
        return tuple(self._ended(each) if each.status is Status.PENDING else each for each in planned)

    def _ended(self, outcome: Outcome) -> Outcome:
        if outcome.variant.item.id in self._failing:
            return replace(outcome, status=Status.FAILED, reason=Reason.COLLECTION_CHANGED, message=CONFLICT)
        return replace(outcome, status=Status.PUBLISHED, accepted=True)


class Sites(Launch):
    """Publishes the site of everything, or of nothing; `asked` is how often it was asked to."""

    def __init__(self, *, works: bool = True) -> None:
        self._works = works
        self.asked = 0
        self.resolved = []

    def run(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        self.asked += 1
        return [each for each in outcomes if each.status is Status.FAILED] if self._works else []


class Bench:
    """A campaign whose publications fail for these items, one after the other."""

    def __init__(
        self, *rounds: Sequence[int], launch: Sites | None = None, seconds: float = 600, stopped: bool = False
    ) -> None:
        self.clock = FakeClock()
        self.cancellation = Cancellation()
        self.sent: list[list[str]] = []
        self._rounds = [[identifier(number) for number in numbers] for numbers in rounds]
        self._stopped = stopped
        steps = arranged([*RYE, *OATS])
        self.campaign = Campaign(
            PLANNED, steps, self._publication, launch, Deadline(self.clock, seconds), self.cancellation
        )

    def _publication(self, steps: Sequence[Step], pending: Sequence[Outcome]) -> Sent:
        assert {each.key for step in steps for each in step.batch.variants} == {each.variant.key for each in pending}
        self.sent.append([each.variant.item.id for each in pending])
        return Sent(self._rounds[len(self.sent) - 1], stopped=self._stopped)

    @property
    def statuses(self) -> list[Status]:
        return [each.status for each in self.campaign.outcomes()]


def test_before_anything_is_sent_it_is_as_planned() -> None:
    assert Bench([]).campaign.outcomes() == tuple(PLANNED)


def test_what_does_not_need_the_site_does_not_ask_for_it() -> None:
    sites = Sites()
    bench = Bench([], launch=sites)
    bench.campaign.run()
    assert bench.statuses == [Status.PUBLISHED, Status.PUBLISHED, Status.UNCHANGED]
    assert (sites.asked, len(bench.sent), bench.clock.slept) == (0, 1, [])


def test_where_it_is_not_wanted_what_failed_stays_so() -> None:
    bench = Bench([1])
    bench.campaign.run()
    assert bench.statuses == [Status.FAILED, Status.PUBLISHED, Status.UNCHANGED]
    assert len(bench.sent) == 1


def test_after_the_site_only_what_waited_for_it_is_sent_once_more() -> None:
    bench = Bench([1], [], launch=Sites())
    bench.campaign.run()
    assert bench.statuses == [Status.PUBLISHED, Status.PUBLISHED, Status.UNCHANGED]
    assert bench.sent == [[identifier(1), identifier(2)], [identifier(1)]]
    assert bench.clock.slept == [WAITS[0]]


def test_what_it_mended_is_told_as_resolved() -> None:
    bench = Bench([1, 2], [2], [2], [2], [2], launch=Sites())
    bench.campaign.run()
    assert bench.campaign.resolved == (Complaint(item(1).collection, Reason.COLLECTION_CHANGED, CONFLICT),)


def test_what_still_waits_is_sent_after_each_wait_and_no_more_after_the_last() -> None:
    sites = Sites()
    bench = Bench([1], *[[1]] * len(WAITS), launch=sites)
    bench.campaign.run()
    assert bench.statuses[0] is Status.FAILED
    assert bench.campaign.resolved == ()
    assert (sites.asked, bench.clock.slept) == (1, list(WAITS))


def test_where_the_site_was_not_published_nothing_is_sent_again() -> None:
    bench = Bench([1], launch=Sites(works=False))
    bench.campaign.run()
    assert (len(bench.sent), bench.clock.slept) == (1, [])


def test_without_time_for_the_wait_nothing_is_sent_again() -> None:
    bench = Bench([1], launch=Sites(), seconds=WAITS[0])
    bench.campaign.run()
    assert bench.statuses[0] is Status.FAILED
    assert (len(bench.sent), bench.campaign.stopped) == (1, False)


def test_a_run_that_was_stopped_while_it_sent_does_not_publish_a_site() -> None:
    sites = Sites()
    bench = Bench([1], launch=sites, stopped=True)
    bench.campaign.run()
    assert (sites.asked, bench.campaign.stopped) == (0, True)


def test_nor_does_one_that_was_stopped_right_after_it() -> None:
    sites = Sites()
    bench = Bench([1], launch=sites)
    bench.cancellation.request()
    bench.campaign.run()
    assert (sites.asked, len(bench.sent), bench.campaign.stopped) == (0, 1, True)
