"""The results as one JSON file, from which chart and tables can be made again."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.goal import Goal, goals
from bench.place import NODE
from bench.result import Table, document, read_tables

_PACKAGES = ("webflow-publish", "requests", "PyYAML", "webflow")


@dataclass(frozen=True, slots=True)
class Record:
    """What was measured, and on what: names and numbers of the machine and of the programs' versions."""

    tables: tuple[Table, ...]
    machine: Mapping[str, str]

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What is to be reached, as far as it was measured."""
        return goals(self.tables)


def machine() -> dict[str, str]:
    """This machine and the versions of what runs on it, without its name or its paths."""
    versions = {name: version(name) for name in _PACKAGES}
    package = NODE / "package.json"
    if package.is_file():
        versions["@webflow/webflow-cli"] = json.loads(package.read_text("utf-8"))["version"]
    system = {"system": platform.system(), "cores": str(os.cpu_count()), "Python": platform.python_version()}
    return system | versions


def write(record: Record, path: Path) -> None:
    """Write a record as JSON; the goals stand in it for whoever reads it, and are not read back."""
    values = {
        "machine": dict(record.machine),
        "tables": document(record.tables),
        "goals": [asdict(each) for each in record.goals],
    }
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", "utf-8")


def read(path: Path) -> Record:
    """Read what `write` has written.

    Raises:
        OSError: There is no such file.
    """
    values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Record(read_tables(values["tables"]), values["machine"])


def described(machine: Mapping[str, str]) -> str:
    """The machine in one line."""
    return ", ".join(f"{name} {value}" for name, value in machine.items())


def letters(tables: Sequence[Table]) -> str:
    """The scenes that were measured, such as `A, B`."""
    return ", ".join(dict.fromkeys(each.letter for each in tables))
