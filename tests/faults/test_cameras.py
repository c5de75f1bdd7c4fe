"""Cameras that do what cameras should not: the session says so and goes on where it can."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import count

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.cameras import Camera
from app.capture.webcam import open_webcam
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.runtime.pulse import Silent
from app.runtime.session import Session, SessionEvent, SessionState

PATIENCE_S = 30.0
Picture = NDArray[np.uint8]
Pictures = Callable[[], Iterator[Picture | None]]


def plain(width: int = 64, height: int = 48, value: int = 128) -> Picture:
    return np.full((height, width, 3), value, np.uint8)


class OddCamera:
    """A `cv2.VideoCapture` over pictures; None is a picture that the driver failed to give."""

    def __init__(self, pictures: Iterator[Picture | None], fps: float = 200.0) -> None:
        self._pictures, self._pause_s = pictures, 1 / fps

    def isOpened(self) -> bool:
        return True

    def set(self, property_id: int, value: float, /) -> bool:
        return False  # nothing that is asked is done

    def get(self, property_id: int, /) -> float:
        return 30.0 if property_id == cv2.CAP_PROP_FPS else -1.0

    def read(self) -> tuple[bool, Picture | None]:
        time.sleep(self._pause_s)
        picture = next(self._pictures, None)
        return picture is not None, picture

    def release(self) -> None:
        """Nothing to release."""


class Seen:
    """A session on a camera, with what it told."""

    def __init__(self, pictures: Pictures, fps: float = 200.0) -> None:
        self.states: list[SessionState] = []
        self.messages: list[str] = []
        self.frames: list[Frame] = []
        self.opened = 0
        self._changed = threading.Condition()
        camera = Camera(0, "Odd camera", "odd", 0)

        def open_source() -> object:
            self.opened += 1
            return open_webcam(camera, open_timeout_s=5.0, device=lambda _: OddCamera(pictures(), fps))

        self.session = Session(open_source, lambda: self, on_ready=self._look, on_event=self._tell, retry_s=0.05)  # type: ignore[arg-type,return-value]

    def perceive(self, frame: Frame) -> FrameResult:
        self.frames.append(frame)
        return FrameResult(frame, (), StepTimes(1, 1, 1, 3))

    def reset(self) -> None:
        """Nothing to forget."""

    def wait(self, condition: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(condition()), PATIENCE_S), (self.states, self.messages)

    def _tell(self, event: SessionEvent) -> None:
        with self._changed:
            self.states.append(event.state)
            self.messages.append(event.message)
            self._changed.notify_all()

    def _look(self) -> None:
        with self._changed:
            self._changed.notify_all()


@pytest.fixture
def see() -> Iterator[Callable[..., Seen]]:
    made: list[Seen] = []

    def make(pictures: Pictures, fps: float = 200.0) -> Seen:
        made.append(Seen(pictures, fps))
        made[-1].session.start()
        return made[-1]

    yield make
    for each in made:
        each.session.stop(5.0)


def test_one_that_is_unplugged_again_and_again_is_lost_and_found(see: Callable[..., Seen]) -> None:
    seen = see(lambda: iter([plain()] * 5))
    seen.wait(lambda: seen.opened >= 4)
    assert seen.states.count(SessionState.LOST) >= 3
    assert SessionState.FAILED not in seen.states
    assert any("unplugged" in message for message in seen.messages)


def test_black_and_frozen_pictures_are_pictures(see: Callable[..., Seen]) -> None:
    same = plain(value=0)
    seen = see(lambda: (same for _ in count()))
    seen.wait(lambda: len(seen.frames) > 50)
    assert set(seen.states) == {SessionState.OPENING, SessionState.RUNNING}


def test_a_camera_slower_than_asked_is_waited_for(see: Callable[..., Seen]) -> None:
    seen = see(lambda: (plain() for _ in count()), fps=4.0)
    seen.wait(lambda: len(seen.frames) > 4)
    assert seen.session.meter.stall(live=True) is None
    assert SessionState.LOST not in seen.states


def test_pictures_that_change_their_size_go_on(see: Callable[..., Seen]) -> None:
    sizes = [(64, 48), (640, 480), (2, 2), (48, 64), (1920, 1080)]
    seen = see(lambda: (plain(*sizes[index // 10 % len(sizes)]) for index in count()))
    seen.wait(lambda: {(frame.width_px, frame.height_px) for frame in seen.frames} >= set(sizes))


def test_pictures_that_fail_now_and_then_are_missed_and_no_more(see: Callable[..., Seen]) -> None:
    seen = see(lambda: (None if index % 5 in (2, 3) else plain() for index in count()))
    seen.wait(lambda: len(seen.frames) > 50)
    assert SessionState.LOST not in seen.states
    times = [frame.time_s for frame in seen.frames]
    assert times == sorted(times)


def test_a_driver_that_stops_answering_is_seen_as_silent(see: Callable[..., Seen]) -> None:
    stuck = threading.Event()

    def pictures() -> Iterator[Picture | None]:
        for _ in range(20):
            yield plain()
        stuck.wait(PATIENCE_S)

    seen = see(pictures)
    deadline = time.monotonic() + PATIENCE_S
    while (stall := seen.session.meter.stall(live=True)) is None and time.monotonic() < deadline:
        time.sleep(0.1)
    stuck.set()
    assert stall is not None and stall.silent is Silent.SOURCE
    assert stall.age_s < 5.0
