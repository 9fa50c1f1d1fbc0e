"""The inputs of a run: texts from a workflow or a command line, checked."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from webflow_publish.endpoint import host_of, is_private
from webflow_publish.interface import INPUTS, Mode
from webflow_publish.maximum import Maximum, read_maximum
from webflow_publish.problem import Problem
from webflow_publish.text import quoted
from webflow_publish.webflow.session import MOST_CONNECTIONS

__all__ = [
    "INPUTS",
    "Inputs",
    "Mode",
    "read_allow_empty",
    "read_comment",
    "read_inputs",
    "read_lines",
    "read_patterns",
]

MAXIMUM_MINUTES = 360.0
"""GitHub's own limit for a job."""

_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
"""The truth values of YAML 1.2's core schema, which GitHub's own actions take, and no others."""

_DEFAULTS = {each.name: each.default for each in INPUTS}
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run, checked, but for those that `read_lines` gives: they are held against files later.

    `token` is empty in the mode validate, whatever was given. `maximum` is None where any number may be published.
    """

    mode: Mode
    timeout_minutes: float
    concurrency: int
    api_url: str
    token: str = field(repr=False)
    force: bool
    verify: bool
    fail_on_pending: bool
    allow_empty: bool
    maximum: Maximum | None
    publishes_site: bool = False
    """Whether the whole site is published where Webflow asks for it."""


def read_inputs(value_of: Callable[[str], str]) -> Inputs | tuple[Problem, ...]:
    """Check the inputs, and tell all that is wrong with them at once.

    Args:
        value_of: Gives the text of an input by its name; an empty text is an input that was not set.
    """
    reading = _Reading(value_of)
    mode = reading.take("mode", _mode, Mode.PUBLISH)
    inputs = Inputs(
        mode=mode,
        token="" if mode is Mode.VALIDATE else reading.take("token", _needed_token(mode), ""),
        force=reading.flag("force"),
        verify=reading.flag("verify"),
        maximum=reading.take("max-publish", _maximum, None),
        fail_on_pending=reading.flag("fail-on-pending"),
        allow_empty=reading.flag("allow-empty"),
        publishes_site=reading.take("site-publish", _site_publish, otherwise=False),
        concurrency=reading.take("concurrency", _concurrency, 1),
        timeout_minutes=reading.take("timeout-minutes", _minutes, MAXIMUM_MINUTES),
        api_url=reading.take("api-url", _api_url, ""),
    )
    reading.flag("comment")  # what it says is for read_comment: it counts where other inputs are wrong, too
    if mode is Mode.PUBLISH and read_lines(value_of, "approved") and not inputs.verify:
        reading.problems.append(
            Problem(
                "The input `approved` is set, and `verify` is `false`.",
                "Leave `verify` out: Webflow takes no condition with a publish, so that only reading back shows "
                "whether an item was changed in the moment before it went out.",
            )
        )
    guards = [name for name in ("approved", "max-publish") if read_lines(value_of, name)]
    if inputs.publishes_site and guards and mode is not Mode.VALIDATE:
        reading.problems.append(
            Problem(
                f"The input `site-publish` is `when-required`, and `{guards[0]}` is set, too.",
                "Leave one of them out: a publish of the whole site takes every staged change live, whether somebody "
                "reviewed it or not, and however many there are.",
            )
        )
    if inputs.fail_on_pending and mode is Mode.PUBLISH:
        reading.problems.append(
            Problem(
                "The input `fail-on-pending` is `true`, but the mode is `publish`, which publishes what is pending.",
                "Set `mode: plan` as well, or leave `fail-on-pending` out.",
            )
        )
    return tuple(reading.problems) or inputs


def read_lines(value_of: Callable[[str], str], name: str) -> tuple[str, ...]:
    """The lines of an input that takes one text a line, without the spaces around them and without empty ones.

    They are apart from the other inputs, because none of them can be wrong by itself.
    """
    text = value_of(name).strip() or _DEFAULTS[name]
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def read_patterns(value_of: Callable[[str], str]) -> tuple[str, ...]:
    """The paths and globs of the input `manifest`, at least one."""
    return read_lines(value_of, "manifest")


def read_allow_empty(value_of: Callable[[str], str]) -> bool:
    """The input `allow-empty`, also where other inputs are wrong; False where it is what is wrong."""
    return _Reading(value_of).flag("allow-empty")


def read_comment(value_of: Callable[[str], str]) -> bool:
    """The input `comment`, also where other inputs are wrong; False where it is what is wrong."""
    return _Reading(value_of).flag("comment")


class _Reading:
    """Takes one input after the other, and notes what is wrong with them."""

    def __init__(self, value_of: Callable[[str], str]) -> None:
        self._value_of = value_of
        self.problems: list[Problem] = []

    def take(self, name: str, parse: Callable[[str], _Value | Problem], otherwise: _Value) -> _Value:
        """The value of an input; another one, which nobody will see, where its text is wrong."""
        found = parse(self._value_of(name).strip() or _DEFAULTS[name])
        if isinstance(found, Problem):
            self.problems.append(found)
            return otherwise
        return found

    def flag(self, name: str) -> bool:
        """The truth value of an input; its default where its text is wrong."""

        def parse(text: str) -> bool | Problem:
            if text in _FLAGS:
                return _FLAGS[text]
            return Problem(f"The input `{name}` is {quoted(text)}.", "Write `true` or `false`.")

        return self.take(name, parse, otherwise=_FLAGS[_DEFAULTS[name]])


def _mode(text: str) -> Mode | Problem:
    try:
        return Mode(text)
    except ValueError:
        near = get_close_matches(text.lower(), list(Mode), n=1)
        suggestion = f" Did you mean `{near[0]}`?" if near else ""
        return Problem(
            f"The input `mode` is {quoted(text)}.",
            "Write `publish`, or `plan`, which changes nothing, or `validate`, which sends nothing, or `undo`, which "
            f"takes down what an earlier run put live.{suggestion}",
        )


def _minutes(text: str) -> float | Problem:
    try:
        minutes = float(text)
    except ValueError:
        minutes = math.nan
    if 0 < minutes <= MAXIMUM_MINUTES:
        return minutes
    return Problem(
        f"The input `timeout-minutes` is {quoted(text)}.",
        f"Write a number of minutes above 0 and not above {MAXIMUM_MINUTES:.0f}, such as `30`.",
    )


def _concurrency(text: str) -> int | Problem:
    if re.fullmatch(r"\d{1,3}", text, re.ASCII) and 1 <= int(text) <= MOST_CONNECTIONS:
        return int(text)
    return Problem(
        f"The input `concurrency` is {quoted(text)}.",
        f"Write a whole number from 1 to {MOST_CONNECTIONS}. The default is {_DEFAULTS['concurrency']}.",
    )


def _api_url(text: str) -> str | Problem:
    if "@" in text:
        return Problem(
            "The input `api-url` has an `@` in it.", "Take out what stands before the host; the token is apart."
        )
    if host_of(text) is None:
        return Problem(
            f"The input `api-url` is {quoted(text)}, which is not the address of an API.",
            "Leave it out, or write an address such as `https://api.webflow.com/v2`.",
        )
    if not is_private(text):
        return Problem(
            f"The input `api-url` is {quoted(text)}: over plain HTTP the token would be readable on its way.",
            "Write `https://`. Plain HTTP is for a service on this machine only, such as the sandbox.",
        )
    return text


def _maximum(text: str) -> Maximum | Problem | None:
    if not text:
        return None
    return read_maximum(text) or Problem(
        f"The input `max-publish` is {quoted(text)}.",
        "Write a whole number such as `50`, or a share of the manifest from `0%` to `100%`, such as `10%` or `2.5%`.",
    )


def _site_publish(text: str) -> bool | Problem:
    if text in {"never", "when-required"}:
        return text == "when-required"
    return Problem(
        f"The input `site-publish` is {quoted(text)}.",
        "Write `never`, or `when-required`, which takes all that is staged live where Webflow asks for it.",
    )


def _needed_token(mode: Mode) -> Callable[[str], str | Problem]:
    """Checks the token of a mode that needs one."""
    scopes = "the scope `cms:read`" if mode is Mode.PLAN else "the scopes `cms:read` and `cms:write`"

    def token(text: str) -> str | Problem:
        if not text:
            return Problem(
                "There is no token.",
                f"Store a Webflow site token with {scopes} as a secret, and pass it as the input `token` (on the "
                "command line: in the variable `WEBFLOW_TOKEN`). A workflow that a pull request from a fork started "
                "is given no secrets: use `mode: validate` there.",
            )
        if not (text.isascii() and text.isprintable()) or " " in text:
            return Problem(
                "The token has characters in it that no token has, such as a space or a line break.",
                "Copy the token from Webflow again, and store nothing but it in the secret.",
            )
        return text

    return token
