"""The comment on the pull request, from the inputs to GitHub: what is written where, and what is left alone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.bakery import GOOD_PEOPLE, GOOD_POSTS, INVALID, POSTS, SEED, collection_of, manifest_of, seed_of
from harness.certificate import Certificate, certify
from harness.github import (
    LONGEST_BODY,
    PERSON,
    PERSONAL_TOKEN,
    READING_TOKEN,
    REPOSITORY,
    WORKFLOW,
    WORKFLOW_TOKEN,
    Account,
    PullRequest,
    Website,
    serving,
)
from harness.process import Step
from harness.program import Finished, Open, Scene
from harness.rendering import rendered
from harness.results import HOSTILE
from harness.samples import identifier
from webflow_publish.clock import SystemClock
from webflow_publish.console import Annotation, Level
from webflow_publish.github import Event
from webflow_publish.github.announcement import announce
from webflow_publish.inputs import Mode
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Problem
from webflow_publish.report import Source

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HEAD = "89abcdef0123456789abcdef0123456789abcdef"
MERGED = "2026-11-23T17:00:00Z"
LATER = "2026-11-24T17:00:00Z"
PULL_REQUEST = {
    "action": "synchronize",
    "pull_request": {
        "number": 12,
        "head": {"sha": HEAD, "repo": {"full_name": REPOSITORY}},
        "base": {"repo": {"full_name": REPOSITORY}},
    },
}
FORK = {
    "pull_request": {
        "number": 12,
        "head": {"sha": HEAD, "repo": {"full_name": "somebody/website"}},
        "base": {"repo": {"full_name": REPOSITORY}},
    }
}
PUSH = {"ref": "refs/heads/main", "after": COMMIT}


@pytest.fixture
def github() -> Iterator[Website]:
    with serving() as website:
        yield website


class Job:
    """A job of a workflow, with a checkout of its own; the event that started it can be changed."""

    def __init__(self, scene: Scene, github: Website, file: Path) -> None:
        self.scene = scene
        self.github = github
        self._file = file
        scene.program.source = Source("https://github.example", REPOSITORY, COMMIT, "42")
        scene.program.inputs |= {"comment": "true", "github-token": WORKFLOW_TOKEN}

    def started_by(self, event: Any) -> Job:
        self._file.write_text(json.dumps(event))
        self.scene.program.event = Event(self.github.url, self._file)
        return self

    def merges(self, number: int = 12) -> Job:
        """The pull request is merged, and a push starts the next run."""
        self.github.pulls[COMMIT] = [PullRequest(number, COMMIT, MERGED)]
        return self.started_by(PUSH)

    def plan(self, manifest: str = GOOD_POSTS, /, **inputs: str) -> Finished:
        return self.scene.plan(manifest, **inputs)

    def publish(self, manifest: str = GOOD_POSTS, /, **inputs: str) -> Finished:
        return self.scene.publish(manifest, **inputs)


@pytest.fixture
def job(open_scene: Open, github: Website, tmp_path: Path) -> Job:
    """Started by a pull request."""
    return Job(open_scene(SEED), github, tmp_path / "event.json").started_by(PULL_REQUEST)


def warnings(finished: Finished) -> list[Annotation]:
    return [each for each in finished.console.annotations if each.topic == "No comment on the pull request"]


def warned(finished: Finished) -> str:
    """The one warning that there is no comment; the run itself ended as it would have without."""
    (warning,) = warnings(finished)
    assert warning.level is Level.WARNING
    assert finished.ending == (0, "pending")
    return f"{warning.message} {warning.hint}"


class TestOnAPullRequest:
    def test_the_plan_is_one_comment_with_the_commit_and_a_link_to_the_run(self, job: Job, github: Website) -> None:
        finished = job.plan()

        (body,) = github.bodies(12)
        assert body.startswith("<!-- webflow-publish ")
        assert "# 📋 All 3 items would be published" in body
        assert "Third post" in body
        assert f"`{HEAD[:12]}`" in body
        assert f"[workflow run](https://github.example/{REPOSITORY}/actions/runs/42)" in body
        assert "this comment is kept up to date" in body
        assert "The comment on pull request 12 is up to date." in finished.console.lines
        assert finished.console.lines[-1].startswith("All 3 items would be published")
        assert warnings(finished) == []

    def test_a_second_push_brings_the_same_comment_up_to_date(self, job: Job, github: Website) -> None:
        job.plan(GOOD_POSTS)
        job.plan(GOOD_PEOPLE)
        (body,) = github.bodies(12)
        assert "Third post" not in body
        assert "The item would be published" in body
        assert github.writes == ["POST", "PATCH"]

    def test_the_result_after_the_merge_replaces_the_plan(self, job: Job, github: Website) -> None:
        job.plan()
        job.merges().publish()
        (body,) = github.bodies(12)
        assert "# ✅ All 3 items are live" in body
        assert f"`{COMMIT[:12]}`" in body

    def test_steps_with_other_manifests_have_comments_of_their_own(self, job: Job, github: Website) -> None:
        job.scene.program.manifest(GOOD_PEOPLE, "people.yml")
        for _ in range(2):
            job.plan()
            job.plan(manifest="people.yml")
            job.plan(only="Third post")
        assert len(github.bodies(12)) == 3
        assert [body.count("`people.yml`") for body in github.bodies(12)] == [0, 1, 0]

    def test_a_mistake_in_the_manifest_is_told_there_too(self, job: Job, github: Website) -> None:
        finished = job.plan(INVALID)
        assert finished.exit_code == 2
        (body,) = github.bodies(12)
        assert "`colections`" in body

    def test_validating_speaks_to_nobody(self, job: Job, github: Website) -> None:
        assert job.plan(mode="validate").exit_code == 0
        assert github.requests == []

    def test_without_the_input_there_is_no_comment_and_no_request(self, job: Job, github: Website) -> None:
        assert job.plan(comment="false").exit_code == 0
        assert github.requests == []

    def test_the_token_is_masked_and_stands_nowhere(self, job: Job, github: Website) -> None:
        finished = job.plan()
        assert WORKFLOW_TOKEN in finished.console.masks
        assert WORKFLOW_TOKEN not in finished.everything
        assert WORKFLOW_TOKEN not in "".join(github.bodies(12))

    def test_what_others_wrote_is_text_in_it(self, job: Job, github: Website) -> None:
        job.plan(GOOD_POSTS.replace("Third post", json.dumps(HOSTILE.partition(" \u202e")[0])))
        page = rendered(github.bodies(12)[0])
        assert any("@octocat #1 :tada:" in each for each in page.literals)
        assert not any("octocat" in each for each in page.words)
        assert "img" not in "".join(page.elements)
        assert {link.partition("/octo-org/")[0] for link in page.links} == {"https://github.example"}


class TestWhichCommentIsOurs:
    def test_is_found_behind_those_of_others_on_every_page(self, job: Job, github: Website) -> None:
        for number in range(250):
            github.add(12, PERSON, f"Comment {number}")
        job.plan()
        for number in range(30):
            github.add(12, PERSON, f"Later {number}")
        job.plan(GOOD_PEOPLE)
        assert len(github.bodies(12)) == 281
        assert "The item would be published" in github.bodies(12)[250]

    def test_is_none_that_somebody_else_wrote_though_it_is_the_same_text(self, job: Job, github: Website) -> None:
        job.plan()
        (ours,) = github.bodies(12)
        others = [
            github.add(11, PERSON, ours),
            github.add(12, Account("another-app[bot]", "Bot"), ours),
            github.add(12, Account("github-actions", "User"), ours),
            github.add(12, None, ours),
        ]
        github.comments[:] = [*others, *github.comments[:1]]
        job.plan(GOOD_PEOPLE)
        assert {each.body for each in others} == {ours}
        assert "The item would be published" in github.comments[-1].body

    def test_is_none_that_quotes_it(self, job: Job, github: Website) -> None:
        job.plan()
        (ours,) = github.bodies(12)
        quoting = github.add(12, WORKFLOW, f"> {ours}")
        github.comments.reverse()
        job.plan(GOOD_PEOPLE)
        assert quoting.body == f"> {ours}"
        assert len(github.bodies(12)) == 2

    def test_is_the_first_where_there_are_two_and_no_other_is_touched(self, job: Job, github: Website) -> None:
        job.plan()
        (ours,) = github.bodies(12)
        second = github.add(12, WORKFLOW, ours)
        job.plan(GOOD_PEOPLE)
        assert second.body == ours
        assert github.bodies(12)[0] != ours

    def test_with_a_token_of_a_person_it_is_that_persons(self, job: Job, github: Website) -> None:
        job.plan(github_token=PERSONAL_TOKEN)
        job.plan(GOOD_PEOPLE, github_token=PERSONAL_TOKEN)
        assert [each.author for each in github.comments] == [PERSON]
        job.plan()
        assert [each.author for each in github.comments] == [PERSON, WORKFLOW]


class TestAfterAMerge:
    def test_it_is_on_the_pull_request_that_became_the_commit(self, job: Job, github: Website) -> None:
        github.pulls[COMMIT] = [
            PullRequest(3, None, None),
            PullRequest(4, HEAD, LATER),
            PullRequest(5, COMMIT, MERGED),
            PullRequest(6, COMMIT, LATER, repository="upstream/website"),
        ]
        finished = job.started_by(PUSH).publish()
        assert finished.ending == (0, "success")
        assert [each.number for each in github.comments] == [5]

    def test_or_else_on_the_one_that_was_merged_last(self, job: Job, github: Website) -> None:
        github.pulls[COMMIT] = [PullRequest(4, HEAD, LATER), PullRequest(5, HEAD, MERGED), PullRequest(6)]
        job.started_by(PUSH).publish()
        assert [each.number for each in github.comments] == [4]

    def test_where_there_is_none_nothing_is_done_and_the_log_says_so(self, job: Job, github: Website) -> None:
        github.pulls[COMMIT] = [PullRequest(6)]
        finished = job.started_by(PUSH).publish()
        assert f"There is no comment: the commit {COMMIT} comes from no merged pull request." in finished.console.lines
        assert (github.comments, github.writes, warnings(finished)) == ([], [], [])


class TestWhatGoesWrongIsAWarning:
    def test_a_permission_that_the_job_lacks(self, job: Job) -> None:
        text = warned(job.plan(github_token=READING_TOKEN))
        assert "GitHub answered 403 with `Resource not accessible by integration`." in text
        assert "Add `pull-requests: write` to the `permissions` of the job" in text

    def test_the_token_of_a_fork(self, job: Job) -> None:
        text = warned(job.started_by(FORK).plan(github_token=READING_TOKEN))
        assert "comes from a fork" in text
        assert "pull-requests: write" not in text

    def test_a_locked_conversation(self, job: Job, github: Website) -> None:
        github.locked.add(12)
        assert "Unlock the conversation" in warned(job.plan())

    def test_a_token_that_is_not_valid_and_is_not_shown(self, job: Job) -> None:
        finished = job.plan(github_token="ghs_NotAToken")
        assert "401 with `Bad credentials`" in warned(finished)
        assert "ghs_NotAToken" not in finished.everything

    def test_a_repository_that_the_token_does_not_see(self, job: Job) -> None:
        job.scene.program.source = Source("https://github.example", "octo-org/other", COMMIT, "42")
        assert "404 with `Not Found`" in warned(job.plan())

    def test_no_token(self, job: Job, github: Website) -> None:
        assert "there is no token for GitHub" in warned(job.plan(github_token=""))
        assert github.requests == []

    def test_a_token_that_can_be_none_and_is_not_shown(self, job: Job, github: Website) -> None:
        finished = job.plan(github_token="ghs_Half\nAToken")
        assert "characters in it that no token has" in warned(finished)
        assert "AToken" not in finished.everything
        assert github.requests == []

    @pytest.mark.parametrize("address", [None, "http://github.example/api/v3"])
    def test_no_address_to_which_a_token_may_go(self, job: Job, address: str | None) -> None:
        job.scene.program.event = Event(Event.from_environment({"GITHUB_API_URL": address or ""}).api_url)
        assert "it is not known where" in warned(job.plan())

    def test_an_outage_that_does_not_pass(self, job: Job, github: Website) -> None:
        github.failing += [(502, "<h1>Bad Gateway</h1>")] * 5
        text = warned(job.plan())
        assert "GitHub answered 502." in text
        assert "the next run brings the comment up to date" in text
        assert len(github.requests) == 2

    def test_an_outage_that_passes_is_not_even_that(self, job: Job, github: Website) -> None:
        github.failing.append((502, ""))
        assert warnings(job.plan()) == []
        assert len(github.bodies(12)) == 1

    @pytest.mark.parametrize("answer", ["<h1>Sign in</h1>", "{", "[1]", '[{"body": 7}]', "{}", '{"body": "x"}', "7"])
    def test_an_answer_that_is_not_githubs(self, job: Job, github: Website, answer: str) -> None:
        github.failing.append((200, answer))
        assert "an answer of GitHub's could not be read" in warned(job.plan())
        assert github.comments == []

    def test_a_limit_that_is_reached_is_not_waited_for(self, job: Job, github: Website) -> None:
        github.failing.append((403, json.dumps({"message": "API rate limit exceeded for installation ID 1."})))
        text = warned(job.plan())
        assert "API rate limit exceeded" in text
        assert "pull-requests" not in text

    def test_words_of_githubs_are_told_apart_and_cut(self, job: Job, github: Website) -> None:
        github.failing.append((422, json.dumps({"message": f"{HOSTILE}{'x' * 9_000} {WORKFLOW_TOKEN}"})))
        text = warned(job.plan())
        assert len(text) < 600
        assert "\n" not in text

    def test_nobody_listens(self, job: Job, tmp_path: Path) -> None:
        job.scene.program.event = Event("http://127.0.0.1:9/api/v3", tmp_path / "event.json")
        assert "The connection broke" in warned(job.plan())

    def test_it_changes_nothing_of_a_run_that_failed(self, job: Job, github: Website) -> None:
        finished = job.publish(INVALID, github_token=READING_TOKEN)
        assert finished.ending == (2, "invalid")
        assert len(warnings(finished)) == 1
        assert github.comments == []


def test_the_largest_plan_fits(open_scene: Open, github: Website, tmp_path: Path) -> None:
    items = [{"id": identifier(number), "name": f"Item {number}: {'é' * 80}"} for number in range(600)]
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", *items)))
    job = Job(scene, github, tmp_path / "event.json").started_by(PULL_REQUEST)
    job.plan(manifest_of({POSTS: [each["id"] for each in items]}))
    (body,) = github.bodies(12)
    assert 30_000 < len(body.encode()) < LONGEST_BODY
    assert body.endswith("this comment is kept up to date</sub>\n")


def test_a_run_that_was_stopped_writes_none(job: Job, github: Website) -> None:
    job.scene.listen("webflow-publish", job.scene.program.cancellation.request)
    finished = job.plan()
    assert finished.ending == (130, "cancelled")
    assert "The run was stopped: the comment on the pull request may not be up to date." in finished.console.lines
    assert github.requests == []


def test_an_answer_that_never_comes_is_given_up(github: Website, tmp_path: Path) -> None:
    """The time of the run is passed in: here it is over at once."""
    github.silent = threading.Event()
    file = tmp_path / "event.json"
    file.write_text(json.dumps(PULL_REQUEST))
    values = {"github-token": WORKFLOW_TOKEN}
    told = announce(
        Result(Verdict.SUCCESS),
        Mode.PLAN,
        lambda name: values.get(name, ""),
        Source("https://github.example", REPOSITORY, COMMIT, "42"),
        Event(github.url, file),
        SystemClock(),
        patience=0,
    )
    assert isinstance(told, Problem)
    assert "GitHub took more than" in told.message


def test_pygithub_is_loaded_only_for_a_comment(tmp_path: Path) -> None:
    """It takes a third of a second."""
    code = "import sys; from webflow_publish import cli; print('github' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=tmp_path)
    assert ran.stdout == "False\n"


@pytest.fixture
def step(job: Job, github: Website, tmp_path: Path) -> Step:
    """The job as a process of its own."""
    return Step(
        tmp_path,
        job.scene.sandbox.url,
        GOOD_POSTS,
        {"mode": "plan", "comment": "true", "github-token": WORKFLOW_TOKEN},
        {
            "GITHUB_API_URL": github.url,
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SHA": COMMIT,
        },
    )


def test_a_stop_while_github_is_waited_for_ends_the_wait_and_changes_nothing_else(step: Step, github: Website) -> None:
    github.silent = threading.Event()
    with step.started() as process:
        assert github.asked.wait(20)
        process.send_signal(signal.SIGINT)
        told, complained = process.communicate(timeout=5)
    ending = step.ending(process.returncode, told, complained)
    assert (ending.exit_code, ending.stderr) == (0, "")
    assert ending.outputs is not None
    assert ending.outputs["outcome"] == "pending"
    assert "the comment on the pull request may not be up to date" in ending.stdout


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return certify(tmp_path, "IP:127.0.0.1")


class TestOverHTTPS:
    """As on GitHub Enterprise Server, with a certificate of the company's own."""

    @pytest.fixture
    def github(self, certificate: Certificate) -> Iterator[Website]:
        with serving(context=certificate.context) as website:
            yield website

    def test_certificates_are_those_of_the_environment(
        self, step: Step, github: Website, certificate: Certificate
    ) -> None:
        variables = {**step.variables, "REQUESTS_CA_BUNDLE": str(certificate.certificate)}
        ending = replace(step, variables=variables).run()
        assert "The comment on pull request 12 is up to date." in ending.stdout
        assert len(github.bodies(12)) == 1

    def test_a_certificate_that_nobody_vouches_for_gets_no_token(self, step: Step, github: Website) -> None:
        ending = step.run()
        assert ending.exit_code == 0
        assert "could not be written: The server's certificate is not trusted." in ending.stdout
        assert "set REQUESTS_CA_BUNDLE" in ending.stdout
        assert github.requests == []


def test_a_step_finds_it_all_in_its_environment(step: Step, github: Website) -> None:
    ending = step.run()
    assert ending.exit_code == 0, ending
    assert "The comment on pull request 12 is up to date." in ending.stdout
    assert len(github.bodies(12)) == 1
