"""Every FrameSource keeps the same contract."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.capture.cameras import Camera
from app.capture.demo import open_demo
from app.capture.image_file import ImageFile
from app.capture.source import FrameSource
from app.capture.stream import open_stream
from app.capture.video_file import VideoFile
from app.capture.webcam import CameraDevice, open_webcam
from app.domain.frame import Frame

KINDS = ("video", "video in real time", "image", "image shown on", "demo", "camera", "stream")
FINITE = ("video", "image")  # the demo clip is read to its end by tests/integration/test_demo_clip.py
TWO_COLOURS = tuple(kind for kind in KINDS if kind != "demo")

Maker = Callable[[str], FrameSource]


@pytest.fixture
def make(
    video_path: Path,
    image_path: Path,
    stream_server: tuple[str, Callable[[], None]],
    stand_in_camera: Callable[..., CameraDevice],
) -> Iterator[Maker]:
    opened: list[FrameSource] = []

    def source(kind: str) -> FrameSource:
        makers: dict[str, Callable[[], FrameSource]] = {
            "video": lambda: VideoFile(video_path),
            "video in real time": lambda: VideoFile(video_path, realtime=True, loop=True),
            "image": lambda: ImageFile(image_path),
            "image shown on": lambda: ImageFile(image_path, realtime=True, loop=True),
            "demo": lambda: open_demo(),
            "camera": lambda: open_webcam(Camera(0, "Stand-in", "0", 0), device=lambda _: stand_in_camera()),
            "stream": lambda: open_stream(stream_server[0]),
        }
        opened.append(makers[kind]())
        return opened[-1]

    yield source
    for one in opened:
        one.close()


class TestFrameSource:
    @pytest.mark.parametrize("kind", KINDS)
    def test_frames_are_rgb_read_only_and_of_the_size_told(self, make: Maker, kind: str) -> None:
        source = make(kind)
        frame = _one(source)
        assert frame.pixels.dtype == np.uint8
        assert not frame.pixels.flags.writeable
        assert (frame.width_px, frame.height_px) == (source.info.width_px, source.info.height_px)
        assert frame.captured_at <= time.perf_counter()

    @pytest.mark.parametrize("kind", TWO_COLOURS)
    def test_red_stays_red(self, make: Maker, kind: str) -> None:
        pixels = _one(make(kind)).pixels
        left, right = pixels[24, 8], pixels[24, -8]
        assert left[0] > 180 > 70 > left[2]
        assert right[2] > 180 > 70 > right[0]

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "image"])
    def test_index_and_times_increase(self, make: Maker, kind: str) -> None:
        source = make(kind)
        frames = [_one(source) for _ in range(4)]
        for earlier, later in itertools.pairwise(frames):
            assert later.index > earlier.index
            assert later.time_s > earlier.time_s
            assert later.captured_at >= earlier.captured_at

    @pytest.mark.parametrize("kind", FINITE)
    def test_the_end_gives_none_and_stays(self, make: Maker, kind: str) -> None:
        source = make(kind)
        count = 0
        while source.read() is not None:
            count += 1
        assert count == source.info.frame_count
        assert source.read() is None

    @pytest.mark.parametrize("kind", KINDS)
    def test_close_twice_then_read_gives_none(self, make: Maker, kind: str) -> None:
        source = make(kind)
        source.close()
        source.close()
        assert source.read() is None

    @pytest.mark.parametrize("kind", KINDS)
    def test_close_from_another_thread_ends_a_reader(self, make: Maker, kind: str) -> None:
        source = make(kind)

        def read_on() -> None:
            while source.read() is not None:
                pass

        reader = threading.Thread(target=read_on, daemon=True)
        reader.start()
        source.close()
        reader.join(5)
        assert not reader.is_alive()


def _one(source: FrameSource) -> Frame:
    frame = source.read()
    assert frame is not None
    return frame
