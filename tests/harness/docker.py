"""Runs the image as GitHub's runner runs a container action, and reads what it leaves as the runner does.

Flags, mounts and variables are those of actions/runner 2.336 (`ContainerActionHandler`, `DockerCommandManager`), with
one difference: `--network host` in place of a bridge, because the sandbox listens on loopback.
"""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.runner import Log, read_lines, read_log, read_outputs, read_summary

TIMEOUT = 60
"""Seconds after which a container that does not end is taken for hung."""

REPOSITORY = "octocat/bakery"
COMMIT = "0123456789abcdef0123456789abcdef01234567"

_MASK = "::add-mask::"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a workflow: its `with`, its `env`, the network of its container, and where GitHub's API is."""

    inputs: Mapping[str, str]
    environment: Mapping[str, str] = field(default_factory=dict)
    network: str = "host"
    api_url: str = "https://api.github.com"

    def variables(self, workspace: Path, suffix: str) -> dict[str, str]:
        """All variables of the container, paths as they are inside it."""
        return {
            **self.environment,
            **{f"INPUT_{name.upper().replace(' ', '_')}": value for name, value in self.inputs.items()},
            "HOME": "/github/home",
            "GITHUB_ACTION": "__self",
            "GITHUB_ACTOR": "octocat",
            "GITHUB_API_URL": self.api_url,
            "GITHUB_ENV": f"/github/file_commands/set_env_{suffix}",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_EVENT_PATH": "/github/workflow/event.json",
            "GITHUB_JOB": "publish",
            "GITHUB_OUTPUT": f"/github/file_commands/set_output_{suffix}",
            "GITHUB_PATH": f"/github/file_commands/add_path_{suffix}",
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": "1",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": COMMIT,
            "GITHUB_STATE": f"/github/file_commands/save_state_{suffix}",
            "GITHUB_STEP_SUMMARY": f"/github/file_commands/step_summary_{suffix}",
            "GITHUB_WORKFLOW": "Publish",
            "GITHUB_WORKSPACE": "/github/workspace",
            "RUNNER_ARCH": "X64",
            "RUNNER_ENVIRONMENT": "github-hosted",
            "RUNNER_NAME": workspace.name,
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": "/github/runner_temp",
        }


@dataclass(frozen=True, slots=True)
class Ending:
    """What a step left behind."""

    exit_code: int
    stdout: str
    stderr: str
    outputs: Mapping[str, str]
    summary: str | None

    @property
    def log(self) -> Log:
        """Standard output as the runner reads it. It reads standard error alike: nothing is expected there."""
        return read_log(self.stdout)

    @property
    def told(self) -> str:
        """All that anyone can read of the step. The line that masks a secret is not shown, and so not in it."""
        lines = (line for line in read_lines(self.stdout) if not line.startswith(_MASK))
        return "\n".join([*lines, self.stderr, *self.outputs.values(), self.summary or ""])


@dataclass(frozen=True, slots=True)
class Runner:
    """A runner with one job: its image, workspace, and folder for temporary files."""

    image: str
    workspace: Path
    temporary: Path

    @property
    def home(self) -> Path:
        """HOME, which all containers of a job share."""
        return self._folder("_github_home")

    def run(self, step: Step) -> Ending:
        """Run a step to its end."""
        with self.start(step) as running:
            return running.wait()

    @contextmanager
    def start(self, step: Step, *, keep: bool = False) -> Iterator[Running]:
        """Start a step; with `keep`, its container is there until the context ends, to be looked at."""
        suffix = str(uuid.uuid4())
        files = self._folder("_runner_file_commands")
        for name in ("add_path", "save_state", "set_env", "set_output", "step_summary"):
            (files / f"{name}_{suffix}").touch()
        variables = step.variables(self.workspace, suffix)
        name = f"webflow-publish-{suffix}"
        command = [
            *("docker", "run", "--name", name, "--label", "webflow-publish-test", "--workdir", "/github/workspace"),
            *([] if keep else ["--rm"]),
            *(part for variable in variables for part in ("-e", variable)),
            *("-e", "GITHUB_ACTIONS=true", "-e", "CI=true", "--network", step.network),
            *("-v", "/var/run/docker.sock:/var/run/docker.sock"),
            *("-v", f"{self.temporary}:/github/runner_temp"),
            *("-v", f"{self.home}:/github/home"),
            *("-v", f"{self._folder('_github_workflow')}:/github/workflow"),
            *("-v", f"{files}:/github/file_commands"),
            *("-v", f"{self.workspace}:/github/workspace"),
            self.image,
        ]
        with subprocess.Popen(
            command,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield Running(name, process, files / f"set_output_{suffix}", files / f"step_summary_{suffix}")
            finally:
                process.kill()
                subprocess.run(["docker", "rm", "--force", name], check=False, capture_output=True)

    def _folder(self, name: str) -> Path:
        folder = self.temporary / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


@dataclass(frozen=True, slots=True)
class Running:
    """A step that was started. `name` is that of its container."""

    name: str
    process: subprocess.Popen[bytes]
    outputs: Path
    summary: Path

    def signal(self, number: int) -> None:
        """Send a signal to Docker's client, which passes it on: how the runner cancels a step."""
        self.process.send_signal(number)

    def wait(self) -> Ending:
        """Wait for the end of the step, and read what it left."""
        stdout, stderr = self.process.communicate(timeout=TIMEOUT)
        return Ending(
            exit_code=self.process.returncode,
            stdout=stdout.decode(),
            stderr=stderr.decode(),
            outputs=read_outputs(self.outputs.read_bytes()),
            summary=read_summary(self.summary.read_bytes()),
        )
