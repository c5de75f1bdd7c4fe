"""A program for the tests: the window on the demo clip with an analysis that hangs in its fifth frame."""

import os
import sys
import time
from pathlib import Path

from app import composition
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.runtime.shared_perceiver import SharedPerceiver


class HangingPerceiver:
    """Answers without faces, and then no more."""

    device = None

    def __init__(self) -> None:
        self._frames = 0

    def perceive(self, frame: Frame) -> FrameResult:
        self._frames += 1
        if self._frames == 5:
            os.write(2, b"native noise\n")  # as MediaPipe does at every step of its start
            print("hangs", flush=True)  # noqa: T201  # the test waits for it
            time.sleep(120)
        return FrameResult(frame, (), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Nothing to release."""


composition.shared_perceiver = lambda *_: SharedPerceiver(lambda _: HangingPerceiver())  # type: ignore[assignment,return-value]
sys.exit(composition.open_window(Path(sys.argv[1]), {"source": "demo"}))
