from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from webflow_publish.inputs import INPUTS

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
LOCKS = ["build", "development", "runtime"]


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", lock(name), re.MULTILINE)
    return dict(found)


def unmet(requirements: list[str], name: str) -> list[str]:
    """The requirements for which a lock holds no pin, or one that does not fit."""
    locked = pins(name)
    wanted = [Requirement(text) for text in requirements]
    return [str(each) for each in wanted if not each.specifier.contains(locked.get(canonicalize_name(each.name), "0"))]


def group(name: str) -> list[str]:
    return [str(requirement) for requirement in PROJECT["dependency-groups"][name]]


class TestLocks:
    def test_of_the_image_fits_the_project(self) -> None:
        assert unmet(PROJECT["project"]["dependencies"], "runtime") == []

    def test_of_the_build_fits_the_build_backend(self) -> None:
        assert group("build") == PROJECT["build-system"]["requires"]
        assert unmet(group("build"), "build") == []

    def test_of_development_fits_the_project_its_extras_and_its_groups(self) -> None:
        project = PROJECT["project"]
        extras = [each for extra in project["optional-dependencies"].values() for each in extra]
        wanted = [*project["dependencies"], *extras]
        assert unmet([*wanted, *group("test"), *group("check"), *group("build")], "development") == []

    def test_of_development_holds_what_the_others_hold(self) -> None:
        assert pins("runtime").items() | pins("build").items() <= pins("development").items()

    def test_of_the_image_holds_no_extra_and_no_tools(self) -> None:
        assert {"flask", "werkzeug", "rich", "pytest", "hatchling", "pip", "setuptools"} & pins(
            "runtime"
        ).keys() == set()

    @pytest.mark.parametrize("name", LOCKS)
    def test_have_a_hash_for_each_pin_and_name_no_index(self, name: str) -> None:
        entries = re.split(r"\n(?=[a-z])", lock(name).strip())
        assert len(entries) == len(pins(name))
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
        assert "://" not in lock(name)
        assert "--index" not in lock(name)


class TestAction:
    def test_has_the_inputs_of_the_program_with_their_defaults(self) -> None:
        assert {name: each["default"] for name, each in ACTION["inputs"].items()} == {
            each.name: each.default for each in INPUTS
        }

    def test_describes_every_input_and_output(self) -> None:
        described = [*ACTION["inputs"].values(), *ACTION["outputs"].values()]
        assert all(each["description"].endswith(".") for each in described)

    def test_is_built_from_the_dockerfile_and_passes_no_arguments(self) -> None:
        assert ACTION["runs"] == {"using": "docker", "image": "Dockerfile"}


@pytest.mark.parametrize("module", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: path.name)
def test_a_module_has_at_most_250_lines(module: Path) -> None:
    """As CONTRIBUTING.md says."""
    assert len(module.read_text("utf-8").splitlines()) <= 250
