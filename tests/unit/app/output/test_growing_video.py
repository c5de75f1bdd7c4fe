"""A recording's video: each picture at its moment, readable while it grows."""

from pathlib import Path

import av
import numpy as np
import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import NO_READING, FaceReading
from app.domain.result import FrameResult, StepTimes
from app.output.sink import OutputError
from app.output.video import GrowingVideoSink
from app.overlay.style import OverlayStyle

pytestmark = pytest.mark.usefixtures("qapp")

STRIPES = np.zeros((240, 320, 3), np.uint8)
STRIPES[:, ::2] = 255
DETECTION = Detection(Box(100.0, 60.0, 120.0, 120.0), Keypoints(*(Point(120.0, 110.0),) * 6), 0.9)
FACE = FaceReading(Face(1, DETECTION), NO_READING, NO_READING, None)


def result(pixels: np.ndarray = STRIPES, faces: tuple[FaceReading, ...] = ()) -> FrameResult:
    return FrameResult(Frame(pixels.copy(), 0, 0.0, 0.0), faces, StepTimes(1.0, 1.0, 1.0, 3.0))


def pictures_of(path: Path) -> list[tuple[float, bool, np.ndarray]]:
    with av.open(str(path)) as container:
        return [
            (round(frame.time, 3), bool(frame.key_frame), frame.to_ndarray(format="rgb24"))
            for frame in container.decode(video=0)
        ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "video.mkv"
    place.touch()
    return place


def test_each_picture_stands_at_its_moment_with_a_keyframe_every_second(path: Path) -> None:
    video = GrowingVideoSink(path, OverlayStyle())
    moments = [0.0, 0.033, 0.5, 1.1, 1.133, 9.0]
    for moment in moments:
        video.write(result(), moment)
    video.close()
    video.close()
    found = pictures_of(path)
    assert [time_s for time_s, _, _ in found] == moments
    assert [time_s for time_s, key, _ in found if key] == [0.0, 1.1, 9.0]


def test_while_it_grows_all_but_the_last_picture_can_be_read(path: Path) -> None:
    video = GrowingVideoSink(path, OverlayStyle())
    for index in range(6):
        video.write(result(), index / 30)
    assert len(pictures_of(path)) == 5
    video.close()


def test_a_picture_of_another_size_is_fitted_in(path: Path) -> None:
    video = GrowingVideoSink(path, OverlayStyle())
    video.write(result(), 0.0)
    video.write(result(np.full((480, 200, 3), 200, np.uint8)), 0.1)
    video.close()
    assert [pixels.shape for _, _, pixels in pictures_of(path)] == [(240, 320, 3)] * 2


def test_faces_are_hidden_where_that_is_asked(path: Path) -> None:
    video = GrowingVideoSink(path, OverlayStyle(anonymous=True, show_emotion=False, show_pose=False, show_axes=False))
    video.write(result(faces=(FACE,)), 0.0)
    video.close()
    ((_, _, pixels),) = pictures_of(path)
    assert pixels[140:160, 140:180].std() < 30, "the stripes can be seen in the face"
    assert pixels[:30, :30].std() > 80, "the stripes are gone beside it"


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    video = GrowingVideoSink(tmp_path / "missing" / "video.mkv", OverlayStyle())
    with pytest.raises(OutputError, match="removed meanwhile"):
        video.write(result(), 0.0)
    video.close()
