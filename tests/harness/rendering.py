"""Markdown as a reader of GitHub's page sees it: the elements, the words outside of code, and the words in code.

GitHub makes more of words than CommonMark does: mentions, references to issues, emoji, addresses without brackets, and
formulas. It leaves those in code and in preformatted text alone. So what a hostile text can do there is told by whether
it gets into `words` or into `elements` at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_LITERAL = frozenset({"code", "pre"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a browser is given.

    `elements` are the tags in their order, those that close with a slash, those that open with their attributes except
    `href`; what is hidden in comments and declarations is there, too. `words` are the texts outside of code, `literals`
    those of each element of code or preformatted text, and `links` where links lead.
    """

    elements: tuple[str, ...]
    words: tuple[str, ...]
    literals: tuple[str, ...]
    links: tuple[str, ...]


def rendered(markdown: str) -> Rendered:
    """The page that Markdown makes, with the HTML that stands in it read as a browser reads it."""
    reader = _Reader()
    reader.feed(_MARKDOWN.render(markdown))
    reader.close()
    return reader.rendered()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._elements: list[str] = []
        self._words: list[str] = []
        self._literals: list[str] = []
        self._links: list[str] = []
        self._depth = 0
        self._text = ""

    def rendered(self) -> Rendered:
        self._end_text()
        return Rendered(tuple(self._elements), tuple(self._words), tuple(self._literals), tuple(self._links))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0 or tag not in _LITERAL:
            self._end_text()
        self._depth += tag in _LITERAL
        self._links += [value or "" for name, value in attrs if name == "href"]
        self._elements.append(" ".join([tag, *(f"{name}={value}" for name, value in attrs if name != "href")]))

    def handle_endtag(self, tag: str) -> None:
        if self._depth <= 1 or tag not in _LITERAL:
            self._end_text()
        self._depth -= tag in _LITERAL
        self._elements.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_comment(self, data: str) -> None:
        self._elements.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._elements.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._elements.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._elements.append(f"<![{data}]>")

    def _end_text(self) -> None:
        """Between two tags stands one text, also where the parser hands it over in pieces."""
        text, self._text = self._text, ""
        if self._depth:
            self._literals.append(text)
        elif text.strip():
            self._words.append(text)
