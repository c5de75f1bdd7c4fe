"""A program for the tests: `analyze` with a network that hangs in native code, which no signal ends.

The arguments are the input, the table, and how many frames are read before.
"""

import ctypes
import sys
from pathlib import Path

from app.commands.analyze.command import analyze
from app.commands.analyze.request import AnalyzeRequest
from app.commands.failures import one_sentence
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes


class HangingPerceiver:
    """Answers without faces, and then no more: a mutex that is locked twice waits in native code for ever."""

    def __init__(self, frames: int) -> None:
        self._left = frames

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult:
        if self._left == 0:
            print("hangs", flush=True)  # noqa: T201  # the test waits for it
            mutex = ctypes.create_string_buffer(64)
            for _ in range(2):
                ctypes.CDLL(None).pthread_mutex_lock(mutex)
        self._left -= 1
        return FrameResult(frame, (), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None: ...

    def close(self) -> None: ...


with one_sentence():
    request = AnalyzeRequest((sys.argv[1],), Path(sys.argv[2]), jobs=1)
    analyze(request, lambda smooth, threads: HangingPerceiver(int(sys.argv[3])), lambda *_, **__: None)  # type: ignore[arg-type,return-value]
