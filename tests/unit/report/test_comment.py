from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.rendering import rendered
from harness.results import HOSTILE, SOURCE, difference, failed, invalid, mixed, pending, planned, success
from harness.samples import collection, item
from webflow_publish.change import Change
from webflow_publish.inputs import Mode
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.report import Scope, Source, comment, summary
from webflow_publish.report.comment import COMMENT_LIMIT

HEAD = "89abcdef0123456789abcdef0123456789abcdef"
SCOPE = Scope(("webflow-publish.yml",))
LIVE = re.compile(r"@\w|#\d|:[\w+-]+:|\bGH-\d|https?://|\bwww\.|[0-9a-f]{7}", re.IGNORECASE | re.ASCII)
"""What GitHub makes mentions, references, emoji and links of in the words of a comment, outside of code."""


def written(result: Result, mode: Mode = Mode.PLAN, scope: Scope = SCOPE) -> str:
    return comment(result, mode, SOURCE, scope, HEAD)


def test_is_the_job_summary_between_a_marker_and_where_it_comes_from() -> None:
    text = written(planned())
    assert text == (
        f"{SCOPE.marker}\n\n{summary(planned(), Mode.PLAN, SOURCE)}\n"
        "<sub>`webflow-publish.yml` at the commit `89abcdef0123` · "
        "[workflow run](https://github.com/octo-org/website/actions/runs/42) · this comment is kept up to date</sub>\n"
    )


def test_its_marker_cannot_be_seen() -> None:
    page = rendered(written(success(), Mode.PUBLISH))
    assert page.elements[0] == SCOPE.marker
    assert page.elements[1].startswith("h1")
    assert "".join(page.words).count("webflow-publish ") == 1  # the version at the end


def test_what_is_not_known_is_left_out() -> None:
    text = comment(success(), Mode.PUBLISH, Source(), SCOPE, None)
    assert text.endswith("<sub>`webflow-publish.yml` · this comment is kept up to date</sub>\n")


def test_names_a_few_paths_and_counts_the_others() -> None:
    text = written(success(), scope=Scope(tuple(f"{number}.yml" for number in range(1_003))))
    assert "<sub>`0.yml`, `1.yml`, `2.yml`, 1,000 more at the commit" in text


def test_says_what_could_not_be_written() -> None:
    text = written(success().losing(Problem("The JSON report could not be written.", "Look at the disk.")))
    assert "> The JSON report could not be written. Look at the disk." in text


class TestMarker:
    def test_is_the_same_for_the_same_lines_in_any_order(self) -> None:
        assert Scope(("a", "b"), ("c", "d")).marker == Scope(("b", "a", "a"), ("d", "c")).marker

    def test_differs_with_the_manifest_and_with_what_the_run_is_restricted_to(self) -> None:
        scopes = [Scope(("a",)), Scope(("b",)), Scope(("a", "b")), Scope(("a",), ("b",)), Scope(("a",), ("c",))]
        assert len({scope.marker for scope in scopes}) == len(scopes)

    @given(st.lists(st.text()), st.lists(st.text()))
    def test_is_one_comment_of_html_whatever_the_lines_are(self, manifest: list[str], only: list[str]) -> None:
        assert re.fullmatch(r"<!-- webflow-publish [0-9a-f]{32} -->", Scope(tuple(manifest), tuple(only)).marker)

    def test_does_not_change_between_versions(self) -> None:
        """Else the result would not find the comment of the plan that was written before."""
        assert SCOPE.marker == "<!-- webflow-publish 1e5e2a0c5164d3b7563aaa4aac14b5fa -->"


def large() -> dict[str, Result]:
    """More of everything than a comment has room for."""
    of = collection(1, "é" * 200)
    items = [item(number, of=of, name="é" * 200) for number in range(2_000)]
    fields = (difference("Body", "é" * 5_000, "è" * 5_000),) * 5
    problems = tuple(Problem(f"Mistake {number} {'é' * 500}", "x" * 500) for number in range(500))
    return {
        "failures": Result(Verdict.FAILED, None, tuple(failed(Reason.REJECTED, HOSTILE * 5, *items))),
        "plan": Result(Verdict.PENDING, None, tuple(pending(Change.CHANGED, *items[:300], differences=fields))),
        "names": Result(Verdict.PENDING, None, tuple(pending(Change.NEW, *items))),
        "mistakes": Result(Verdict.INVALID, problems=problems),
        "losses": replace(success(), losses=problems[:20]),
    }


@pytest.mark.parametrize("kind", large())
def test_stays_within_its_room_and_keeps_its_end(kind: str) -> None:
    text = written(large()[kind], scope=Scope(("é" * 500,) * 10))
    assert len(text.encode()) <= COMMENT_LIMIT < 65_536
    assert text.startswith("<!-- webflow-publish ")
    assert text.endswith("this comment is kept up to date</sub>\n")
    assert len(text.encode()) > 20_000


@pytest.mark.parametrize("result", [mixed(), planned(), invalid(), *large().values()])
@pytest.mark.parametrize("mode", [Mode.PUBLISH, Mode.PLAN])
def test_nobody_is_notified_and_nothing_is_linked_by_it(result: Result, mode: Mode) -> None:
    page = rendered(written(result, mode, Scope((HOSTILE, "@octocat.yml"))))
    assert [words for words in page.words if LIVE.search(words)] == []
    assert not any(element.startswith("img") for element in page.elements)
    assert all(link.startswith("https://github.com/octo-org/website/") for link in page.links)


def test_a_hostile_path_changes_nothing_of_its_form() -> None:
    usual, hostile = (rendered(written(planned(), scope=Scope((path,)))) for path in ("x", HOSTILE))
    assert usual.elements[1:] == hostile.elements[1:]
    assert usual.words == hostile.words
