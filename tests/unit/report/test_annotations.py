from __future__ import annotations

from harness.results import failed, invalid, mixed, published, success
from harness.samples import FRENCH, item
from webflow_publish.console import Level
from webflow_publish.inputs import Mode
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Place
from webflow_publish.reason import Reason
from webflow_publish.report import annotations_of


def test_a_green_run_has_none() -> None:
    assert annotations_of(success(), Mode.PUBLISH) == ()


def test_each_error_stands_at_its_line_in_the_order_of_the_lines() -> None:
    annotations = annotations_of(mixed(), Mode.PUBLISH)
    assert [each.place.line for each in annotations if each.place] == [14, 15, 16, 17, 40]
    assert {each.level for each in annotations} == {Level.ERROR}


def test_an_annotation_says_what_why_and_what_to_do() -> None:
    (annotation,) = annotations_of(
        Result(
            Verdict.FAILED,
            None,
            (*published(item(1)), *failed(Reason.ARCHIVED, "Webflow's words", item(2, FRENCH, name="B"))),
        ),
        Mode.PUBLISH,
    )
    assert annotation.title == "Archived in Webflow: not published"
    assert annotation.message == (
        f"B ({item(2).id}) in locale {FRENCH} of Blog posts: Webflow's words. {Reason.ARCHIVED.hint}"
    )
    assert annotation.place == Place("webflow-publish.yml", 12, 9)


def test_problems_without_a_place_come_first() -> None:
    first, second = annotations_of(invalid(), Mode.PUBLISH)
    assert (first.title, first.message, first.place) == ("There is no token.", "Store one.", None)
    assert second.place == Place("a b/c.yml", 3, 5)


def test_a_defect_is_one_annotation() -> None:
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, mixed().outcomes, defect="KeyError at x"), Mode.PUBLISH)
    assert annotation.message == "KeyError at x"
