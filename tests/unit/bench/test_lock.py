from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock(name), re.MULTILINE))


def test_the_lock_fits_the_project_and_its_group() -> None:
    groups = PROJECT["dependency-groups"]
    wanted = map(Requirement, [*PROJECT["project"]["dependencies"], *groups["bench"], *groups["build"]])
    locked = pins("bench")
    unmet = [each for each in wanted if not each.specifier.contains(locked.get(canonicalize_name(each.name), "0"))]
    assert unmet == []


def test_this_program_is_measured_with_what_the_image_holds() -> None:
    assert pins("runtime").items() <= pins("bench").items()


def test_what_is_measured_beside_it_is_in_no_other_lock() -> None:
    assert "webflow" in pins("bench")
    assert not {"webflow", "httpx", "pydantic"} & (pins("development") | pins("runtime")).keys()


def test_each_pin_has_a_hash_and_no_index_is_named() -> None:
    entries = re.split(r"\n(?=[a-z])", lock("bench").strip())
    assert len(entries) == len(pins("bench"))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock("bench")
    assert "--index" not in lock("bench")
