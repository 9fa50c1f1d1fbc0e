from __future__ import annotations

import pytest

from harness.console import RecordingStep
from webflow_publish import __project__
from webflow_publish.defect import described


def test_it_is_one_line_that_says_what_and_where_and_to_whom_and_its_traceback_is_for_debugging() -> None:
    console = RecordingStep()
    with pytest.raises(ValueError, match="secret") as caught:
        raise ValueError("secret\nof mine")
    text = described(caught.value, console, lambda text: text.replace("secret", "***"))
    assert text.startswith("ValueError at test_defect.py:")
    assert text.endswith(rf": `***\nof mine`. Please report this line at {__project__}/issues")
    assert console.debugged[0] == "Traceback (most recent call last):"
    assert console.debugged[-2:] == ["ValueError: ***", "of mine"]
    assert console.lines == []
