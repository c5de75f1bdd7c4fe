"""Sessions of a few frames in which nobody is seen, for the commands that run one."""

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np

from app.capture.source import SourceInfo, SourceKind
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.output.sink import ResultSink
from app.runtime.session import Session, SessionEvent


class FewFrames:
    """Gives `count` frames and ends, or without a count goes on until it is closed."""

    def __init__(self, count: int | None = None, *, fps: float = 30.0, pause_s: float = 0.001) -> None:
        self.info = SourceInfo("A few frames", SourceKind.VIDEO, 6, 4, 30.0, count)
        self._count = count
        self._fps, self._pause_s = fps, pause_s
        self._given = 0
        self._closed = threading.Event()

    def read(self) -> Frame | None:
        if self._given == self._count or self._closed.wait(self._pause_s):
            return None
        self._given += 1
        return Frame(np.zeros((4, 6, 3), np.uint8), self._given, self._given / self._fps, time.perf_counter())

    def close(self) -> None:
        self._closed.set()


class SeesNobody:
    def perceive(self, frame: Frame) -> FrameResult:
        return FrameResult(frame, (), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        """Nothing to forget."""


class Hangs(SeesNobody):
    """Reads five frames, and no more until it is let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self._left = 5

    def perceive(self, frame: Frame) -> FrameResult:
        self._left -= 1
        if self._left < 0:
            self.go_on.wait(60)
        return super().perceive(frame)


def session_of(
    open_source: Callable[[], FewFrames], perceiver: Callable[[], SeesNobody] = SeesNobody
) -> Callable[..., Session]:
    def make(on_event: Callable[[SessionEvent], None], sinks: Sequence[ResultSink]) -> Session:
        return Session(open_source, perceiver, on_ready=lambda: None, on_event=on_event, sinks=sinks)

    return make
