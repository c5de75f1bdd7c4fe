"""A video file: its clock, its rotation flag, its end, and files that are none."""

import struct
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.opening import CaptureOptions, open_source
from app.capture.source import CaptureError
from app.capture.video_file import VideoFile
from app.output.growing_video import GrowingVideo

QUARTER_TURN_CLOCKWISE = (0, 1, 0, -1, 0, 0, 0, 0, 1)


class Unstamped:
    """What `cv2.VideoCapture` does over a file of 25 pictures a second without time stamps; it may hang."""

    def __init__(self, frames: int) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.released = False
        self._left = frames

    def get(self, property_id: int, /) -> float:
        return 25.0 if property_id == cv2.CAP_PROP_FPS else 0.0

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        if not self.go_on.is_set():
            self.begun.set()
            self.go_on.wait(20)
        self._left -= 1
        return (True, np.zeros((4, 6, 3), np.uint8)) if self._left >= 0 else (False, None)

    def release(self) -> None:
        self.released = True


def test_time_stamps_are_the_containers(video_path: Path) -> None:
    source = VideoFile(video_path)
    times = []
    while (frame := source.read()) is not None:
        times.append(frame.time_s)
    assert times == pytest.approx([index / 30 for index in range(12)], abs=0.002)
    assert source.info.frame_count == 12
    assert source.info.fps == pytest.approx(30)


def test_a_loop_goes_on_counting(video_path: Path) -> None:
    source = VideoFile(video_path, loop=True)
    frames = [source.read() for _ in range(30)]
    source.close()
    assert [frame.index for frame in frames if frame] == list(range(30))
    assert [frame.time_s for frame in frames if frame] == pytest.approx([index / 30 for index in range(30)], abs=0.002)
    assert source.info.frame_count is None


def test_a_file_without_time_stamps_gets_them_from_its_rate(video_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.capture.video_file._opened", lambda path: Unstamped(frames=4))
    source = VideoFile(video_path)
    frames = [source.read() for _ in range(4)]
    source.close()
    assert [frame.time_s for frame in frames if frame] == pytest.approx([0.0, 0.04, 0.08, 0.12])


def test_a_read_that_hangs_while_the_file_is_closed_releases_it_later(
    video_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = Unstamped(frames=4)
    monkeypatch.setattr("app.capture.video_file._opened", lambda path: capture)
    monkeypatch.setattr("app.capture.video_file._CLOSE_S", 0.01)
    source = VideoFile(video_path)
    source.read()  # decoded while it was opened
    capture.go_on.clear()
    reader = threading.Thread(target=source.read)
    reader.start()
    assert capture.begun.wait(20)
    source.close()
    assert not capture.released
    capture.go_on.set()
    reader.join()
    assert capture.released


def test_rotation_flag_is_honoured(video_path: Path, tmp_path: Path) -> None:
    turned_path = tmp_path / "phone.mp4"
    turned_path.write_bytes(_with_rotation(video_path.read_bytes()))
    source = VideoFile(turned_path)
    frame = source.read()
    source.close()
    assert frame is not None
    assert (source.info.width_px, source.info.height_px) == (48, 64)
    top, bottom = frame.pixels[8, 24], frame.pixels[-8, 24]
    assert top[0] > 180 > 70 > top[2]  # what was left is on top after a quarter turn clockwise
    assert bottom[2] > 180 > 70 > bottom[0]


def test_real_time_takes_the_time_of_the_clip(video_path: Path) -> None:
    source = VideoFile(video_path, realtime=True)
    start = time.perf_counter()
    while source.read() is not None:
        pass
    assert time.perf_counter() - start >= 10 / 30


def test_a_reader_that_paused_gets_no_rush_of_frames(video_path: Path) -> None:
    source = VideoFile(video_path, realtime=True, loop=True)
    source.read()
    threading.Event().wait(0.7)
    source.read()
    start = time.perf_counter()
    for _ in range(3):
        source.read()
    source.close()
    assert time.perf_counter() - start >= 2 / 30


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="There is no file"):
        VideoFile(tmp_path / "none.mp4")


def test_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="is a folder"):
        VideoFile(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100])
def test_a_file_that_is_no_video_says_so(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.mp4"
    path.write_bytes(content)
    with pytest.raises(CaptureError, match=r"notes.mp4 cannot be read"):
        VideoFile(path)
    assert capfd.readouterr().err == ""


def test_a_video_cut_off_says_so(video_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = video_path.read_bytes()
    video_path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CaptureError, match="damaged or cut off"):
        VideoFile(video_path)
    assert capfd.readouterr().err == ""


def test_a_video_without_frames_says_so(video_path: Path) -> None:
    content = bytearray(video_path.read_bytes())
    start = content.index(b"mdat") + 4
    end = content.index(b"moov") - 4
    content[start:end] = bytes(end - start)
    video_path.write_bytes(content)
    with pytest.raises(CaptureError, match="holds no picture"):
        VideoFile(video_path)


def _with_rotation(mp4: bytes) -> bytes:
    """The same video, its track header saying that players turn it a quarter clockwise."""
    matrix = [value * (1 << 30 if place % 3 == 2 else 1 << 16) for place, value in enumerate(QUARTER_TURN_CLOCKWISE)]
    start = mp4.index(b"tkhd") + 4 + 40
    return mp4[:start] + struct.pack(">9i", *matrix) + mp4[start + 36 :]


def test_seek_goes_to_and_fro_and_the_time_counts_from_there(video_path: Path) -> None:
    file = VideoFile(video_path, realtime=True)
    assert file.info.duration_s == pytest.approx(0.4)
    for place_s in (0.3, 0.1):
        file.seek(place_s)
        frame = file.read()
        assert frame is not None
        assert frame.time_s == pytest.approx(place_s, abs=0.04)
    file.close()


def test_a_video_that_would_fill_the_memory_is_refused_from_its_header(tmp_path: Path) -> None:
    """Of 760 KB, with 15,000 x 15,000 pixels, it took 37 seconds and 2.4 GB."""
    path = tmp_path / "huge.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"I420"), 10, (80, 60))
    writer.write(np.zeros((60, 80, 3), np.uint8))
    writer.release()
    small = VideoFile(path)
    small.close()
    with pytest.raises(CaptureError, match=r"huge.avi has 80 x 60 pixels, more than the limit of 0.004 million"):
        open_source(str(path), CaptureOptions(most_pixels=4000))
    content = bytearray(path.read_bytes())
    for place in (content.index(b"strf") + 12, content.index(b"avih") + 40):
        content[place : place + 8] = struct.pack("<ii", 15_000, 15_000)
    path.write_bytes(content)
    with pytest.raises(CaptureError, match="15000 x 15000 pixels, more than the limit of 200 million"):
        VideoFile(path)


VARYING = [*(place / 60 for place in range(90)), *(1.5 + place / 4 for place in range(40)), *(11.5 + place / 60
           for place in range(90))]  # fmt: skip
"""The moments of a film whose rate varies: as a phone, a screen or a recording of Poise writes it."""


@pytest.fixture(params=[".mkv", ".mp4"])
def varying(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Every picture is as bright as it is late."""
    path = tmp_path / f"varying{request.param}"
    made = GrowingVideo(path, (64, 48))
    for time_s in VARYING:
        made.write(np.full((48, 64, 3), round(time_s * 18), np.uint8), time_s)
    made.close()
    return path


@pytest.mark.parametrize("place_s", [0.0, 0.8, 2.6, 5.0, 7.6, 11.3, 12.5])
def test_a_place_is_found_where_the_rate_varies_and_its_time_is_told_right(varying: Path, place_s: float) -> None:
    """OpenCV counts pictures: it showed those of up to eight seconds elsewhere, under the time that was asked for."""
    file = VideoFile(varying)
    file.read()
    file.seek(place_s)
    frame, following = file.read(), file.read()
    file.close()
    assert frame is not None and following is not None
    assert frame.time_s == pytest.approx(max(time_s for time_s in VARYING if time_s <= place_s + 0.01), abs=0.02)
    for seen in (frame, following):
        assert seen.pixels.mean() == pytest.approx(seen.time_s * 18, abs=4)
    assert 0 < following.time_s - frame.time_s < 0.3


def test_a_place_beyond_the_end_is_the_end(video_path: Path) -> None:
    file = VideoFile(video_path, loop=True)
    file.seek(99.0)
    for _ in range(3):
        frame = file.read()
        assert frame is not None and frame.time_s < 1.0
    file.close()


def test_repeating_can_be_switched_off_while_it_plays(video_path: Path) -> None:
    file = VideoFile(video_path, loop=True)
    assert file.read() is not None
    file.repeat(False)
    assert sum(1 for _ in iter(file.read, None)) == 11
    file.close()
