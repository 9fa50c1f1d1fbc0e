from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.runner import (
    ANNOTATION_LENGTH,
    SUMMARY_LIMIT,
    Annotation,
    MalformedFileError,
    outputs_size,
    read_lines,
    read_log,
    read_outputs,
    read_summary,
)


class TestOutputs:
    def test_short_form(self) -> None:
        assert read_outputs(b"outcome=success\n\nreport=a=b<<c\n") == {"outcome": "success", "report": "a=b<<c"}

    def test_long_form_keeps_inner_line_ends_and_needs_no_escaping(self) -> None:
        assert read_outputs(b"errors<<END\n[\n=\r\n  END\n]\nEND\n") == {"errors": "[\n=\r\n  END\n]"}

    def test_long_form_may_be_empty(self) -> None:
        assert read_outputs(b"errors<<END\nEND\n") == {"errors": ""}

    def test_the_first_separator_of_the_line_decides(self) -> None:
        assert read_outputs(b"a<<E=F\nvalue\nE=F\n") == {"a": "value"}

    def test_the_later_value_of_an_output_counts(self) -> None:
        assert read_outputs(b"outcome=success\noutcome=failed\n") == {"outcome": "failed"}

    def test_a_byte_order_mark_is_not_part_of_a_name(self) -> None:
        assert read_outputs(b"\xef\xbb\xbfoutcome=failed") == {"outcome": "failed"}

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"just text\n", id="no separator"),
            pytest.param(b"=value\n", id="no name"),
            pytest.param(b"<<END\nEND\n", id="no name before a delimiter"),
            pytest.param(b"name<<\nvalue\n", id="no delimiter"),
            pytest.param(b"name<<END\nvalue\n", id="delimiter never comes"),
            pytest.param(b"name<<END\nvalue\nEND\r\n", id="delimiter with a carriage return"),
            pytest.param(b"name=\xff\n", id="not UTF-8"),
        ],
    )
    def test_malformed_files_fail_the_step(self, data: bytes) -> None:
        with pytest.raises(MalformedFileError):
            read_outputs(data)

    def test_size_is_counted_in_utf_16(self) -> None:
        assert outputs_size({"ab": "c\N{PILE OF POO}"}) == 2 * 5

    @given(st.text())
    def test_arbitrary_text_is_read_or_refused(self, text: str) -> None:
        try:
            outputs = read_outputs(text.encode("utf-8", "replace"))
        except MalformedFileError:
            return
        assert "" not in outputs


class TestSummary:
    def test_is_shown_up_to_the_limit(self) -> None:
        assert read_summary(b"x" * SUMMARY_LIMIT) == "x" * SUMMARY_LIMIT

    def test_is_dropped_whole_over_the_limit(self) -> None:
        assert read_summary(b"x" * (SUMMARY_LIMIT + 1)) is None

    def test_there_is_none_where_the_file_is_empty(self) -> None:
        assert read_summary(b"") is None


class TestLines:
    def test_end_as_in_dot_net(self) -> None:
        assert read_lines("a\nb\rc\r\nd\n\n") == ("a", "b", "c", "d", "")

    def test_do_not_end_where_only_python_ends_them(self) -> None:
        assert read_lines("a\vb\x1cc\x85d\u2028e") == ("a\vb\x1cc\x85d\u2028e",)


class TestLog:
    def test_annotations_carry_their_place(self) -> None:
        log = read_log("::error file=a.yml,line=3,col=5,endLine=3,endColumn=9,title=Not found::gone\n")
        assert log.annotations == (Annotation("error", "gone", "Not found", "a.yml", 3, 3, 5, 9),)

    @pytest.mark.parametrize(
        ("properties", "annotation"),
        [
            ("endLine=4", Annotation("error", "x", line=4, end_line=4)),
            ("line=4,endColumn=2", Annotation("error", "x", line=4, column=2, end_column=2)),
            ("col=2", Annotation("error", "x")),
            ("line=four,col=2", Annotation("error", "x")),
            ("line=4,endLine=5,col=2", Annotation("error", "x", line=4, end_line=5)),
            ("line=4,endLine=3", Annotation("error", "x")),
            ("line=4,col=3,endColumn=2", Annotation("error", "x", line=4)),
        ],
    )
    def test_places_that_make_no_sense_are_dropped(self, properties: str, annotation: Annotation) -> None:
        assert read_log(f"::error {properties}::x").annotations == (annotation,)

    def test_only_ten_annotations_of_a_level_are_shown(self) -> None:
        log = read_log("::error::x\n" * 12 + "::notice::y\n")
        assert [annotation.level for annotation in log.annotations] == ["error"] * 10 + ["notice"]
        assert log.unshown == {"error": 2}

    def test_long_messages_are_cut(self) -> None:
        assert read_log("::error::" + "x" * 5000).annotations == (Annotation("error", "x" * ANNOTATION_LENGTH),)

    def test_masks_count_from_where_they_are_set(self) -> None:
        log = read_log("hush\n::add-mask::hush\nsay hush\n")
        assert log.masks == ("hush",)
        assert log.lines == ("hush", "say ***")

    def test_groups_are_followed(self) -> None:
        log = read_log("::group::one\nx\n::endgroup::\n::group::two\n")
        assert log.groups == ("one", "two")
        assert log.open_group == "two"

    def test_nothing_is_carried_out_between_stop_and_resume(self) -> None:
        log = read_log("::stop-commands::Token\n::error::x\n##[group]y\n::tOKEN::\n::notice::z\n")
        assert log.annotations == (Annotation("notice", "z"),)
        assert log.lines == ("::error::x", "##[group]y")

    def test_what_the_runner_objects_to_is_told(self) -> None:
        log = read_log("::add-mask:: \n::set-output name=a::b\n")
        assert log.complaints == (
            "add-mask: an empty text cannot be masked.",
            "set-output: this command is disabled or deprecated.",
        )

    @given(st.text(alphabet=st.sampled_from(list("#[]: =,;\n\rerorx%025Agup-"))))
    def test_every_line_is_either_shown_or_a_command(self, text: str) -> None:
        log = read_log(text)
        assert len(log.lines) + len(log.commands) == len(read_lines(text))
