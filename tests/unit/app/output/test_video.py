"""The video with overlay as a ResultSink; needs a QGuiApplication for its text (pytest-qt's `qapp`)."""

import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PySide6.QtGui import QPainter

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
    sink = VideoSink(path, 25.0, OverlayStyle())
    sink.write(plain)
    sink.close()
    (frame,) = frames_of(path)
    assert frame.shape == (241, 321, 3)
    assert np.abs(frame.astype(int) - plain.frame.pixels).max() < 30


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


ON_A_SMALL_DISK = """
import resource, sys
from pathlib import Path
import numpy as np
from PySide6.QtGui import QGuiApplication
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.output import encoding
from app.output.sink import OutputError
from app.output.video import VideoSink
from app.overlay.style import OverlayStyle
application = QGuiApplication([])
if sys.argv[2] == "without PyAV":
    sys.modules["av"] = None
sink = VideoSink(Path(sys.argv[1]), 25.0, OverlayStyle())
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
rng = np.random.default_rng(0)
try:
    for index in range(20):
        pixels = rng.integers(0, 256, (240, 320, 3), dtype=np.uint8)
        sink.write(FrameResult(Frame(pixels, index, index / 25, 0.0), (), StepTimes(1.0, 1.0, 1.0, 3.0)))
except OutputError as error:
    print("write", error)
try:
    sink.close()
except OutputError as error:
    print("close", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file to test with")
@pytest.mark.parametrize("encoder", ["with PyAV", "without PyAV"])
def test_a_video_cut_off_by_a_full_disk_is_told_and_leaves_nothing(encoder: str, path: Path) -> None:
    command = [sys.executable, "-c", ON_A_SMALL_DISK, str(path), encoder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "free some disk space" in done.stdout
    assert not list(path.parent.iterdir())


def test_browsers_play_it(path: Path) -> None:
    sink = VideoSink(path, 30000 / 1001, OverlayStyle())
    for index in range(60):
        sink.write(result(index))
    sink.close()
    with av.open(str(path)) as container:
        (stream,) = container.streams.video
        times = [frame.time for frame in container.decode(stream)]
        assert times == pytest.approx([index * 1001 / 30000 for index in range(60)], abs=1e-3)
        assert stream.codec_context.name == "vp9" or "vp9" in stream.codec_context.codec.name
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == Fraction(30000, 1001)
    assert path.read_bytes().index(b"moov") < path.read_bytes().index(b"mdat")  # it plays before all of it is there


def test_webm_is_written_too(path: Path) -> None:
    sink = VideoSink(path.with_suffix(".webm"), 25.0, OverlayStyle())
    sink.write(result())
    sink.close()
    assert len(frames_of(path.with_suffix(".webm"))) == 1


def test_without_pyav_there_is_a_video_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    sink = VideoSink(path, 25.0, OverlayStyle())
    for index in range(3):
        sink.write(result(index))
    sink.close()
    assert len(frames_of(path)) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows this would end the process")
def test_ctrl_c_waits_until_the_picture_is_painted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt ended the process in 3 of 12 tries: the picture went away while it was painted on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    painted = []

    def interrupted(painter: QPainter, *_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        painter.drawLine(0, 0, 9, 9)
        painted.append(True)

    monkeypatch.setattr("app.output.video.paint_result", interrupted)
    sink = VideoSink(path, 25.0, OverlayStyle())
    try:
        with pytest.raises(KeyboardInterrupt):
            sink.write(result())
    finally:
        signal.signal(signal.SIGINT, before)
    sink.close()
    assert painted == [True]
    assert len(frames_of(path)) == 1
