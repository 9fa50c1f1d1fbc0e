from __future__ import annotations

from webflow_publish.problem import Place

HERE = Place("content/blog.yml", 12, 7)


def test_a_place_is_written_as_editors_and_terminals_know_it() -> None:
    assert str(HERE) == "content/blog.yml:12:7"


def test_places_are_ordered_by_file_line_and_column() -> None:
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 2), Place("a", 9, 1)]
    assert sorted(places) == list(reversed(places))


def test_a_place_in_a_sentence_is_quoted_whole() -> None:
    assert Place(f"{'folder/' * 30}blog.yml", 12, 7).quoted.endswith("blog.yml:12:7`")
