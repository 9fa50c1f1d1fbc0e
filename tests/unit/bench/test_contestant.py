from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.contestant import CLI, IMPORTS, LOAD, PROGRAM, PUBLISH, SAME, SDK, VALIDATE, Call, Contestant, environment
from bench.place import IDENTIFIERS, MANIFEST

HOST = "http://127.0.0.1:8080"
NOW = Call(HOST, 1)
PYTHONS = [PROGRAM, SAME, PUBLISH, SDK, VALIDATE, LOAD, IMPORTS]


@pytest.mark.parametrize("contestant", PYTHONS, ids=lambda each: each.name)
def test_all_that_are_in_python_run_in_the_same_one_without_the_users_own_settings(contestant: Contestant) -> None:
    assert list(contestant.command(NOW))[:2] == [sys.executable, "-I"]


def test_this_program_is_started_as_users_start_it_with_no_input_but_the_address() -> None:
    assert list(PROGRAM.command(NOW))[2:] == ["-m", "webflow_publish", "publish", "--api-url", f"{HOST}/v2"]


def test_where_time_passes_faster_this_program_is_given_a_faster_clock() -> None:
    *_, script, url, scale = PROGRAM.command(Call(HOST, 20))
    assert (Path(script).name, url, scale) == ("program.py", f"{HOST}/v2", "20")


@pytest.mark.parametrize("contestant", [SAME, PUBLISH, SDK], ids=lambda each: each.name)
def test_the_loops_are_told_address_ids_and_how_fast_time_passes(contestant: Contestant) -> None:
    command = list(contestant.command(Call(HOST, 20)))
    assert {f"{HOST}/v2", IDENTIFIERS, "20"} <= set(command)
    assert Path(command[2]).is_file()


def test_the_two_bare_loops_differ_in_what_they_send_only() -> None:
    same, publish = SAME.command(NOW), PUBLISH.command(NOW)
    assert [pair for pair in zip(same, publish, strict=True) if pair[0] != pair[1]] == [("same", "publish")]


def test_the_manifest_that_is_loaded_is_the_one_that_is_validated() -> None:
    assert MANIFEST in LOAD.command(NOW)[-1]
    assert list(VALIDATE.command(NOW))[-1] == "validate"


def test_contestants_get_the_address_and_the_token_and_nothing_of_a_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    variables = environment(HOST, Path("/home"))
    assert variables["WEBFLOW_API_HOST"] == HOST
    assert variables["HOME"] == str(Path("/home"))
    assert not {"GITHUB_ACTIONS", "HTTPS_PROXY"} & variables.keys()


def test_no_variable_leads_anywhere_but_to_the_server() -> None:
    addresses = [value for value in environment(HOST, Path("/home")).values() if "://" in value]
    assert set(addresses) == {HOST}


def test_the_slow_one_is_given_a_part() -> None:
    assert CLI.part > 1
    assert {each.part for each in PYTHONS} == {1}
