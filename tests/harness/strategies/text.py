"""Texts that try to become something: workflow commands, Markdown, HTML, links, colours of a terminal, another line."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import strategies as st

from harness.bakery import TOKEN

COMMANDS = (
    "::error::forged",
    "::error file=a.yml,line=1,col=1,title=x::forged",
    "  ::warning::forged",
    "\u2003::notice::forged",
    "\n::error::forged",
    "\r::add-mask::e",
    "::ERROR::forged",
    "::set-output name=outcome::success",
    "::stop-commands::x",
    "::group::x",
    "::endgroup::",
    ":::error::forged",
    "##[error]forged",
    "##[group]x",
    "##[ERROR file=a.yml;line=1]forged",
    "###[endgroup]",
    "##[##[error]forged",
    "%0A::error::forged",
    "%250A",
    "%3A%3A",
    "outcome=success",
    "outcome<<EOF\nsuccess\nEOF",
    "ghadelimiter_0123",
    "${{ secrets.WEBFLOW_TOKEN }}",
    "$(id)",
)
"""Of the runner, in a log and in the files that it reads."""

MARKDOWN = (
    *("|", " | ", "\\|", "\\\\|", "| a | b |\n| - | - |\n", "\n| :-- |"),
    *("`", "``", "```", "````", "\n```mermaid\ngraph TD\n```\n", "\n~~~\n", "\\`", "` `"),
    *("# big", "\n# big\n", "\n===\n", "\n---\n", "***", "> x", "\n> [!CAUTION]\n> x\n", "- [ ] x", "\n1. x", "    x"),
    *(
        "[x](https://evil.example)",
        "![x](https://evil.example/x.png)",
        "<https://evil.example>",
        "](https://evil.example)",
    ),
    *("[x]: https://evil.example", "[x][x]", "[^1]", "\n[^1]: x", "https://evil.example", "www.evil.example"),
    *(
        "somebody@evil.example",
        "mailto:x@evil.example",
        "@octocat",
        "@octo-org/team",
        "#1",
        "GH-1",
        "octo-org/website#1",
    ),
    *(
        "0123456789abcdef0123456789abcdef01234567",
        ":tada:",
        "$x$",
        "$$x$$",
        "$`x`$",
        "**b**",
        "__b__",
        "~~s~~",
        "*",
        "_",
    ),
    *("\\", "\\\\", "  \n", "\n\n", "&#64;octocat", "&copy;", "&#x3c;b&#x3e;", "&lt;b&gt;", "&amp;lt;"),
)
"""Of GitHub's Markdown, with what GitHub reads out of words."""

HTML = (
    *(
        "<img src=x onerror=alert(1)>",
        '<a href="https://evil.example">x</a>',
        "<script>x</script>",
        "<style>*{}</style>",
    ),
    *("<!--", "-->", "<!-- x -->", "<![CDATA[", "]]>", "<?x ?>", "<!DOCTYPE html>", "<b", "<", ">", '"', "'", "' x='"),
    *("</code>", "</pre>", "</b>", "</summary>", "</details>", "</blockquote>", "</td></tr></table>", "</a>", "<pre>"),
    *("<details open>", "<summary>", "<h1>big</h1>", "<br>", "<sub>", "<plaintext>", "<textarea>", "<xmp>", "<title>"),
)
"""Of HTML, also of elements that ours stand in."""

CONTROLS = (
    *(
        "\x1b[31mred\x1b[0m",
        "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
        "\x1b[2J\x1b[H",
        "\x1b[1A\x1b[2K",
        "\x1bc",
    ),
    *("\x9b31m", "\x90x\x9c", "\x07", "\b\b\b", "\x7f", "\0", "\x0e", "\t"),
    *("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"),
    *("\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c", "\u05d0\u05d1\u05d2"),
    *(
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u034f",
        "\u180e",
        "\ufe0f",
        "\U000e0041",
        "\U000e0101",
    ),
    *(
        "\xa0",
        "\u1680",
        "\u2003",
        "\u202f",
        "\u3000",
        "\u3164",
        "\u2800",
        "\ue000",
        "\ufffe",
        "\U0010ffff",
        "e\u0301\u0302",
    ),
    *("👩\u200d👩\u200d👧", "🇨🇦", "\u1100\u1161", "İ", "ǆ", "ß"),
)
"""Of terminals, and what cannot be seen, ends a line somewhere, turns its direction or is more than it seems."""

HALVES = ("\ud800", "\udfff", "\ud83d", "\udca9")
"""Halves of surrogate pairs, which JSON can bring and no encoder takes."""

JSON = ('"', '\\"', "\\u0041", "\\ud800", "\\", "null", "}", "]", "{}")

SPELLINGS = (
    TOKEN,
    f"Bearer {TOKEN}",
    f"x{TOKEN}y",
    quote(TOKEN.replace("-", "%2D")),
    "".join(f"%{ord(each):02X}" for each in TOKEN),
    "".join(f"%{ord(each):02x}" for each in TOKEN),
    TOKEN.replace("-", "%2D"),
    TOKEN.replace("t", "%74", 1),
    quote(quote("".join(f"%{ord(each):02X}" for each in TOKEN))),
    f"https://evil.example/?q={TOKEN.replace('-', '%2d')}#%41",
    f"%{TOKEN}",
    f"&#{ord(TOKEN[0])};{TOKEN[1:]}",
    f"{TOKEN[:5]}{TOKEN}{TOKEN[5:]}",
)
"""The token of the harness, as it is, and as addresses and pages write it."""

FRAGMENTS = (*COMMANDS, *MARKDOWN, *HTML, *CONTROLS, *JSON)


def hostile_texts(*, halves: bool = True, most: int = 6) -> st.SearchStrategy[str]:
    """Texts of at least one character, most of them of up to `most` parts.

    Args:
        halves: Whether there may be halves of surrogate pairs in them. Where two make a pair, it is one character.
        most: Parts at most; one may be as long as 2,000 characters.
    """
    fragments = st.sampled_from((*FRAGMENTS, *HALVES) if halves else FRAGMENTS)
    words = st.text(max_size=8) if halves else st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    long = st.builds(_repeated, fragments, st.integers(2, 2_000))
    joined = st.lists(fragments | words | long, min_size=1, max_size=most).map("".join).map(_paired)
    return fragments | joined.filter(bool)


def texts_with_token() -> st.SearchStrategy[str]:
    """One part of a hostile text, or a few; now and then with the token in it, in some spelling."""
    parts = st.sampled_from((*FRAGMENTS, *HALVES, "", "x")) | st.sampled_from(SPELLINGS)
    return parts | st.lists(parts | st.text(max_size=8), max_size=4).map("".join).map(_paired)


def file_names() -> st.SearchStrategy[str]:
    """Paths as a workspace can have them: in UTF-8, relative, each part short enough for a file system."""
    names = hostile_texts(halves=False, most=3).map(lambda text: text.replace("\0", "").replace("/", "-").strip("."))
    parts = names.map(lambda text: text.encode()[:200].decode(errors="ignore")).filter(lambda text: bool(text.strip()))
    return st.lists(parts, min_size=1, max_size=2).map("/".join)


def _repeated(text: str, length: int) -> str:
    return (text * length)[:length]


def _paired(text: str) -> str:
    """The text as whoever reads UTF-16 has it: two halves in their order are one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
