"""What a run says: job summary, annotations, outputs and JSON report, all made from one result."""

from webflow_publish.report.annotations import annotations_of
from webflow_publish.report.comment import Scope, comment
from webflow_publish.report.headline import headline
from webflow_publish.report.outputs import OUTPUTS, outputs
from webflow_publish.report.record import report
from webflow_publish.report.source import Source
from webflow_publish.report.summary import loss_note, summary

__all__ = [
    "OUTPUTS",
    "Scope",
    "Source",
    "annotations_of",
    "comment",
    "headline",
    "loss_note",
    "outputs",
    "report",
    "summary",
]
