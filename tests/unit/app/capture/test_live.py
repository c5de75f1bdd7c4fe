"""A camera that misses a picture now and then, and one that has stopped."""

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.live import LiveSource, LiveTerms
from app.capture.source import CaptureError, SourceKind

TERMS = LiveTerms("Stand-in", SourceKind.CAMERA, 5.0, 5.0, silent="It gives no picture.", lost="It was unplugged.")


class Stuttering:
    """Gives a picture for each "x" of a script and none for each "."; after its end there is always one."""

    def __init__(self, script: str) -> None:
        self.reads = 0
        self._script = script

    def get(self, property_id: int, /) -> float:
        return 30.0 if property_id == cv2.CAP_PROP_FPS else -1.0

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        given = self._script[self.reads : self.reads + 1] != "."
        self.reads += 1
        return (True, np.zeros((4, 6, 3), np.uint8)) if given else (False, None)

    def release(self) -> None:
        return


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.capture.live._RETRY_S", 0.001)


def read_until(source: LiveSource, index: int) -> None:
    while True:
        frame: Any = source.read()
        if frame.index >= index:
            return


def test_pictures_missed_now_and_then_are_forgiven() -> None:
    source = LiveSource(lambda: Stuttering("x....x....x....x"), TERMS)
    read_until(source, 3)
    source.close()


def test_five_pictures_missed_in_a_row_are_an_end() -> None:
    device = Stuttering("x.....")
    source = LiveSource(lambda: device, TERMS)
    with pytest.raises(CaptureError, match="unplugged"):
        read_until(source, 5)
    source.close()
    assert device.reads == 6


def test_a_camera_may_need_some_tries_for_its_first_picture() -> None:
    source = LiveSource(lambda: Stuttering("....x"), TERMS)
    read_until(source, 0)
    source.close()
    with pytest.raises(CaptureError, match="gives no picture"):
        LiveSource(lambda: Stuttering("....."), TERMS)


class Film(Stuttering):
    """A file behind an address: it knows its length and the time of every picture, and gives them at once."""

    def __init__(self, frames: int) -> None:
        super().__init__("x" * frames + "." * 9)

    def get(self, property_id: int, /) -> float:
        if property_id == cv2.CAP_PROP_POS_MSEC:
            return 20.0 * (self.reads - 1)
        return {cv2.CAP_PROP_FRAME_COUNT: 5.0, cv2.CAP_PROP_FPS: 50.0}.get(property_id, -1.0)


def test_a_file_behind_an_address_is_played_in_its_own_time() -> None:
    source = LiveSource(lambda: Film(5), TERMS)
    times = {}
    while (frame := source.read()) is not None:
        times[frame.index] = frame.time_s
    source.close()
    assert 4 in times
    assert all(time_s >= 0.02 * index - 1e-3 for index, time_s in times.items())


def test_time_begins_with_the_first_picture() -> None:
    source = LiveSource(lambda: Film(1), TERMS)
    frame = source.read()
    source.close()
    assert frame is not None
    assert 0 <= frame.time_s < 5
