"""The inputs as users see them: what each is called, what it means, and in which modes it counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Mode(StrEnum):
    """What a run does."""

    PUBLISH = "publish"
    PLAN = "plan"
    """Read what Webflow has, and tell what publishing would do."""
    VALIDATE = "validate"
    UNDO = "undo"
    """Take down what an earlier run put live."""


class Form(Enum):
    """How an input is written: one text, one text a line, or `true` or `false`."""

    TEXT = auto()
    LINES = auto()
    FLAG = auto()


_ALL = tuple(Mode)
_CONNECTED = (Mode.PUBLISH, Mode.PLAN, Mode.UNDO)
_OF_A_MANIFEST = (Mode.PUBLISH, Mode.PLAN, Mode.VALIDATE)
_PUBLISHING = (Mode.PUBLISH, Mode.PLAN)


@dataclass(frozen=True, slots=True)
class Input:
    """An input as action.yml and the command line show it; in other modes than `modes` it changes nothing."""

    name: str
    default: str
    modes: tuple[Mode, ...]
    form: Form
    description: str


INPUTS = (
    Input(
        "token",
        "",
        _CONNECTED,
        Form.TEXT,
        "Webflow site token with the scopes cms:read and cms:write; cms:read is enough for the mode plan, and the mode "
        "validate needs none",
    ),
    Input(
        "manifest",
        "webflow-publish.yml",
        _OF_A_MANIFEST,
        Form.LINES,
        "manifest files: paths or globs in the workspace, one a line",
    ),
    Input(
        "mode",
        Mode.PUBLISH,
        _ALL,
        Form.TEXT,
        "publish; or plan: tell what publishing would do, and change nothing; or validate: read the manifest only, "
        "with no token and no request; or undo: take down what an earlier run put live",
    ),
    Input(
        "only",
        "",
        _ALL,
        Form.LINES,
        "restrict the run to some collections or items: the ID, slug or name in the manifest, one a line",
    ),
    Input(
        "retry-from",
        "",
        _PUBLISHING,
        Form.TEXT,
        "the JSON report of an earlier publish: a path in the workspace; the run is restricted to what failed or was "
        "blocked there",
    ),
    Input(
        "undo-from",
        "",
        (Mode.UNDO,),
        Form.TEXT,
        "the JSON report of an earlier publish: a path in the workspace; what that run put live, and was not live "
        "before, is taken down",
    ),
    Input("force", "false", _PUBLISHING, Form.FLAG, "publish what is live and unchanged, too"),
    Input(
        "verify",
        "true",
        (Mode.PUBLISH, Mode.UNDO),
        Form.FLAG,
        "read back that what was published is live, and what was taken down is gone",
    ),
    Input(
        "max-publish",
        "",
        _CONNECTED,
        Form.TEXT,
        "publish and take down nothing where more than this would be: a number such as 50, or a share of the manifest "
        "such as 10%",
    ),
    Input(
        "fail-on-pending", "false", (Mode.PLAN,), Form.FLAG, "fail where something would be published, or taken down"
    ),
    Input(
        "allow-empty",
        "false",
        _OF_A_MANIFEST,
        Form.FLAG,
        "take a manifest without items, and a glob that matches no file, for right",
    ),
    Input(
        "approved",
        "",
        _PUBLISHING,
        Form.LINES,
        "reports of the mode plan that were reviewed: paths or globs, one a line; what was changed since is not "
        "published",
    ),
    Input(
        "site-publish",
        "never",
        _CONNECTED,
        Form.TEXT,
        "never; or when-required: where Webflow publishes no item before the whole site is published, publish the site "
        "once, with every staged change in it",
    ),
    Input(
        "report",
        "",
        _ALL,
        Form.TEXT,
        "where to write the JSON report: a path in the workspace; none is written where this is empty",
    ),
    Input(
        "comment",
        "false",
        _CONNECTED,
        Form.FLAG,
        "keep a comment up to date on the pull request, or on the one that the commit was merged from",
    ),
    Input(
        "github-token",
        "${{ github.token }}",
        _CONNECTED,
        Form.TEXT,
        "a token of GitHub's with the permission `pull-requests: write`, for the comment",
    ),
    Input("concurrency", "4", _CONNECTED, Form.TEXT, "requests at once, from 1 to 32"),
    Input(
        "timeout-minutes",
        "30",
        _CONNECTED,
        Form.TEXT,
        "when so many minutes (at most 360; fractions count) have passed, nothing more is sent, and the step fails",
    ),
    Input(
        "api-url",
        "https://api.webflow.com/v2",
        _CONNECTED,
        Form.TEXT,
        "address of the Data API: HTTPS, or HTTP on this machine only",
    ),
)
