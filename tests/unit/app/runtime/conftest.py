"""Real sources, perceivers and sinks of a few lines, and a check that no thread outlives its test."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from app.capture.source import CaptureError, SourceInfo, SourceKind
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.runtime.session import Session, SessionEvent, SessionState

PATIENCE_S = 20.0  # only a test that fails waits this long


def make_frame(index: int, time_s: float | None = None) -> Frame:
    pixels = np.zeros((4, 6, 3), np.uint8)
    return Frame(pixels, index, index / 30 if time_s is None else time_s, time.perf_counter())


class FedSource:
    """Gives what the test feeds it and blocks in between; `deaf` stays blocked when it is closed."""

    def __init__(self, kind: SourceKind = SourceKind.CAMERA, deaf: bool = False) -> None:
        self.info = SourceInfo(kind.value, kind, 6, 4, 30.0, None)
        self.closed = threading.Event()
        self._deaf = deaf
        self._changed = threading.Condition()
        self._waiting: deque[Frame | CaptureError | None] = deque()
        self._reading = False

    def feed(self, *items: Frame | CaptureError | None) -> None:
        with self._changed:
            self._waiting.extend(items)
            self._changed.notify_all()

    def wait_drained(self) -> None:
        """Wait until all that was fed is taken and the reader has come back for more."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._waiting and self._reading, PATIENCE_S)

    def read(self) -> Frame | None:
        with self._changed:
            self._reading = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._waiting or (self.closed.is_set() and not self._deaf))
            self._reading = False
            item = self._waiting.popleft() if self._waiting else None
        if isinstance(item, CaptureError):
            raise item
        return item

    def close(self) -> None:
        with self._changed:
            self.closed.set()
            self._changed.notify_all()


class GatedPerceiver:
    """Analyses a frame once `go` is set; remembers what it was given."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.begun = threading.Semaphore(0)
        self.seen: list[int] = []
        self.resets = 0
        self.error: Exception | None = None

    def perceive(self, frame: Frame) -> FrameResult:
        self.begun.release()
        assert self.go.wait(PATIENCE_S)
        if self.error is not None:
            raise self.error
        self.seen.append(frame.index)
        return FrameResult(frame, (), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        self.resets += 1

    def wait_begun(self) -> None:
        assert self.begun.acquire(timeout=PATIENCE_S)


@dataclass
class ListSink:
    """Keeps the indices of what it is given; `error` is raised by write `fails_at`."""

    fails_at: int | None = None
    error: Exception | None = None
    close_error: Exception | None = None
    kept: list[int] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __post_init__(self) -> None:
        self.go.set()

    def write(self, result: FrameResult) -> None:
        self.begun.release()
        assert self.go.wait(PATIENCE_S)
        if self.error is not None and len(self.kept) == self.fails_at:
            raise self.error
        self.kept.append(result.frame.index)

    def close(self) -> None:
        self.closed.set()
        if self.close_error is not None:
            raise self.close_error


class Stage:
    """Runs sessions as a window does: takes each result when told that it is there, and keeps the events.

    It also hands out the doubles, since test modules import nothing from each other.
    """

    source = FedSource
    perceiver = GatedPerceiver
    sink = ListSink
    frame = staticmethod(make_frame)
    patience_s = PATIENCE_S

    def __init__(self) -> None:
        self.events: list[SessionEvent] = []
        self.results: list[FrameResult] = []
        self.session: Session
        self._changed = threading.Condition()

    def start(self, open_source: Callable[[], object], get_perceiver: Callable[[], object], **more: object) -> Session:
        self.make(open_source, get_perceiver, **more).start()
        return self.session

    def make(self, open_source: Callable[[], object], get_perceiver: Callable[[], object], **more: object) -> Session:
        self.session = Session(open_source, get_perceiver, on_ready=self._ready, on_event=self._event, **more)  # type: ignore[arg-type]
        return self.session

    def wait_for(self, condition: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE_S), (self.states, len(self.results))

    def wait_state(self, state: SessionState, times: int = 1) -> SessionEvent:
        self.wait_for(lambda: self.states.count(state) >= times)
        return next(event for event in reversed(self.events) if event.state is state)

    def wait_read(self, index: int) -> FrameResult:
        """Wait for the analysed result of a frame."""
        self.wait_for(lambda: index in self.read_indices)
        return next(result for result in self.analysed if result.frame.index == index)

    @property
    def states(self) -> list[SessionState]:
        return [event.state for event in self.events]

    @property
    def analysed(self) -> list[FrameResult]:
        return [result for result in self.results if result.times.perceive_ms > 0]

    @property
    def read_indices(self) -> list[int]:
        return [result.frame.index for result in self.analysed]

    def _ready(self) -> None:
        result = self.session.results.poll()
        with self._changed:
            if result is not None:
                self.results.append(result)
            self._changed.notify_all()

    def _event(self, event: SessionEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fails a test that leaves a thread alive."""
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(PATIENCE_S)
    assert not [thread.name for thread in left if thread.is_alive()]


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A stage whose session is stopped at the end."""
    made = Stage()
    yield made
    if hasattr(made, "session"):
        made.session.stop()
