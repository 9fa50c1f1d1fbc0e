from __future__ import annotations

from harness.console import RecordingStep
from harness.samples import collection
from webflow_publish.publish import Progress
from webflow_publish.reason import Reason
from webflow_publish.report.log import Log
from webflow_publish.webflow import Failure, Retry


def test_each_collection_is_a_group_with_a_line_for_each_batch_and_wait() -> None:
    console = RecordingStep()
    log = Log(console, lambda: 12.3)
    log.sending(collection(1))
    log.retrying(Retry(Failure(Reason.RATE_LIMITED, "429 Too Many Requests"), 60))
    log.progressed(Progress(100, 1250, 0, 2))
    log.sending(collection(1))
    log.progressed(Progress(200, 1250, 3, 3))
    log.sending(collection(2, name=None))
    log.close()
    log.close()
    assert console.lines == [
        f"[Blog posts ({collection(1).id})",
        "429 Too Many Requests. Trying again in 60 s.",
        "100 of 1,250 done, 0 failed, 2 requests, 12 s",
        "200 of 1,250 done, 3 failed, 3 requests, 12 s",
        "]",
        f"[{collection(2).id}",
        "]",
    ]
