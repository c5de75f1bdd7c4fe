"""The bounded queue in front of a sink."""

import threading
from typing import Any

from app.domain.result import FrameResult, StepTimes
from app.output.sink import OutputError
from app.runtime.sink_worker import SinkWorker


def _result(stage: Any, index: int) -> FrameResult:
    return FrameResult(stage.frame(index), (), StepTimes(1.0, 1.0, 1.0, 3.0))


def _started(worker: SinkWorker) -> threading.Thread:
    thread = threading.Thread(target=worker.run)
    thread.start()
    return thread


def test_what_is_offered_is_written_in_order_and_flushed_at_close(stage: Any) -> None:
    sink = stage.sink()
    worker = SinkWorker(sink, lambda message: None)
    for index in range(10):
        worker.offer(_result(stage, index))
    worker.close()
    _started(worker).join()
    assert sink.kept == list(range(10))
    assert sink.closed.is_set()
    assert worker.dropped == 0


def test_a_full_queue_drops_and_counts_without_waiting(stage: Any) -> None:
    sink = stage.sink()
    sink.go.clear()
    worker = SinkWorker(sink, lambda message: None, capacity=4)
    thread = _started(worker)
    worker.offer(_result(stage, 0))
    assert sink.begun.acquire(timeout=stage.patience_s)  # the first one left the queue and is being written
    for index in range(1, 11):
        worker.offer(_result(stage, index))
    assert worker.dropped == 6
    sink.go.set()
    worker.close()
    thread.join()
    assert sink.kept == [0, 1, 2, 3, 4]


def test_a_failing_write_is_told_and_what_was_kept_stays(stage: Any) -> None:
    sink = stage.sink(fails_at=2, error=OutputError("The disk is full; free some space."))
    told: list[str] = []
    worker = SinkWorker(sink, told.append)
    for index in range(5):
        worker.offer(_result(stage, index))
    _started(worker).join()
    worker.offer(_result(stage, 5))
    assert told == ["The disk is full; free some space."]
    assert sink.kept == [0, 1]
    assert sink.closed.is_set()
    assert worker.dropped == 4  # the one that failed, the two that waited, the one that came later


def test_a_failing_close_is_told(stage: Any) -> None:
    told: list[str] = []
    worker = SinkWorker(stage.sink(close_error=OutputError("The table could not be finished.")), told.append)
    worker.close()
    _started(worker).join()
    assert told == ["The table could not be finished."]


def test_close_twice_and_offer_after_close(stage: Any) -> None:
    sink = stage.sink()
    worker = SinkWorker(sink, lambda message: None)
    thread = _started(worker)
    worker.close()
    worker.close()
    worker.offer(_result(stage, 0))
    thread.join()
    assert (sink.kept, worker.dropped) == ([], 1)
