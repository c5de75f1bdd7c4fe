"""One sink for session after session that hands on to any number of live sinks; they stay while sources change."""

import logging
import threading
from collections.abc import Callable

from app.domain.result import FrameResult
from app.output.live.sink import Gap, LiveSink, Marker, SinkStatus, SourceState
from app.output.sink import OutputError

_log = logging.getLogger(__name__)

_EARLY = 0.25
"""A frame may come this share of the interval early: a camera's jitter shall not halve a rate that equals its own."""


class RateLimit:
    """Lets through at most so many a second, evenly; `max_hz` 0 lets all through. Times are those of the frames."""

    def __init__(self, max_hz: float) -> None:
        self._interval_s = 1 / max_hz if max_hz > 0 else 0.0
        self._next_at: float | None = None

    def allows(self, at: float) -> bool:
        if self._next_at is not None and at < self._next_at - _EARLY * self._interval_s:
            return False
        due = at if self._next_at is None else self._next_at
        self._next_at = max(due, at - self._interval_s) + self._interval_s
        return True


GAP_S = 1.0
"""Results further apart than this have a gap between them, as in a recording."""

_REASONS = {"lost": "the source was lost", "paused": "it was paused"}
_NO_REASON = "no frame came"
_NEW_SOURCE = "opening"


class _Passing:
    """Follows the moments of results and what is told between them, and finds the gaps."""

    def __init__(self) -> None:
        self._last_at: float | None = None
        self._reason = _NO_REASON

    def told(self, state: str) -> None:
        if state == _NEW_SOURCE:
            self._last_at = None
        self._reason = _REASONS.get(state, self._reason)

    def gap_before(self, at: float) -> Gap | None:
        """The gap that the result of this moment ends, if there is one."""
        since, reason = self._last_at, self._reason
        self._last_at, self._reason = at, _NO_REASON
        return None if since is None or at - since <= GAP_S else Gap(since, at, reason)


class Broadcast:
    """A ResultSink over live sinks that come and go while it is used. Any thread may call it.

    A sink that fails is closed and left out, and `on_failure` gets its error; the others go on.
    """

    def __init__(self, on_failure: Callable[[OutputError], None], max_rate_hz: float = 0.0) -> None:
        self._on_failure = on_failure
        self._limit = RateLimit(max_rate_hz)
        self._lock = threading.RLock()
        self._sinks: tuple[LiveSink, ...] = ()
        self._state: SourceState | None = None
        self._passing = _Passing()
        self._listeners: tuple[Callable[[Marker], None], ...] = ()

    @property
    def sinks(self) -> tuple[LiveSink, ...]:
        """Those that are sent to, in the order they were added."""
        return self._sinks

    @property
    def statuses(self) -> tuple[SinkStatus, ...]:
        """One for each sink, in the order they were added."""
        return tuple(sink.status() for sink in self._sinks)

    def add(self, sink: LiveSink) -> None:
        """Send to this one too."""
        with self._lock:
            self._sinks = (*self._sinks, sink)
            if self._state is not None:
                state = self._state
                self._each(lambda one: one.tell(state), (sink,))

    def remove(self, sink: LiveSink) -> None:
        """Close this one; the others go on. Raises OutputError."""
        with self._lock:
            self._sinks = tuple(other for other in self._sinks if other is not sink)
        sink.close()

    def write(self, result: FrameResult) -> None:
        with self._lock:
            gap = self._passing.gap_before(result.frame.captured_at)
            if gap is not None:
                self._each(lambda sink: sink.miss(gap), self._sinks)
            if self._sinks and self._limit.allows(result.frame.captured_at):
                self._each(lambda sink: sink.write(result), self._sinks)

    def mark(self, marker: Marker) -> None:
        with self._lock:
            self._each(lambda sink: sink.mark(marker), self._sinks)
        for listener in self._listeners:
            listener(marker)

    def hear(self, listener: Callable[[Marker], None]) -> None:
        """Call this one with every marker too, on the thread that brings it; it must return at once."""
        self._listeners = (*self._listeners, listener)

    def tell(self, state: SourceState) -> None:
        with self._lock:
            self._state = state
            self._passing.told(state.state)
            self._each(lambda sink: sink.tell(state), self._sinks)

    def close(self) -> None:
        """The end of a session; the sinks go on with the next one until they are removed."""

    def _each(self, action: Callable[[LiveSink], None], sinks: tuple[LiveSink, ...]) -> None:
        for sink in sinks:
            try:
                action(sink)
            except OutputError as error:
                self._sinks = tuple(other for other in self._sinks if other is not sink)
                self._end(sink)
                self._on_failure(error)

    def _end(self, sink: LiveSink) -> None:
        try:
            sink.close()
        except OutputError as error:
            _log.warning("a live sink did not close: %s", error)
