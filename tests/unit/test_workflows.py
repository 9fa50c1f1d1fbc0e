from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCUMENTATION = (ROOT / "docs/workflows.md").read_text("utf-8")
FILES = {file.name: file.read_text("utf-8") for file in sorted((ROOT / "examples/workflows").glob("*.yml"))}
NAMES = sorted(FILES)
OURS = "webflow-publish/webflow-publish@main"


def document(text: str) -> Any:
    """A YAML document in which every value is a text, as `on` and `true` are to people."""
    return yaml.BaseLoader(text).get_single_data()


ACTION = document((ROOT / "action.yml").read_text("utf-8"))
WORKFLOWS = {name: document(text) for name, text in FILES.items()}


def triggers(name: str) -> set[str]:
    return set(WORKFLOWS[name]["on"])


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = WORKFLOWS[name]["jobs"]
    return found


def steps(name: str) -> list[Any]:
    return [step for job in jobs(name).values() for step in job["steps"]]


def expressions(value: Any) -> Iterator[str]:
    """What stands between `${{` and `}}`, or in an `if`, anywhere below a value."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, each in value.items():
            yield from [each] if key == "if" else expressions(each)
    elif value:
        yield from re.findall(r"\$\{\{(.*?)\}\}", value)


def secrets(value: Any) -> set[str]:
    return {secret for text in expressions(value) for secret in re.findall(r"secrets\.(\w+)", text)}


def outputs_read(value: Any, context: str) -> set[tuple[str, str]]:
    """The steps, or the jobs by `needs`, that expressions below a value take an output from, each with its output."""
    pattern = rf"{context}\.([\w-]+)\.outputs\.([\w-]+)"
    return {found for text in expressions(value) for found in re.findall(pattern, text)}


def outputs_written(step: Any) -> set[str]:
    if step.get("uses") == OURS:
        return set(ACTION["outputs"])
    return set(re.findall(r'echo "([\w-]+)=.*" >>"\$GITHUB_OUTPUT"', step.get("run", "")))


def dispatch_inputs(name: str) -> dict[str, Any]:
    started = WORKFLOWS[name]["on"]["workflow_dispatch"] or {}
    found: dict[str, Any] = started["inputs"]
    return found


class TestDocumentation:
    def test_shows_each_workflow_as_it_is(self) -> None:
        shown = re.findall(r"^<!-- (\S+) -->\n```yaml\n(.*?)^```$", DOCUMENTATION, re.MULTILINE | re.DOTALL)
        assert len(shown) == len(FILES)
        assert dict(shown) == FILES

    def test_has_a_section_for_each_row_of_its_table(self) -> None:
        headings = re.findall(r"^## (.+)$", DOCUMENTATION, re.MULTILINE)
        anchors = {heading.lower().replace(" ", "-") for heading in headings}
        rows = re.findall(r"^\| \[(.+?)\]\(#(.+?)\)", DOCUMENTATION, re.MULTILINE)
        assert sorted(name for name, _ in rows) == NAMES
        assert {anchor for _, anchor in rows} <= anchors

    @pytest.mark.parametrize("name", NAMES)
    def test_names_the_secret_of_each_workflow_in_its_table(self, name: str) -> None:
        (row,) = re.findall(rf"^\| \[{name}\].*$", DOCUMENTATION, re.MULTILINE)
        assert set(re.findall(r"WEBFLOW_\w+", row)) == secrets(WORKFLOWS[name])

    @pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:|#)([^)]+)\)", DOCUMENTATION))))
    def test_links_to_what_is_there(self, target: str) -> None:
        assert (ROOT / "docs" / target).exists()


@pytest.mark.parametrize("name", NAMES)
class TestEveryWorkflow:
    def test_pins_the_actions_of_others_to_a_commit_and_names_its_version(self, name: str) -> None:
        used = re.findall(r"uses: (.*)", FILES[name])
        assert [each for each in used if each != OURS and not re.fullmatch(r"\S+@[0-9a-f]{40} # v[\d.]+", each)] == []

    def test_gives_our_action_inputs_that_it_has(self, name: str) -> None:
        ours = [step for step in steps(name) if step.get("uses") == OURS]
        assert ours
        assert {key for step in ours for key in step["with"]} <= ACTION["inputs"].keys()

    def test_reads_outputs_that_a_step_before_has(self, name: str) -> None:
        for job in jobs(name).values():
            known: set[tuple[str, str]] = set()
            for step in job["steps"]:
                assert outputs_read(step, "steps") <= known
                known |= {(step["id"], output) for output in outputs_written(step) if "id" in step}
            assert outputs_read(job.get("outputs"), "steps") <= known

    def test_reads_outputs_that_a_job_before_has(self, name: str) -> None:
        for job in jobs(name).values():
            for needed, output in outputs_read(job, "needs"):
                assert needed == job["needs"]
                assert output in jobs(name)[needed]["outputs"]

    def test_reads_inputs_that_it_asks_for(self, name: str) -> None:
        for text in expressions(WORKFLOWS[name]):
            for asked in re.findall(r"inputs\.([\w-]+)", text):
                assert asked in dispatch_inputs(name)

    def test_has_no_permissions_but_those_of_its_jobs(self, name: str) -> None:
        assert WORKFLOWS[name]["permissions"] == {}
        others = {
            "publish-approved.yml": {"contents": "read", "actions": "read"},
            "undo.yml": {"actions": "read"},
        }
        for job in jobs(name).values():
            comments = any(step.get("with", {}).get("comment") == "true" for step in job["steps"])
            write = {"pull-requests": "write"} if comments else {}
            assert job["permissions"] == others.get(name, {"contents": "read"}) | write

    def test_keeps_text_of_others_out_of_its_scripts(self, name: str) -> None:
        assert [step["run"] for step in steps(name) if "${{" in step.get("run", "")] == []

    def test_starts_on_no_event_that_gives_forks_a_secret(self, name: str) -> None:
        assert triggers(name) <= {"push", "pull_request", "schedule", "workflow_dispatch"}

    def test_gives_pull_requests_of_this_repository_only_a_token_that_reads(self, name: str) -> None:
        for job in jobs(name).values():
            if "pull_request" in triggers(name) and secrets(job):
                assert secrets(job) == {"WEBFLOW_READ_TOKEN"}
                assert job["if"] == "github.event.pull_request.head.repo.full_name == github.repository"

    def test_gives_the_token_that_reads_to_plans_alone(self, name: str) -> None:
        for step in steps(name):
            if "WEBFLOW_READ_TOKEN" in secrets(step):
                assert step["with"]["mode"] == "plan"

    def test_leaves_no_credentials_in_the_checkout(self, name: str) -> None:
        kept = [step for step in steps(name) if step.get("uses", "").startswith("actions/checkout@")]
        # An undo reads no manifest.
        assert len(kept) == (0 if name == "undo.yml" else len(jobs(name)))
        assert all(step["with"]["persist-credentials"] == "false" for step in kept)

    def test_gives_a_job_more_minutes_than_the_run_in_it(self, name: str) -> None:
        limit = int(ACTION["inputs"]["timeout-minutes"]["default"])
        for job in jobs(name).values():
            assert int(job["timeout-minutes"]) > (limit if secrets(job) else 0)

    def test_never_has_two_runs_publish_at_once_or_cuts_one_short(self, name: str) -> None:
        if "WEBFLOW_TOKEN" in secrets(WORKFLOWS[name]):
            assert WORKFLOWS[name]["concurrency"] | {"queue": "max"} == {"group": "webflow-publish", "queue": "max"}


def test_an_action_has_the_same_commit_wherever_it_is_used() -> None:
    texts = [*FILES.values(), *(file.read_text("utf-8") for file in (ROOT / ".github/workflows").glob("*.yml"))]
    pins = {pin for text in texts for pin in re.findall(r"uses: (\S+)@([0-9a-f]{40} # \S+)", text)}
    assert len(dict(pins)) == len(pins)


def test_a_pull_request_from_a_fork_is_validated_where_it_gets_no_plan() -> None:
    plan, validate = jobs("plan.yml").values()
    assert plan["if"].replace("==", "!=") == validate["if"]
    assert validate["steps"][-1]["with"] == {"mode": "validate"}


def test_runs_that_have_an_approval_or_were_asked_for_are_never_replaced_while_they_wait() -> None:
    assert WORKFLOWS["publish-approved.yml"]["concurrency"]["queue"] == "max"
    assert WORKFLOWS["manual.yml"]["concurrency"]["queue"] == "max"


def test_the_plan_is_stored_where_its_run_writes_it_even_when_it_is_red() -> None:
    *_, plan, keep = jobs("plan.yml")["plan"]["steps"]
    assert keep["if"] == "always()"
    assert keep["with"]["path"] == plan["with"]["report"]


def test_the_result_takes_the_place_of_the_plan_in_one_comment() -> None:
    told = {name for name in NAMES for step in steps(name) if step.get("with", {}).get("comment") == "true"}
    assert told == {"plan.yml", "publish-approved.yml"}
    for name in told:
        (ours,) = (step["with"] for step in steps(name) if step.get("with", {}).get("comment") == "true")
        assert ours.keys() & {"manifest", "only", "github-token"} == set()


def test_a_push_never_publishes_without_an_approval() -> None:
    *_, find, publish = steps("publish-approved.yml")
    assert find["if"] == "github.event_name == 'push'"
    assert re.fullmatch(r"\$\{\{ github\.event_name == 'push' && '[\w./-]+' \|\| '' \}\}", publish["with"]["approved"])
    assert "if" not in publish


def test_by_hand_every_choice_is_a_mode_and_the_first_one_writes_nothing() -> None:
    asked = dispatch_inputs("manual.yml")
    assert asked["mode"]["options"] == ["plan", "publish"]
    assert asked["mode"]["default"] == "plan"


def test_by_hand_every_answer_reaches_the_action_and_the_maximum_only_what_publishes() -> None:
    *_, publish = steps("manual.yml")
    assert publish["with"] == {
        "token": "${{ secrets.WEBFLOW_TOKEN }}",
        "mode": "${{ inputs.mode }}",
        "only": "${{ inputs.only }}",
        "force": "${{ inputs.force }}",
        "max-publish": "${{ inputs.mode == 'publish' && inputs.max-publish || '' }}",
    }
    assert publish["with"].keys() - {"token"} == dispatch_inputs("manual.yml").keys()


def test_an_undo_takes_the_report_of_the_run_that_was_named_and_keeps_its_own() -> None:
    fetch, undo, keep = steps("undo.yml")
    assert fetch["env"]["RUN"] == "${{ inputs.run }}"
    assert undo["with"]["mode"] == "undo"
    assert undo["with"]["undo-from"] == "earlier/webflow-report.json"
    assert "--name webflow-report --dir earlier" in fetch["run"]
    assert undo["with"]["max-publish"] == "${{ inputs.max-publish }}"
    assert (keep["if"], keep["with"]["path"]) == ("always()", undo["with"]["report"])
    assert WORKFLOWS["undo.yml"]["concurrency"]["queue"] == "max"


def test_the_drift_check_is_red_when_something_is_pending() -> None:
    *_, plan = steps("drift.yml")
    assert plan["with"]["mode"] == "plan"
    assert plan["with"]["fail-on-pending"] == "true"
    assert re.fullmatch(r"[1-9]\d? \d{1,2} \* \* \*", WORKFLOWS["drift.yml"]["on"]["schedule"][0]["cron"])


def test_each_site_has_a_job_with_a_token_of_its_own() -> None:
    publish = jobs("sites.yml")["publish"]
    assert publish["environment"] == "${{ matrix.folder }}"
    assert publish["strategy"] == {"fail-fast": "false", "matrix": "${{ fromJSON(needs.list.outputs.matrix) }}"}
    assert secrets(jobs("sites.yml")["list"]) == set()
