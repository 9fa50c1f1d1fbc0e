from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.inputs import (
    INPUTS,
    Inputs,
    Mode,
    read_allow_empty,
    read_comment,
    read_inputs,
    read_lines,
    read_patterns,
)
from webflow_publish.maximum import Maximum
from webflow_publish.problem import Problem
from webflow_publish.webflow.session import MOST_CONNECTIONS

TOKEN = "a-token-of-the-sandbox"


def checked(**texts: str) -> Inputs | tuple[Problem, ...]:
    named = {name.replace("_", "-"): text for name, text in {"token": TOKEN, **texts}.items()}
    return read_inputs(lambda name: named.get(name, ""))


def read(**texts: str) -> Inputs:
    inputs = checked(**texts)
    assert isinstance(inputs, Inputs)
    return inputs


def problems(**texts: str) -> tuple[str, ...]:
    found = checked(**texts)
    assert not isinstance(found, Inputs)
    return tuple(f"{each.message} {each.hint}" for each in found)


def test_an_input_that_is_not_set_has_its_default() -> None:
    assert read() == Inputs(
        mode=Mode.PUBLISH,
        timeout_minutes=30.0,
        concurrency=4,
        api_url="https://api.webflow.com/v2",
        token=TOKEN,
        force=False,
        verify=True,
        fail_on_pending=False,
        allow_empty=False,
        maximum=None,
    )


def test_the_manifest_takes_a_path_or_glob_a_line() -> None:
    patterns = read_patterns({"manifest": "  a b.yml\n\n content/**/*.yml \r\n"}.__getitem__)
    assert patterns == ("a b.yml", "content/**/*.yml")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_without_a_manifest_it_is_the_one_of_the_usual_name(text: str) -> None:
    assert read_patterns({"manifest": text}.__getitem__) == ("webflow-publish.yml",)


def test_inputs_of_several_lines_are_read_line_by_line() -> None:
    assert read_lines({"only": " Blog posts \n\n643fd856d66b6528195ee2ca\r\n"}.__getitem__, "only") == (
        "Blog posts",
        "643fd856d66b6528195ee2ca",
    )
    assert read_lines({"approved": " \n "}.__getitem__, "approved") == ()


def test_the_token_is_in_no_representation() -> None:
    assert TOKEN not in repr(read())


def test_whether_there_is_to_be_a_comment_is_known_also_where_other_inputs_are_wrong() -> None:
    assert read_comment({"comment": "true", "mode": "x"}.__getitem__)
    assert not read_comment({"comment": ""}.__getitem__)
    assert not read_comment({"comment": "maybe"}.__getitem__)
    assert problems(comment="maybe") == ("The input `comment` is `maybe`. Write `true` or `false`.",)


def test_publishing_needs_a_token() -> None:
    (problem,) = problems(token="")
    assert "There is no token" in problem
    assert "`cms:read` and `cms:write`" in problem
    assert "fork" in problem


def test_planning_needs_one_that_can_read() -> None:
    (problem,) = problems(token="", mode="plan")
    assert "There is no token" in problem
    assert "cms:read" in problem
    assert "cms:write" not in problem
    assert read(mode="plan").token == TOKEN


def test_validating_needs_none() -> None:
    inputs = read(token="", mode="validate")
    assert inputs.mode is Mode.VALIDATE


def test_a_token_that_no_header_could_carry_is_refused_without_being_shown() -> None:
    for token in ("two words", "line\nbreak", "“quoted”", "bell\x07"):
        (problem,) = problems(token=token)
        assert "Copy the token" in problem
        assert token not in problem


def test_a_mistyped_mode_is_told_with_the_nearest_one() -> None:
    (problem,) = problems(mode="validat")
    assert "`validat`" in problem
    assert "Did you mean `validate`?" in problem


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("True", True), (" TRUE\n", True), ("false", False), ("False", False), ("FALSE", False)],
)
def test_a_truth_value_is_written_as_in_yaml(text: str, value: bool) -> None:
    inputs = read(mode="plan", force=text, verify=text, fail_on_pending=text, allow_empty=text)
    assert (inputs.force, inputs.verify, inputs.fail_on_pending, inputs.allow_empty) == (value,) * 4


@pytest.mark.parametrize("name", ["force", "verify", "fail_on_pending", "allow_empty"])
@pytest.mark.parametrize("text", ["yes", "1", "on", "tRUE", "truee", "`"])
def test_another_text_is_no_truth_value(name: str, text: str) -> None:
    (problem,) = problems(**{name: text})
    assert problem.startswith(f"The input `{name.replace('_', '-')}` is")
    assert "Write `true` or `false`." in problem


def test_whether_nothing_may_be_listed_is_known_in_spite_of_other_mistakes() -> None:
    assert read_allow_empty({"allow-empty": "true", "mode": "x"}.__getitem__)
    assert not read_allow_empty({"allow-empty": ""}.__getitem__)
    assert not read_allow_empty({"allow-empty": "yes"}.__getitem__)


def test_a_maximum_is_a_number_or_a_share() -> None:
    assert read(max_publish="50").maximum == Maximum("50", 50, None)
    assert read(max_publish=" 2.5% ").maximum == Maximum("2.5%", None, 2.5)


@pytest.mark.parametrize("text", ["-1", "101%", "ten", "1,000", "10 percent"])
@pytest.mark.parametrize("mode", Mode)
def test_what_is_no_maximum_is_told(text: str, mode: Mode) -> None:
    (problem,) = problems(max_publish=text, mode=mode.value)
    assert f"The input `max-publish` is `{text}`." in problem
    assert "`10%`" in problem


def test_an_approved_plan_is_only_as_good_as_the_reading_back() -> None:
    (problem,) = problems(approved="plan.json", verify="false")
    assert "`approved`" in problem
    assert "Leave `verify` out" in problem
    assert read(approved="plan.json").verify
    assert not read(verify="false").verify


@pytest.mark.parametrize("mode", ["publish", ""])
def test_a_publish_cannot_fail_because_something_is_pending(mode: str) -> None:
    (problem,) = problems(mode=mode, fail_on_pending="true")
    assert problem.startswith("The input `fail-on-pending` is `true`, but the mode is `publish`")
    assert "Set `mode: plan`" in problem


@pytest.mark.parametrize(("mode", "fail_on_pending"), [("plan", "true"), ("validate", "true"), ("publish", "false")])
def test_in_another_mode_or_switched_off_fail_on_pending_conflicts_with_nothing(
    mode: str, fail_on_pending: str
) -> None:
    assert read(mode=mode, fail_on_pending=fail_on_pending).fail_on_pending is (fail_on_pending == "true")


def test_a_truth_value_that_cannot_be_read_conflicts_with_nothing() -> None:
    assert len(problems(approved="plan.json", verify="no")) == 1
    assert len(problems(mode="publish", fail_on_pending="yes")) == 1


@pytest.mark.parametrize("minutes", ["0", "-1", "soon", "nan", "inf", "361", "1e999"])
def test_a_time_limit_is_a_number_of_minutes_that_github_allows(minutes: str) -> None:
    (problem,) = problems(timeout_minutes=minutes)
    assert f"`{minutes}`" in problem


@pytest.mark.parametrize("minutes", ["0.5", "30", "360"])
def test_a_time_limit_may_be_a_fraction(minutes: str) -> None:
    inputs = read(timeout_minutes=minutes)
    assert inputs.timeout_minutes == float(minutes)


@pytest.mark.parametrize("number", ["0", "33", "-1", "+4", "4.0", "many", "0x4", "1_0", "٤", "4 4", "1000000000000"])
def test_requests_at_once_are_a_number_from_1_to_32(number: str) -> None:
    (problem,) = problems(concurrency=number)
    assert problem == (f"The input `concurrency` is `{number}`. Write a whole number from 1 to 32. The default is 4.")


@pytest.mark.parametrize("number", ["1", "4", " 32 ", "08"])
def test_there_may_be_any_number_of_them_in_between(number: str) -> None:
    assert read(concurrency=number).concurrency == int(number)


def test_there_are_as_many_connections_as_requests_at_once() -> None:
    assert read(concurrency=str(MOST_CONNECTIONS)).concurrency == 32


@pytest.mark.parametrize(
    "url",
    [
        "https://api.webflow.com/v2",
        "https://proxy.example:8443/v2/",
        "http://127.0.0.1:8080/v2",
        "http://[::1]:1/v2",
        "http://localhost/v2",
        "HTTP://localhost/v2",
    ],
)
def test_an_address_is_https_or_on_this_machine(url: str) -> None:
    inputs = read(api_url=url)
    assert inputs.api_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://api.webflow.com/v2",
        "HTTP://api.webflow.com/v2",
        "http://127.0.0.1.example.com/",
        "http://localhost.example/",
    ],
)
def test_the_token_does_not_travel_over_plain_http(url: str) -> None:
    (problem,) = problems(api_url=url)
    assert "plain HTTP" in problem


@pytest.mark.parametrize(
    "url",
    [
        "api.webflow.com/v2",
        "ftp://x/",
        "https://",
        "https://a..b/",
        "https://*/",
        "https://local\nhost/",
        "https://x/?",
        "https://%41/",
        "https://x:port/",
        "https://x/?q=1",
        "https://[x/",
    ],
)
def test_what_is_not_an_address_is_told(url: str) -> None:
    (problem,) = problems(api_url=url)
    assert "not the address of an API" in problem


def test_a_user_in_the_address_is_refused_without_being_shown() -> None:
    (problem,) = problems(api_url="https://user:secret@x/")
    assert "secret" not in problem


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = problems(
        token="",
        mode="x",
        force="x",
        verify="x",
        max_publish="x",
        fail_on_pending="x",
        allow_empty="x",
        concurrency="x",
        timeout_minutes="x",
        api_url="x",
    )
    assert len(wrong) == len(set(wrong)) == 10


@given(st.fixed_dictionaries({each.name: st.text(max_size=30) for each in INPUTS}))
def test_no_text_in_an_input_raises(texts: dict[str, str]) -> None:
    inputs = read_inputs(texts.__getitem__)
    if isinstance(inputs, Inputs):
        assert inputs.timeout_minutes > 0
        assert 1 <= inputs.concurrency <= 32
        assert inputs.api_url.startswith(("http://", "https://"))
    else:
        assert inputs


class TestSitePublish:
    @pytest.mark.parametrize(("text", "publishes"), [("", False), ("never", False), ("when-required", True)])
    def test_it_happens_only_where_it_is_asked_for(self, text: str, publishes: bool) -> None:
        assert read(site_publish=text).publishes_site is publishes

    @pytest.mark.parametrize("text", ["true", "always", "When-Required", "when required"])
    def test_another_word_is_told_with_those_that_there_are(self, text: str) -> None:
        (told,) = problems(site_publish=text)
        assert told.startswith("The input `site-publish` is ")
        assert "Write `never`, or `when-required`" in told

    @pytest.mark.parametrize(("name", "text"), [("approved", "plan.json"), ("max_publish", "10%")])
    @pytest.mark.parametrize("mode", ["publish", "plan"])
    def test_it_does_not_go_with_a_guard_that_it_would_make_worthless(self, name: str, text: str, mode: str) -> None:
        told = problems(**{"site_publish": "when-required", name: text, "mode": mode})
        (mine,) = [each for each in told if "`site-publish` is `when-required`" in each]
        assert f"`{name.replace('_', '-')}` is set, too" in mine
