"""Rates, latency and drops of a session over the last seconds, as a frozen snapshot."""

import math
import statistics
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.runtime.pauses import Pauses
from app.runtime.pulse import Pulse, Stall


@dataclass(frozen=True, slots=True)
class MeterSnapshot:
    """What a session did in the last seconds.

    Latency runs from a frame captured to that frame painted, less the time that was paused between. `dropped` counts,
    since the start, the frames that a newer one overtook before they were analysed or painted. Width and height are as
    delivered, 0 before the first frame. None means that nothing was measured in the window.
    """

    capture_fps: float
    inference_fps: float
    latency_median_ms: float | None
    latency_p95_ms: float | None
    perceive_median_ms: float | None
    dropped: int
    width_px: int
    height_px: int


class Meter:
    """Measures a session; every method may be called from any thread.

    `dropped` is asked at each snapshot; `clock` gives seconds of the clock that stamps the frames.
    """

    def __init__(
        self,
        dropped: Callable[[], int] = lambda: 0,
        clock: Callable[[], float] = time.perf_counter,
        window_s: float = 2.0,
    ) -> None:
        self._dropped = dropped
        self._clock = clock
        self._lock = threading.Lock()
        self._captured = _Window(window_s)
        self._perceived = _Window(window_s)
        self._latency_ms = _Window(window_s)
        self._size_px = (0, 0)
        self._last_painted_at: float | None = None
        self._pauses = Pauses()
        self._pulse = Pulse()

    def captured(self, frame: Frame) -> None:
        """A source delivered a frame."""
        with self._lock:
            now = self._clock()
            self._captured.add(now, 0.0)
            self._pulse.captured(now)
            self._size_px = (frame.width_px, frame.height_px)

    def perceived(self, result: FrameResult) -> None:
        """A frame was analysed."""
        with self._lock:
            now = self._clock()
            self._perceived.add(now, result.times.perceive_ms)
            self._pulse.perceived(now)

    def painted(self, result: FrameResult, at: float) -> None:
        """A frame came to the screen at the moment `at`; painting the same frame again (a resize) counts once."""
        with self._lock:
            if result.frame.captured_at == self._last_painted_at:
                return
            self._last_painted_at = result.frame.captured_at
            waited_s = self._pauses.seconds_between(result.frame.captured_at, at)
            self._latency_ms.add(at, (at - result.frame.captured_at - waited_s) * 1000)

    def pause(self, paused: bool) -> None:
        """The session is paused or goes on, from now."""
        with self._lock:
            now = self._clock()
            self._pauses.pause(paused, now)
            self._pulse.pause(paused, now)

    def stall(self, live: bool) -> Stall | None:
        """Who does not answer now, None where all goes on; `live` as the source is."""
        with self._lock:
            return self._pulse.stall(self._clock(), live)

    def snapshot(self) -> MeterSnapshot:
        dropped = self._dropped()
        with self._lock:
            now = self._clock()
            latencies = self._latency_ms.values(now)
            return MeterSnapshot(
                capture_fps=self._captured.rate(now),
                inference_fps=self._perceived.rate(now),
                latency_median_ms=_median(latencies),
                latency_p95_ms=_percentile_95(latencies),
                perceive_median_ms=_median(self._perceived.values(now)),
                dropped=dropped,
                width_px=self._size_px[0],
                height_px=self._size_px[1],
            )


class _Window:
    """Values with the moment they came, of the last `length_s` seconds only."""

    def __init__(self, length_s: float) -> None:
        self._length_s = length_s
        self._entries: deque[tuple[float, float]] = deque()

    def add(self, at: float, value: float) -> None:
        self._entries.append((at, value))
        self._forget(at)

    def values(self, now: float) -> list[float]:
        self._forget(now)
        return [value for _, value in self._entries]

    def rate(self, now: float) -> float:
        """Entries a second; right from the second entry on, and falling once entries stay away."""
        self._forget(now)
        intervals = len(self._entries) - 1
        if intervals < 1:
            return 0.0
        first, last = self._entries[0][0], self._entries[-1][0]
        mean_s = (last - first) / intervals
        span_s = max(last - first, now - first - mean_s)  # an entry that is overdue lowers the rate
        return intervals / span_s if span_s > 0 else 0.0

    def _forget(self, now: float) -> None:
        while self._entries and self._entries[0][0] <= now - self._length_s:
            self._entries.popleft()


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def _percentile_95(values: Sequence[float]) -> float | None:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else None
