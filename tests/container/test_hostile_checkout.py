from __future__ import annotations

from pathlib import Path

import pytest

from harness.bakery import GOOD_POSTS, TOKEN
from harness.docker import Runner, Step
from webflow_publish.sandbox import Sandbox

CAUGHT = "this-was-imported"

# Written where it runs, so that even an import whose error is swallowed shows.
TRAP = f"""\
with open("/github/workspace/{CAUGHT}", "a") as file:
    print(__file__, file=file)
raise SystemExit("a module of the checkout was imported")
"""

MODULES = [
    *("__main__.py", "actions_toolkit.py", "certifi.py", "encodings/__init__.py", "flask.py", "json.py", "re.py"),
    *("requests.py", "sitecustomize.py", "urllib3/__init__.py", "usercustomize.py", "webflow_publish/__init__.py"),
    *("webflow_publish/__main__.py", "yaml.py", "yaml/__init__.py"),
]
PYTHON = {
    "PYTHONHOME": "/github/workspace",
    "PYTHONINSPECT": "1",
    "PYTHONPATH": "/github/workspace",
    "PYTHONSTARTUP": "/github/workspace/yaml.py",
    "PYTHONUSERBASE": "/github/workspace/user",
    "PYTHONWARNINGS": "error",
    "VIRTUAL_ENV": "/github/workspace",
}


def lay(folder: Path) -> None:
    for module in MODULES:
        path = folder / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TRAP)


def test_no_module_of_the_checkout_or_of_the_home_folder_is_imported(runner: Runner, sandbox: Sandbox) -> None:
    lay(runner.workspace)
    for base in (runner.workspace / "user", runner.home / ".local"):
        packages = base / "lib" / "python3.13" / "site-packages"
        lay(packages)
        (packages / "trap.pth").write_text("import yaml\n")
    (runner.workspace / "pyproject.toml").write_text("[broken")
    (runner.workspace / "pyvenv.cfg").write_text("home = /github/workspace\n")
    (runner.workspace / "webflow-publish.yml").write_text(GOOD_POSTS)

    ending = runner.run(Step({"token": TOKEN, "api-url": sandbox.url}, PYTHON))

    assert not (runner.workspace / CAUGHT).exists(), (runner.workspace / CAUGHT).read_text()
    assert ending.exit_code == 0, ending.told


@pytest.mark.parametrize("folder", ["home", "workspace"])
def test_a_netrc_file_never_takes_the_place_of_the_token(runner: Runner, sandbox: Sandbox, folder: str) -> None:
    (getattr(runner, folder) / ".netrc").write_text(
        "machine 127.0.0.1 login thief password secret\ndefault login x password y\n"
    )
    (runner.workspace / "webflow-publish.yml").write_text(GOOD_POSTS)

    ending = runner.run(Step({"token": TOKEN, "api-url": sandbox.url}, {"NETRC": "/github/workspace/.netrc"}))

    assert ending.exit_code == 0, ending.told
    assert {request.headers["Authorization"] for request in sandbox.requests} == {f"Bearer {TOKEN}"}
