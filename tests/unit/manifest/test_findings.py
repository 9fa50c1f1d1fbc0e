from __future__ import annotations

from webflow_publish.manifest.findings import MOST, Findings
from webflow_publish.problem import Place, Problem


def test_findings_are_told_by_line_and_column() -> None:
    findings = Findings("a.yml")
    for line, column in ((3, 1), (1, 9), (1, 2), (10, 1)):
        findings.add(Place("a.yml", line, column), "Wrong.", "Correct it.")
    places = [problem.place for problem in findings.problems()]
    assert places == [Place("a.yml", line, column) for line, column in ((1, 2), (1, 9), (3, 1), (10, 1))]


def test_a_finding_keeps_its_message_and_hint() -> None:
    findings = Findings("a.yml")
    findings.add(Place("a.yml", 1, 1), "Wrong.", "Correct it.")
    assert findings.problems() == (Problem("Wrong.", "Correct it.", Place("a.yml", 1, 1)),)


def test_over_the_limit_the_others_are_counted() -> None:
    findings = Findings("a.yml")
    for line in range(MOST + 1234):
        findings.add(Place("a.yml", line + 1, 1), "Wrong.", "Correct it.")
    told = findings.problems()
    assert len(told) == MOST + 1
    assert told[-1].message == "1,234 more problems in this file are not shown."
    assert told[-1].place == Place("a.yml", MOST, 1)
    assert sum(problem.count for problem in told) == MOST + 1234


def test_one_over_the_limit_is_told_in_the_singular() -> None:
    findings = Findings("a.yml")
    for line in range(MOST + 1):
        findings.add(Place("a.yml", line + 1, 1), "Wrong.", "Correct it.")
    assert findings.problems()[-1].message == "One more problem in this file is not shown."


def test_at_the_limit_all_are_told() -> None:
    findings = Findings("a.yml")
    for line in range(MOST):
        findings.add(Place("a.yml", line + 1, 1), "Wrong.", "Correct it.")
    assert len(findings.problems()) == MOST
