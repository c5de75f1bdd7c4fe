"""A bounded queue in front of one sink, so that a slow disk or network never slows the picture."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from app.domain.result import FrameResult
from app.output.sink import OutputError, ResultSink

_log = logging.getLogger(__name__)

CAPACITY = 16  # half a second of a camera; 16 frames of 1280x720 are 44 MB


class SinkWorker:
    """Hands results to one sink on a thread of its own, whose body is `run`.

    `offer` never waits: a full queue drops the result and counts it. An OutputError goes to `on_error` as a sentence;
    the sink is then closed, keeps what it has, and later results count as dropped.
    """

    def __init__(self, sink: ResultSink, on_error: Callable[[str], None], capacity: int = CAPACITY) -> None:
        self._sink = sink
        self._on_error = on_error
        self._capacity = capacity
        self._changed = threading.Condition()
        self._waiting: deque[FrameResult] = deque()
        self._closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many results the sink never got."""
        with self._changed:
            return self._dropped

    def offer(self, result: FrameResult) -> None:
        with self._changed:
            if self._closed or len(self._waiting) >= self._capacity:
                self._dropped += 1
                return
            self._waiting.append(result)
            self._changed.notify()

    def close(self) -> None:
        """Accept nothing more; what waits is still written, then `run` ends."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def run(self) -> None:
        """Write until closed and empty, or until a write fails, then close the sink."""
        try:
            self._write_all()
        finally:
            self._refuse()
            self._close_sink()

    def _write_all(self) -> None:
        while (result := self._next()) is not None:
            try:
                self._sink.write(result)
            except OutputError as error:
                self._refuse(lost=1)
                self._report(error)
                return

    def _next(self) -> FrameResult | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return self._waiting.popleft() if self._waiting else None

    def _refuse(self, lost: int = 0) -> None:
        with self._changed:
            self._closed = True
            self._dropped += lost + len(self._waiting)
            self._waiting.clear()

    def _close_sink(self) -> None:
        try:
            self._sink.close()
        except OutputError as error:
            self._report(error)

    def _report(self, error: OutputError) -> None:
        _log.warning("a sink failed: %s", error)
        self._on_error(str(error))
