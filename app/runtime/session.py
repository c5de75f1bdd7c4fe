"""From a source to results: the capture thread, the inference thread and the sinks of one running analysis."""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol

from app.capture.source import FrameSource, SourceInfo
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.output.sink import ResultSink
from app.runtime.failure import FailedPart, sentence_of
from app.runtime.gate import Gate
from app.runtime.mailbox import Mailbox
from app.runtime.meter import Meter
from app.runtime.sink_worker import SinkWorker
from app.runtime.source_reader import SourceReader

_log = logging.getLogger(__name__)

RETRY_S = 2.0
_HEAD_START_S = 0.3
"""So long the loading of the perceiver waits for the first frame: both need Python's lock, and one is seen sooner."""

_GRACE_S = 0.1  # a read that takes longer at stop is ended by closing the source under it
_NOTHING_RUN = StepTimes(detect_ms=0.0, crop_ms=0.0, network_ms=0.0, perceive_ms=0.0)


class FramePerceiver(Protocol):
    """Reads the faces of a frame. One thread uses it."""

    def perceive(self, frame: Frame) -> FrameResult: ...

    def reset(self) -> None:
        """Forget what was seen: the next frame does not continue the last one."""


class SessionState(StrEnum):
    """LOST: a live source went away and is being looked for. ENDED: a file came to its end."""

    OPENING = "opening"
    RUNNING = "running"
    PAUSED = "paused"
    LOST = "lost"
    ENDED = "ended"
    FAILED = "failed"
    STOPPED = "stopped"


_LAST = (SessionState.ENDED, SessionState.FAILED)


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """A new state, or a message within a state (a sink that failed); `message` is one sentence for the user or "".

    `failed` goes with the state FAILED.
    """

    state: SessionState
    message: str
    source: SourceInfo | None
    failed: FailedPart | None = None


class Session:
    """One analysis of one source, from `start` to `stop`; it is not started twice.

    `open_source` runs on the capture thread, `get_perceiver` on the inference thread; until that one answers, frames
    come as results without faces. An error of theirs ends the session with the event FAILED.
    `on_ready` (a result lies in `results`) and `on_event` are called on the session's threads, `on_event` from `pause`
    and `stop` too. They must return at once and wait for no other thread.
    After the event STOPPED neither is called any more, not even by an abandoned thread.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        get_perceiver: Callable[[], FramePerceiver],
        *,
        on_ready: Callable[[], None],
        on_event: Callable[[SessionEvent], None],
        sinks: Sequence[ResultSink] = (),
        retry_s: float = RETRY_S,
    ) -> None:
        self.results: Mailbox[FrameResult] = Mailbox()
        self.meter = Meter(self._overtaken)
        self._get_perceiver = get_perceiver
        self._on_ready, self._on_event = on_ready, on_event
        self._frames: Mailbox[Frame] = Mailbox()
        self._workers = tuple(SinkWorker(sink, self._notify) for sink in sinks)
        self._lock = threading.RLock()
        self._gate = Gate(self._lock)
        self._stop = threading.Event()
        self._first_frame = threading.Event()
        self._reader = SourceReader(
            open_source,
            gate=self._gate,
            stop=self._stop,
            retry_s=retry_s,
            on_opened=self._opened,
            on_lost=partial(self._report, SessionState.LOST),
            on_frame=self._captured,
        )
        self._state = SessionState.OPENING
        self._info: SourceInfo | None = None
        self._perceiver_loaded = False
        self._overtaken_while_loading = 0
        self._sought_at = -math.inf
        self._threads: list[threading.Thread] = []

    @property
    def sink_drops(self) -> int:
        """How many results the sinks never got, because they were too slow or had failed."""
        return sum(worker.dropped for worker in self._workers)

    def start(self) -> None:
        """Begin; returns at once. Raises RuntimeError where the session was started or stopped before."""
        with self._lock:
            if self._threads or self._stop.is_set():
                raise RuntimeError("a session is started only once, and not after its stop")
            for index, worker in enumerate(self._workers):
                self._spawn(f"sink-{index}", worker.run, self._notify)
            self._spawn("inference", self._infer, partial(self._fail, FailedPart.ANALYSIS))
            self._spawn("capture", self._capture, partial(self._fail, FailedPart.SOURCE))

    def pause(self, paused: bool) -> None:
        """Hold or continue; when this returns, a paused session gives no more results.

        A live source is read on, so that the picture after the pause is a current one; a file stands still.
        """
        with self._lock:
            self._gate.pause(paused)
            self.meter.pause(paused)
            if self._state in (SessionState.RUNNING, SessionState.PAUSED):
                self._report_running()

    def seek(self, position_s: float) -> None:
        """Go on from another place of a file, and show nothing read before; while paused, show its picture."""
        with self._lock:
            asked_at = time.perf_counter()
            if self._reader.seek(position_s):
                self._sought_at = asked_at
                self._gate.let_one_pass()

    def repeat(self, on: bool) -> None:
        """Whether a file starts again at its end, from now on."""
        self._reader.repeat(on)

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End all threads; False where one has not ended in time and is left to end by itself.

        May be called more than once, from any thread, and before `start`. 0 asks without waiting; from a callback on
        a thread of the session it never waits.
        """
        deadline = time.perf_counter() + timeout_s
        self._ask_to_end()
        self.results.close()
        waits = threading.current_thread() not in self._threads
        ended = waits and self._join_all(deadline, min(_GRACE_S, timeout_s / 2))
        self._report(SessionState.STOPPED)
        return ended

    # The capture thread

    def _capture(self) -> None:
        self._report(SessionState.OPENING)
        self._reader.run()
        self._frames.close()  # the inference thread takes the last frame and reports the end

    def _opened(self, info: SourceInfo) -> None:
        with self._lock:
            self._info = info
            self._report_running()

    def _captured(self, frame: Frame) -> None:
        self.meter.captured(frame)
        self._first_frame.set()
        if self._live and self._gate.paused:
            return
        self._frames.put(frame)
        # Shown without readings, so that the picture need not wait for the perceiver. The frame lies in its mailbox
        # already, so whatever the inference thread publishes after this is not older.
        with self._lock:
            if not self._perceiver_loaded:
                self._publish(FrameResult(frame, (), _NOTHING_RUN), wait=False)

    # The inference thread

    def _infer(self) -> None:
        self._first_frame.wait(_HEAD_START_S)
        perceiver = self._get_perceiver()
        with self._lock:
            self._perceiver_loaded = True
            self._overtaken_while_loading = self._frames.dropped + self.results.dropped
        last_time_s = math.inf
        while (frame := self._frames.take()) is not None and not self._stop.is_set():
            if frame.time_s < last_time_s:
                perceiver.reset()  # the first frame, a source that came back, or a clip that starts again
            last_time_s = frame.time_s
            self._keep(perceiver.perceive(frame))
        self._report(SessionState.ENDED)
        self._ask_to_end()

    def _keep(self, result: FrameResult) -> None:
        if self._publish(result, wait=not self._live):
            self.meter.perceived(result)
            for worker in self._workers:
                worker.offer(result)

    # Both threads

    @property
    def _live(self) -> bool:
        return self._info is not None and self._info.live

    def _publish(self, result: FrameResult, wait: bool) -> bool:
        def hand_over() -> bool:
            if result.frame.captured_at < self._sought_at:
                return False
            self.results.put(result)
            self._on_ready()
            return True

        return self._gate.pass_through(hand_over, wait)

    def _overtaken(self) -> int:
        """Frames overtaken since the perceiver runs; before that nothing could be analysed, so nothing is missed."""
        if not self._perceiver_loaded:
            return 0
        return self._frames.dropped + self.results.dropped - self._overtaken_while_loading

    # Events and the end

    def _report_running(self) -> None:
        self._report(SessionState.PAUSED if self._gate.paused else SessionState.RUNNING)

    def _report(self, state: SessionState, message: str = "", failed: FailedPart | None = None) -> None:
        """Enter a state; once the end is asked for, only STOPPED follows."""
        with self._lock:
            if self._stop.is_set() and state is not SessionState.STOPPED:
                return
            if self._state is not SessionState.STOPPED:
                self._state = state
                if state in _LAST:
                    self._stop.set()  # before anyone else reports, so that only the first failure is told
                self._on_event(SessionEvent(state, message, self._info, failed))

    def _notify(self, message: str) -> None:
        """Tell something that leaves the state as it is."""
        with self._lock:
            if self._state is not SessionState.STOPPED:
                self._on_event(SessionEvent(self._state, message, self._info))

    def _fail(self, part: FailedPart, message: str) -> None:
        try:
            self._report(SessionState.FAILED, message, part)
        finally:  # though nobody may be there to be told, the device is released
            self._ask_to_end()
            self._reader.close_source()

    def _ask_to_end(self) -> None:
        self._stop.set()
        self._first_frame.set()
        self._gate.close()
        self._frames.close()
        for worker in self._workers:
            worker.close()

    def _join_all(self, deadline: float, grace_s: float) -> bool:
        if _join(self._threads, time.perf_counter() + grace_s):
            # On a thread of its own: a driver that blocks a read may block the closing too.
            self._spawn("close", self._reader.close_source, self._notify)
        alive = _join(self._threads, deadline)
        for thread in alive:
            _log.warning("the thread %s did not end in time and is abandoned", thread.name)
        return not alive

    def _spawn(self, name: str, body: Callable[[], None], tell: Callable[[str], None]) -> None:
        thread = threading.Thread(target=self._guard, args=(name, body, tell), name=f"poise-{name}", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _guard(self, name: str, body: Callable[[], None], tell: Callable[[str], None]) -> None:
        try:
            body()
        except Exception as error:  # noqa: BLE001  # the one broad except: a thread never ends without a word
            tell(sentence_of(error, name))


def _join(threads: Sequence[threading.Thread], deadline: float) -> tuple[threading.Thread, ...]:
    """Wait for threads until the deadline; those that still run."""
    for thread in tuple(threads):
        thread.join(max(0.0, deadline - time.perf_counter()))
    return tuple(thread for thread in threads if thread.is_alive())
