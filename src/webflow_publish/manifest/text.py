"""Bytes of a manifest file to text: its size, its encoding, its characters, and what others left in its lines."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.wording import named
from webflow_publish.problem import Place
from webflow_publish.text import visible

MAXIMUM_BYTES = 16 * 1024 * 1024
"""Size in bytes up to which a manifest file is read: some 500,000 bare items."""

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# What YAML 1.2.2, 5.1 does not allow. U+0085, U+2028 and U+2029 are among them, too: YAML 1.1, which libyaml reads,
# takes them for line breaks and editors do not, so that every later line number would be wrong.
_NOT_ALLOWED = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MARKER = re.compile(r"(?<![^\r\n])(?:[<>|]{7} |={7}(?![^\r\n]))")
# Spaces of other widths and of none, which YAML takes for text. Most come along when a page is copied.
_OTHER_SPACE = "[\xa0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000]"
_INDENTED = re.compile(rf"(?<![^\r\n])[ \t]*({_OTHER_SPACE})")


def decode(data: bytes, findings: Findings) -> str | None:
    """The text of a file in UTF-8, with or without byte order mark; None where a finding says why it cannot be read."""
    start = Place(findings.file, 1, 1)
    if len(data) > MAXIMUM_BYTES:
        findings.add(start, *too_large(len(data)))
        return None
    if encoding := _other_encoding(data):
        findings.add(start, f"The file is encoded as {encoding}; a manifest is read as UTF-8.", "Save it as UTF-8.")
        return None
    marked = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    try:
        text = data[marked:].decode("utf-8")
    except UnicodeDecodeError as error:
        offset = marked + error.start
        read = data[marked:offset].decode("utf-8")
        findings.add(
            position(findings.file, read, len(read)),
            f"The file is not UTF-8: the byte 0x{data[offset]:02x} at offset {offset:,} cannot stand there.",
            "It was probably saved as Windows-1252 or ISO 8859-1, or is not a text file. Save it as UTF-8.",
        )
        return None
    if found := _NOT_ALLOWED.search(text):
        code = visible(found[0])
        findings.add(
            position(findings.file, text, found.start()),
            f"The character U+{ord(found[0]):04X} cannot stand in a manifest.",
            f"Take it out. Few editors show it: search for `{code}` as a regular expression.",
        )
        return None
    return None if _left(text, findings) else text


def _left(text: str, findings: Findings) -> bool:
    """Whether a merge or a copied page left something in the lines of which all further problems would come."""
    if found := _MARKER.search(text):
        findings.add(
            position(findings.file, text, found.start()),
            "A merge conflict is not resolved here.",
            "Keep one side, and take out the lines with `<<<<<<<`, `=======` and `>>>>>>>`.",
        )
    elif not text.isascii() and (found := _INDENTED.search(text)):
        findings.add(
            position(findings.file, text, found.start(1)),
            f"The character {named(found[1])} stands in the indentation; YAML indents with spaces only.",
            f"Replace it by a space, here and below. Search for `{visible(found[1])}` as a regular expression.",
        )
    return found is not None


def position(file: str, text: str, index: int) -> Place:
    """The place of the character at an index (from 0) of a file's text."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, line_break.end()
    return Place(file, line, index - start + 1)


def too_large(size: int) -> tuple[str, str]:
    """Message and hint for a file of that many bytes, which is over `MAXIMUM_BYTES`."""
    return (
        f"The file has {size:,} bytes; a manifest file may have up to {MAXIMUM_BYTES:,}.",
        "Spread its collections over several manifest files: `manifest` takes several paths and globs.",
    )


def _other_encoding(data: bytes) -> str | None:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    # A manifest begins with a character of ASCII, which fills one byte of the first two where UTF-16 has no mark.
    return "UTF-16" if len(data) > 1 and data[:2].count(0) == 1 else None
