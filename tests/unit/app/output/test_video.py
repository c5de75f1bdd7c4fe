"""The video with overlay as a ResultSink; needs a QGuiApplication for its text (pytest-qt's `qapp`)."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.sink import OutputError
from app.output.video import VideoSink, drawn_pixels
from app.overlay.style import OverlayStyle

pytestmark = pytest.mark.usefixtures("qapp")

READING = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), Pose(10.0, 5.0, 3.0), 0.7)
DETECTION = Detection(Box(100.0, 80.0, 90.0, 90.0), Keypoints(*(Point(120.0, 110.0),) * 6), 0.9)
FACE = FaceReading(Face(1, DETECTION), READING, READING, Emotion.HAPPINESS)


def result(index: int = 0, size: tuple[int, int] = (320, 240), faces: tuple[FaceReading, ...] = (FACE,)) -> FrameResult:
    pixels = np.full((size[1], size[0], 3), (200, 40, 40), np.uint8)
    return FrameResult(Frame(pixels, index, index / 25, 0.0), faces, StepTimes(1.0, 1.0, 1.0, 3.0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    return folder / "out.mp4"


def frames_of(path: Path) -> list[np.ndarray]:
    reader = cv2.VideoCapture(str(path))
    frames = []
    while (read := reader.read())[0]:
        frames.append(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB))
    reader.release()
    return frames


def test_every_frame_is_there_with_its_colours(path: Path) -> None:
    sink = VideoSink(path, 25.0, OverlayStyle())
    for index in range(5):
        sink.write(result(index, faces=()))
    sink.close()
    sink.close()
    frames = frames_of(path)
    assert [frame.shape for frame in frames] == [(240, 320, 3)] * 5
    assert np.abs(frames[2].astype(int) - (200, 40, 40)).max() < 30
    assert [item.name for item in path.parent.iterdir()] == ["out.mp4"]


def test_the_overlay_is_drawn_on_a_copy() -> None:
    plain = result()
    drawn = drawn_pixels(plain, OverlayStyle())
    assert drawn.shape == plain.frame.pixels.shape
    assert np.abs(drawn.astype(int) - plain.frame.pixels).max() > 50
    assert (plain.frame.pixels == (200, 40, 40)).all()


def test_without_a_face_the_picture_is_unchanged() -> None:
    plain = result(faces=())
    assert (drawn_pixels(plain, OverlayStyle()) == plain.frame.pixels).all()


def test_odd_widths_keep_their_rows(path: Path) -> None:
    plain = result(size=(321, 241), faces=())
    assert (drawn_pixels(plain, OverlayStyle()) == plain.frame.pixels).all()


def test_frames_of_another_size_are_fitted_in(path: Path) -> None:
    sink = VideoSink(path, 25.0, OverlayStyle())
    sink.write(result(0, faces=()))
    sink.write(result(1, size=(100, 240), faces=()))
    sink.close()
    last = frames_of(path)[1]
    assert last.shape == (240, 320, 3)
    assert last[120, 160, 0] > 150 and last[120, 10, 0] < 50


def test_an_older_file_stays_until_there_is_something_new(path: Path) -> None:
    path.write_bytes(b"older")
    VideoSink(path, 25.0, OverlayStyle(), overwrite=True).close()
    assert [item.name for item in path.parent.iterdir()] == ["out.mp4"]
    assert path.read_bytes() == b"older"


def test_impossible_places_are_one_sentence(path: Path) -> None:
    for wrong, words in ((path.with_suffix(".xyz"), "mp4"), (path.parent / "none" / "o.mp4", "does not exist")):
        with pytest.raises(OutputError, match=words):
            VideoSink(wrong, 25.0, OverlayStyle())
    path.mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        VideoSink(path, 25.0, OverlayStyle())


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be bytes that are no text")
def test_a_name_that_is_no_text_is_one_sentence(path: Path) -> None:
    with pytest.raises(OutputError, match="choose another name"):
        VideoSink(path.with_name("o\udcff.mp4"), 25.0, OverlayStyle())


def test_a_video_cut_off_by_a_full_disk_is_told_and_leaves_nothing(path: Path) -> None:
    sink = VideoSink(path, 25.0, OverlayStyle())
    sink.write(result(0))
    sink._writer.release()  # type: ignore[union-attr]  # stands in for a disk that takes no more
    (part,) = path.parent.glob("out.part-*.mp4")
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(OutputError, match="free some disk space"):
        sink.close()
    assert not list(path.parent.iterdir())
