"""The inputs: what each is called, what it means, and which values it takes, from a workflow or a command line."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from urllib.parse import urlsplit

from webflow_publish.problem import Problem
from webflow_publish.text import quoted

_URL = re.compile(
    r"https?://(\[[0-9a-f:.]+\]|[0-9a-z]([0-9a-z-]*[0-9a-z])?(\.[0-9a-z]([0-9a-z-]*[0-9a-z])?)*)(:\d+)?(/[\w.~/-]*)?",
    re.ASCII | re.IGNORECASE,
)
"""Scheme, host, port and path, without all that the address of an API has no use for."""

MAXIMUM_MINUTES = 360.0
"""GitHub's own limit for a job."""


class Mode(StrEnum):
    """What a run does."""

    PUBLISH = "publish"
    VALIDATE = "validate"


@dataclass(frozen=True, slots=True)
class Input:
    """An input as action.yml and the command line show it."""

    name: str
    default: str
    description: str


INPUTS = (
    Input("token", "", "Webflow site token with the scope cms:write; the mode validate needs none"),
    Input("manifest", "webflow-publish.yml", "manifest files: paths or globs in the workspace, one a line"),
    Input("mode", Mode.PUBLISH, "publish, or validate: read the manifest only, with no token and no request"),
    Input("report", "", "where to write the JSON report: a path in the workspace; none is written where this is empty"),
    Input("timeout-minutes", "30", "when so many minutes have passed, nothing more is sent, and the step fails"),
    Input("api-url", "https://api.webflow.com/v2", "address of the Data API: HTTPS, or HTTP on this machine only"),
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run, checked, but for the paths: those are held against the workspace.

    `token` is empty in the mode validate, whatever was given.
    """

    mode: Mode
    timeout_minutes: float
    api_url: str
    token: str = field(repr=False)


def read_inputs(value_of: Callable[[str], str]) -> Inputs | tuple[Problem, ...]:
    """Check the inputs, and tell all that is wrong with them at once.

    Args:
        value_of: Gives the text of an input by its name; an empty text is an input that was not set.
    """
    texts = {each.name: value_of(each.name).strip() or each.default for each in INPUTS}
    mode = _mode(texts["mode"])
    minutes = _minutes(texts["timeout-minutes"])
    api_url = _api_url(texts["api-url"])
    token = "" if mode is Mode.VALIDATE else _token(texts["token"])
    problems = tuple(each for each in (mode, minutes, api_url, token) if isinstance(each, Problem))
    if isinstance(mode, Problem) or isinstance(minutes, Problem) or isinstance(api_url, Problem) or problems:
        return problems
    return Inputs(mode, minutes, api_url, str(token))


def read_patterns(value_of: Callable[[str], str]) -> tuple[str, ...]:
    """The lines of the input `manifest`, at least one: apart from the others, because none of them can be wrong yet."""
    default = next(each.default for each in INPUTS if each.name == "manifest")
    return tuple(line.strip() for line in value_of("manifest").splitlines() if line.strip()) or (default,)


def _mode(text: str) -> Mode | Problem:
    try:
        return Mode(text)
    except ValueError:
        near = get_close_matches(text.lower(), list(Mode), n=1)
        suggestion = f" Did you mean `{near[0]}`?" if near else ""
        return Problem(
            f"The input `mode` is {quoted(text)}.", f"Write `publish`, or `validate`, which sends nothing.{suggestion}"
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


def _api_url(text: str) -> str | Problem:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if "@" in text:
        return Problem(
            "The input `api-url` has an `@` in it.", "Take out what stands before the host; the token is apart."
        )
    if not host or not _URL.fullmatch(text):
        return Problem(
            f"The input `api-url` is {quoted(text)}, which is not the address of an API.",
            "Leave it out, or write an address such as `https://api.webflow.com/v2`.",
        )
    if parts.scheme == "http" and not _is_loopback(host):
        return Problem(
            f"The input `api-url` is {quoted(text)}: over plain HTTP the token would be readable on its way.",
            "Write `https://`. Plain HTTP is for a service on this machine only, such as the sandbox.",
        )
    return text


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _token(text: str) -> str | Problem:
    if not text:
        return Problem(
            "There is no token.",
            "Store a Webflow site token with the scope `cms:write` as a secret, and pass it as the input `token` (on "
            "the command line: in the variable `WEBFLOW_TOKEN`). A workflow that a pull request from a fork started is "
            "given no secrets: use `mode: validate` there.",
        )
    if not (text.isascii() and text.isprintable()) or " " in text:
        return Problem(
            "The token has characters in it that no token has, such as a space or a line break.",
            "Copy the token from Webflow again, and store nothing but it in the secret.",
        )
    return text
