"""Results made by hand, and real clients of every protocol."""

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Attention, Emotion, EmotionScores, FaceReading, Flaw, Pose, Reading
from app.domain.result import FrameResult, StepTimes

PATIENCE_S = 20.0  # only a test that fails waits this long

_POINTS = Keypoints(*(Point(30.0 + i, 40.0 + i) for i in range(6)))
_SMOOTHED = Reading(EmotionScores((0.1, 0.6, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(10.126, -5.0, 2.5), 0.7)
_RAW = Reading(EmotionScores((0.4, 0.3, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(12.0, -6.0, 3.5), 0.8)


class Results:
    """Makes results; the moment of capture is now, unless it is given."""

    patience_s = PATIENCE_S

    def face(self, face_id: int = 1, **changes: Any) -> FaceReading:
        face = Face(face_id, Detection(Box(20.04, 21.26, 32.0, 33.0), _POINTS, 0.9))
        reading = FaceReading(face, _SMOOTHED, _RAW, Emotion.HAPPINESS, attention=Attention.FACING)
        return replace(reading, **changes)

    def lost(self, face_id: int = 1) -> FaceReading:
        made = self.face(face_id, attention=Attention.ABSENT)
        return replace(made, face=replace(made.face, observed=False))

    def dark(self, face_id: int = 1) -> FaceReading:
        return self.face(face_id, label=None, flaw=Flaw.DARK, attention=None)

    def __call__(self, index: int = 0, *faces: FaceReading, at: float | None = None) -> FrameResult:
        captured_at = time.perf_counter() if at is None else at
        frame = Frame(np.zeros((48, 64, 3), np.uint8), index, index / 30, captured_at)
        return FrameResult(frame, faces or (self.face(),), StepTimes(1.0, 1.0, 1.0, 3.0))

    def without_a_face(self, index: int = 0) -> FrameResult:
        return replace(self(index), faces=())


@pytest.fixture
def results() -> Results:
    return Results()


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    path = Path(__file__).parents[5] / "docs/protocol.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The two ends of a pipe that holds little: (read, write)."""
    fcntl = pytest.importorskip("fcntl", reason="pipes of a chosen size are Linux's")

    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    yield read, write
    for descriptor in (read, write):
        with suppress(OSError):  # the test may have closed it
            os.close(descriptor)


@pytest.fixture
def udp() -> Iterator[socket.socket]:
    """A socket at a free port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", 0))
        opened.settimeout(PATIENCE_S)
        yield opened


@pytest.fixture
def wait_until() -> Callable[[Callable[[], object]], None]:
    def wait(condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.002)

    return wait
