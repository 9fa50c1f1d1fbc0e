from __future__ import annotations

from harness.catalogue import NOT_FOUND
from harness.samples import ENGLISH, FRENCH, identifier, leaving, variants
from harness.webflow import Webflow
from webflow_publish.manifest import Collection
from webflow_publish.presence import looking, present
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Found, Search, Stage

DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
ONE, TWO = variants(leaving(1), leaving(2))


def site(*numbers: int, locale: str = ENGLISH) -> Webflow:
    """A site with these items live."""
    webflow = Webflow()
    for number in numbers:
        webflow.put(Stage.LIVE, number, locale)
    return webflow


def found(webflow: Webflow, wanted: list[tuple[Collection, Search]]) -> list[Found]:
    return webflow.lookup().find_all([search for _, search in wanted])


class TestPresence:
    def test_what_is_live_is_told_without_its_fields(self) -> None:
        live, unseen = present([ONE, TWO], lambda wanted: found(site(1), [*wanted]))
        assert (set(live), unseen) == ({ONE.key}, {})
        assert (live[ONE.key].name, dict(live[ONE.key].fields)) == ("Item 1", {})

    def test_each_locale_is_another(self) -> None:
        english, french = variants(leaving(1, ENGLISH, FRENCH))
        live, _ = present([english, french], lambda wanted: found(site(1, locale=FRENCH), [*wanted]))
        assert live.keys() == {french.key}

    def test_a_failure_is_that_of_what_was_asked_for(self) -> None:
        webflow = site(1)
        webflow.on("/live", lambda: DOWN)
        assert present([ONE], lambda wanted: found(webflow, [*wanted])) == ({}, {ONE.key: DOWN})

    def test_a_list_that_is_not_there_has_nothing(self) -> None:
        webflow = site()
        webflow.on("/live", lambda: NOT_FOUND)
        assert present([ONE], lambda wanted: found(webflow, [*wanted])) == ({}, {})


class TestLooking:
    def test_what_is_live_is_told_by_its_key(self) -> None:
        look = looking(site(1).lookup(), lambda: False)
        assert set(look([ONE, TWO]) or ()) == {ONE.key}
        assert not look([TWO])

    def test_what_cannot_be_read_is_not_taken_for_gone(self) -> None:
        webflow = site()
        webflow.on("/live", lambda: DOWN)
        assert looking(webflow.lookup(), lambda: False)([ONE]) is None

    def test_it_asks_one_question_where_the_filter_is_known(self) -> None:
        webflow = site(1)
        lookup = webflow.lookup()
        lookup.find(ONE.item.collection.id, Stage.LIVE, None, [identifier(1)])
        before = webflow.sent
        looking(lookup, lambda: False)([TWO])
        assert webflow.sent == before + 1
