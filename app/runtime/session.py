"""From a source to results: the capture thread, the inference thread and the sinks of one running analysis."""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.capture.source import CaptureError, FrameSource, SourceInfo
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.output.sink import ResultSink
from app.runtime.gate import Gate
from app.runtime.mailbox import Mailbox
from app.runtime.meter import Meter
from app.runtime.sink_worker import SinkWorker

_log = logging.getLogger(__name__)

RETRY_S = 2.0
_GRACE_S = 0.3  # a read that takes longer at stop is ended by closing the source under it
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


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """A new state, or a message within a state (a sink that failed); `message` is one sentence for the user or ""."""

    state: SessionState
    message: str
    source: SourceInfo | None


class Session:
    """One analysis of one source, from `start` to `stop`; it is not started twice.

    `open_source` runs on the capture thread, `get_perceiver` on the inference thread; until that one answers, frames
    come as results without faces. Errors of theirs that carry a sentence for the user end as a FAILED event.
    `on_ready` (a result lies in `results`) and `on_event` are called on the session's threads, `on_event` on the
    caller's of `pause` and `stop` too. They must return at once and wait for no other thread.
    After the event STOPPED nothing is called any more, by an abandoned thread neither.
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
        self.meter = Meter(self._dropped)
        self._open_source, self._get_perceiver = open_source, get_perceiver
        self._on_ready, self._on_event = on_ready, on_event
        self._retry_s = retry_s
        self._frames: Mailbox[Frame] = Mailbox()
        self._workers = tuple(SinkWorker(sink, self._notify) for sink in sinks)
        self._lock = threading.RLock()
        self._gate = Gate(self._lock)
        self._stop = threading.Event()
        self._perceiver_loaded = False
        self._dropped_before_loaded = 0
        self._state = SessionState.OPENING
        self._source: FrameSource | None = None
        self._info: SourceInfo | None = None
        self._threads: list[threading.Thread] = []

    @property
    def sink_drops(self) -> int:
        """How many results the sinks never got, because they were too slow or had failed."""
        return sum(worker.dropped for worker in self._workers)

    def start(self) -> None:
        """Begin; returns at once. Raises RuntimeError where the session was started or stopped before."""
        with self._lock:
            if self._threads or self._stop.is_set():
                raise RuntimeError("a session is started only once")
            for index, worker in enumerate(self._workers):
                self._spawn(f"sink-{index}", worker.run, self._notify)
            self._spawn("inference", self._infer, self._fail)
            self._spawn("capture", self._capture, self._fail)

    def pause(self, paused: bool) -> None:
        """Hold or continue; when this returns, a paused session gives no more results.

        A live source is read on, so that the picture after the pause is a current one; a file stands still.
        """
        with self._lock:
            self._gate.pause(paused)
            if self._state in (SessionState.RUNNING, SessionState.PAUSED):
                self._report_running()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End all threads; False where one did not end in time and was left to end by itself.

        May be called more than once, from any thread, and before `start`; 0 asks without waiting.
        Called from a callback it does not wait.
        """
        deadline = time.perf_counter() + timeout_s
        self._ask_to_end()
        self.results.close()
        finished = threading.current_thread() not in self._threads and self._join_all(deadline, timeout_s)
        self._report(SessionState.STOPPED)
        return finished

    # The capture thread

    def _capture(self) -> None:
        self._report(SessionState.OPENING)
        source: FrameSource | None = self._open_source()
        while source is not None:
            lost = self._read_and_close(source)
            source = self._reopen() if lost else None
        if not self._stop.is_set():
            self._frames.close()  # the inference thread takes the last frame and reports the end

    def _read_and_close(self, source: FrameSource) -> bool:
        """Read to the end; True where a live source was lost."""
        try:
            with self._lock:
                self._source, self._info = source, source.info
                self._report_running()
            self._read(source)
        except CaptureError as error:
            if not source.info.live:
                raise
            self._report(SessionState.LOST, str(error))
            return True
        finally:
            self._source = None
            source.close()
        return False

    def _read(self, source: FrameSource) -> None:
        live = source.info.live
        while not self._stop.is_set():
            if not live and not self._gate.wait_open():
                return
            frame = source.read()
            if frame is None:
                return
            self.meter.captured(frame)
            if not (live and self._gate.paused):
                self._frames.put(frame)
                self._show_unread(frame)

    def _reopen(self) -> FrameSource | None:
        """Look for a lost source until it is back; None at stop."""
        while not self._stop.wait(self._retry_s):
            try:
                return self._open_source()
            except CaptureError as error:
                _log.info("the source is still away: %s", error)
        return None

    def _show_unread(self, frame: Frame) -> None:
        """Show a frame without readings, so that the picture does not wait for the perceiver."""
        with self._lock:  # the frame lies in its mailbox already: no older result can follow this one
            if not self._perceiver_loaded:
                self._publish(FrameResult(frame, (), _NOTHING_RUN))

    # The inference thread

    def _infer(self) -> None:
        perceiver = self._get_perceiver()
        with self._lock:
            self._perceiver_loaded = True
            self._dropped_before_loaded = self._frames.dropped + self.results.dropped
        last_time_s = math.inf
        while (frame := self._frames.take()) is not None and not self._stop.is_set():
            if frame.time_s < last_time_s:
                perceiver.reset()  # the first frame, a source that came back, or a clip that starts again
            last_time_s = frame.time_s
            self._keep(perceiver.perceive(frame))
        self._report(SessionState.ENDED)
        self._ask_to_end()

    def _keep(self, result: FrameResult) -> None:
        self.meter.perceived(result)
        if self._publish(result):
            for worker in self._workers:
                worker.offer(result)

    def _publish(self, result: FrameResult) -> bool:
        def hand_over() -> None:
            self.results.put(result)
            self._on_ready()

        live = self._info is not None and self._info.live
        return self._gate.pass_through(hand_over, wait=not live)

    # Reports and the end

    def _report_running(self) -> None:
        self._report(SessionState.PAUSED if self._gate.paused else SessionState.RUNNING)

    def _report(self, state: SessionState, message: str = "") -> None:
        with self._lock:
            ending = self._stop.is_set() and state is not SessionState.STOPPED
            if ending or self._state is SessionState.STOPPED:
                return
            self._state = state
            self._on_event(SessionEvent(state, message, self._info))

    def _notify(self, message: str) -> None:
        """Tell something that does not change the state."""
        with self._lock:
            if self._state is not SessionState.STOPPED:
                self._on_event(SessionEvent(self._state, message, self._info))

    def _fail(self, message: str) -> None:
        with self._lock:
            self._report(SessionState.FAILED, message)
            self._ask_to_end()

    def _ask_to_end(self) -> None:
        self._stop.set()
        self._gate.close()
        self._frames.close()
        for worker in self._workers:
            worker.close()

    def _join_all(self, deadline: float, timeout_s: float) -> bool:
        _join(self._threads, min(deadline, time.perf_counter() + min(_GRACE_S, timeout_s / 2)))
        source = self._source
        if source is not None and timeout_s > 0:
            self._spawn("close", source.close, self._notify)  # on a thread of its own: a driver may block here too
        alive = _join(self._threads, deadline)
        for thread in alive:
            _log.warning("the thread %s did not end in time", thread.name)
        return not alive

    def _spawn(self, name: str, body: Callable[[], None], tell: Callable[[str], None]) -> None:
        thread = threading.Thread(target=self._guard, args=(name, body, tell), name=f"poise-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _guard(self, name: str, body: Callable[[], None], tell: Callable[[str], None]) -> None:
        try:
            body()
        except Exception as error:  # noqa: BLE001  # the one broad except: a thread never ends without a word
            tell(_sentence(error, name))

    def _dropped(self) -> int:
        return self._frames.dropped + self.results.dropped - self._dropped_before_loaded


def _sentence(error: Exception, thread_name: str) -> str:
    """What to tell the user: the program's own errors bring their sentence, any other is a fault worth its traceback."""
    if type(error).__module__.partition(".")[0] == "app":
        _log.warning("the thread %s ended: %s", thread_name, error)
        return str(error)
    _log.error("the thread %s ended unexpectedly", thread_name, exc_info=error)
    return f"Something unexpected went wrong ({type(error).__name__}: {error}); start the source again."


def _join(threads: Sequence[threading.Thread], deadline: float) -> tuple[threading.Thread, ...]:
    """Wait for threads until the deadline; those that still run."""
    for thread in threads:
        thread.join(max(0.0, deadline - time.perf_counter()))
    return tuple(thread for thread in threads if thread.is_alive())
