"""The command line, and the way in for GitHub Actions: both come to the same run."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from webflow_publish import __project__, __version__, actions
from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import SystemClock
from webflow_publish.console import Console, terminal
from webflow_publish.github import Event
from webflow_publish.interface import INPUTS, Form, Mode
from webflow_publish.outcome import Verdict
from webflow_publish.report import Source
from webflow_publish.run import Run
from webflow_publish.text import plain
from webflow_publish.workspace import Workspace

_TOKEN_VARIABLE = "WEBFLOW_TOKEN"  # noqa: S105 - the name of a variable
_TOKEN_VARIABLES = {"token": _TOKEN_VARIABLE, "github-token": "GITHUB_TOKEN"}
"""The variables that the inputs come from which are no options."""
_REPORT = "report_to_undo"
"""What the argument is known by that may stand in place of --undo-from."""
_DESCRIPTIONS = {
    Mode.PUBLISH: "Publish what the manifest lists and is not live yet, and tell of each item whether it is now.",
    Mode.PLAN: "Read what Webflow has, and tell what publishing would do. Nothing changes in Webflow.",
    Mode.VALIDATE: "Read the manifest and tell everything that is wrong with it: no token, no request.",
    Mode.UNDO: "Take down what an earlier run put live and was not live before, and tell what stays as it is.",
}
_ERRANDS = {
    "init": "Write a first manifest from what a site has.",
    "doctor": "Check token, site and manifest, and say what to mend. Nothing changes in Webflow.",
}
_EPILOG = f"""\
The token of the modes publish, plan and undo comes from the variable {_TOKEN_VARIABLE}, never from an option: other
users of a machine can read those. For the mode plan, a token that can only read is enough. The token for --comment
comes from the variable {_TOKEN_VARIABLES["github-token"]}.

Exit codes: 0 everything is published (or planned, or valid), 1 something is not, or is pending in spite of
--fail-on-pending, 2 the manifest or an option is wrong, 3 Webflow refused the token, 4 Webflow was unavailable or
time ran out, 130 stopped. Where some items failed for 1 and others for 4, it is 1.

Manual: {__project__}#readme
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the result is its exit code. In GitHub Actions, without arguments, the step's inputs count."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given and actions.is_running():
        return _run(actions.value_of)
    if given[:1] == ["sandbox"]:
        return _sandbox(given[1:])
    if given and given[0] in _ERRANDS:
        return _errand(given[0], given[1:])
    parser = _parser()
    if not given:
        parser.print_help()
        return 2
    options = _parsed(parser, given)
    return _run(lambda name: _option(options, name))


def _parsed(parser: _Parser, given: Sequence[str]) -> dict[str, Any]:
    """The options; where one is not known or is empty, the program ends here."""
    options, others = parser.parse_known_args(given)
    parser = getattr(options, "parser", parser)
    if others:
        parser.error(_unknown(others, getattr(options, "mode", "")))
    if getattr(options, _REPORT, None) is not None and options.undo_from is not None:
        parser.error("the report to undo is given twice")
    if empty := next((name for name, value in vars(options).items() if _is_empty(value)), None):
        # It is likelier to be a variable that is not set than the wish to leave a guard out.
        what = "the report to undo" if empty == _REPORT else f"the option --{empty.replace('_', '-')}"
        parser.error(f"{what} is given, and empty")
    return vars(options)


def _run(value_of: Callable[[str], str]) -> int:
    console: Console = actions.Step() if actions.is_running() else terminal(os.environ)
    workspace = _workspace(console)
    if workspace is None:
        return Verdict.INVALID.exit_code
    cancellation = Cancellation()
    cancellation.listen()
    source, event = Source.from_environment(os.environ), Event.from_environment(os.environ)
    return Run(value_of, console, workspace, source, SystemClock(), cancellation, event).execute()


def _errand(name: str, arguments: Sequence[str]) -> int:
    """A command that is no mode of a run."""
    from webflow_publish import doctor, init  # noqa: PLC0415 - wanted rarely, and never by a step
    from webflow_publish.errand import Errand  # noqa: PLC0415 - as these

    command = {"doctor": doctor, "init": init}[name]
    parser = _Parser(prog=f"webflow-publish {name}", allow_abbrev=False)
    command.add_options(parser)
    options = _parsed(parser, arguments)
    is_aside = options.get("output") == "-"  # the manifest goes to stdout then, and nothing else may
    console: Console = actions.Step() if actions.is_running() else terminal(os.environ, is_aside=is_aside)
    workspace = _workspace(console)
    if workspace is None:
        return Verdict.INVALID.exit_code
    cancellation = Cancellation()
    cancellation.listen()
    errand = Errand(lambda each: _option(options, each), console, workspace, SystemClock(), cancellation)
    code: int = command.run(errand)
    return code


def _workspace(console: Console) -> Workspace | None:
    """The folder to work in; None where there is none, which is told."""
    root = os.environ.get("GITHUB_WORKSPACE") if actions.is_running() else None
    if not root and not _has_current_folder():
        console.line("error: The current folder does not exist any more. Change to another one.")
        return None
    return Workspace(Path(root or "."))


def _has_current_folder() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


class _Parser(argparse.ArgumentParser):
    """Repeats what it was given in a way that no log can take for a command."""

    def error(self, message: str) -> NoReturn:
        super().error(plain(message))


def _is_empty(value: object) -> bool:
    """Whether an option was given without a text, or with one that is empty among others."""
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and not text.strip() for text in texts)


def _option(options: dict[str, Any], name: str) -> str:
    if name in _TOKEN_VARIABLES:
        return os.environ.get(_TOKEN_VARIABLES[name], "")
    value = options.get(name.replace("-", "_")) or (options.get(_REPORT) if name == "undo-from" else None)
    return "\n".join(value) if isinstance(value, list) else value or ""


def _parser() -> _Parser:
    parser = _Parser(
        prog="webflow-publish",
        description="Publish the Webflow CMS items that a YAML manifest lists. Exit code 0: each is published.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"webflow-publish {__version__}")
    commands = parser.add_subparsers(dest="mode", required=True, metavar="COMMAND")
    for mode, description in _DESCRIPTIONS.items():
        command = commands.add_parser(
            mode.value,
            help=description,
            description=description,
            epilog=_EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.set_defaults(parser=command)
        _add_options(command, mode)
    for name, description in _ERRANDS.items():
        commands.add_parser(name, help=description)
    commands.add_parser("sandbox", help="Serve a local stand-in for Webflow's Data API, to try things without a token.")
    return parser


def _add_options(command: argparse.ArgumentParser, mode: Mode) -> None:
    """The inputs that count in a mode, as options; the tokens are none. The report to undo may stand without a name."""
    if mode is Mode.UNDO:
        command.add_argument(_REPORT, nargs="?", metavar="REPORT", help="the same as --undo-from")
    for each in INPUTS:
        if each.name in {*_TOKEN_VARIABLES, "mode"} or mode not in each.modes:
            continue
        text = each.description.replace("%", "%%")
        default = f" (default: {each.default})" if each.default else ""
        option = f"--{each.name}"
        if each.form is Form.FLAG:
            command.add_argument(option, nargs="?", const="true", metavar="true|false", help=text + default)
        elif each.form is Form.LINES:
            more = "; may be given more than once"
            command.add_argument(option, action="append", metavar="TEXT", help=text + more + default)
        else:
            command.add_argument(option, metavar="TEXT", help=text + default)


def _unknown(arguments: Sequence[str], mode: str) -> str:
    """What to say of arguments that are not known; their values are not repeated, because one may be a token."""
    first = arguments[0].partition("=")[0]
    if variable := _TOKEN_VARIABLES.get(first.removeprefix("--")):
        return f"the token comes from the variable {variable}: other users of the machine can read arguments"
    if first.startswith("-"):
        return f"the option {first} is not known"
    if mode == Mode.UNDO:
        return "more than one report: runs are undone one after the other, the last one first"
    return f"an argument without an option: write --manifest {first}"


def _sandbox(arguments: Sequence[str]) -> int:
    try:
        from webflow_publish.sandbox import command  # noqa: PLC0415 - Flask is heavy, and an extra
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("webflow_publish"):
            raise
        sys.stderr.write(f"The sandbox needs {error.name}. Install it with: pip install 'webflow-publish[sandbox]'\n")
        return 2
    parser = _Parser(prog="webflow-publish sandbox", allow_abbrev=False)
    command.add_options(parser)
    return command.run(parser.parse_args(arguments))
