from __future__ import annotations

import pytest

from harness.rendering import rendered


def test_words_and_code_are_told_apart() -> None:
    page = rendered("# A `b` *c*\n\n<pre>\nd\n</pre>\n")
    assert page.words == ("A ", "c")
    assert page.literals == ("b", "\nd\n")
    assert page.elements == ("h1", "code", "/code", "em", "/em", "/h1", "pre", "/pre")


def test_what_escapes_from_code_is_seen() -> None:
    assert "img src=x" in rendered("<details><code>a</code><img src=x></code></details>").elements
    assert "@octocat" in "".join(rendered("`a` @octocat `b`").words)
    assert "@octocat" not in "".join(rendered("`a @octocat b`").words)


def test_a_code_within_preformatted_text_is_one_literal() -> None:
    assert rendered("```\na\n```\n").literals == ("a\n",)


def test_cells_are_elements_and_links_tell_where_they_lead() -> None:
    page = rendered("| a |\n| :-- |\n| [b](https://evil.example) |\n")
    assert page.elements.count("/td") == 1
    assert page.links == ("https://evil.example",)
    assert "a" in page.elements


@pytest.mark.parametrize("hidden", ["<!-- x -->", "<?x ?>", "<!DOCTYPE html>"])
def test_what_a_browser_does_not_show_is_an_element(hidden: str) -> None:
    assert len(rendered(f"<b>a{hidden}</b>").elements) > len(rendered("<b>a</b>").elements)


def test_characters_in_any_spelling_are_the_characters_that_are_seen() -> None:
    assert rendered("&#64;octocat &lt;b&gt;").words == ("@octocat <b>",)
