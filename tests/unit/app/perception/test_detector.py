"""The real detector on pictures without a face and, where the clips lie beside the project, with faces."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.demo import open_demo
from app.domain.face import Box
from app.perception import detector as detector_module
from app.perception.detector import Detector, DetectorError, DetectorRange, detector_file

CLIPS = Path(__file__).parents[5] / "shared" / "clips"
NEEDS_CLIPS = pytest.mark.skipif(not CLIPS.is_dir(), reason="the clips are not part of the project")


def clock_of(*readings_s: float) -> Callable[[], float]:
    """A clock that is read at these moments."""
    rest = iter(readings_s)
    return lambda: next(rest)


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    picture = cv2.imread(str(CLIPS / "multi_face.jpg"))
    assert picture is not None
    return picture[:, :, ::-1]  # not one after the other in memory


@pytest.fixture(scope="module", params=list(DetectorRange))
def detector(request: pytest.FixtureRequest) -> Iterator[Detector]:
    detector = Detector(request.param)
    yield detector
    detector.close()


@pytest.mark.parametrize("reach", [DetectorRange.SHORT, DetectorRange.FULL])
def test_both_files_are_shipped(reach: Literal[DetectorRange.SHORT, DetectorRange.FULL]) -> None:
    assert detector_file(reach).is_file()


def test_a_missing_file_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.perception.detector.models_dir", lambda: tmp_path)
    with pytest.raises(DetectorError, match="is missing"):
        Detector()


def test_a_broken_file_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.perception.detector.models_dir", lambda: tmp_path)
    (tmp_path / detector_file(DetectorRange.SHORT).name).write_bytes(b"no network")
    with pytest.raises(DetectorError, match="cannot be started"):
        Detector()


@pytest.mark.parametrize("shape", [(720, 1280, 3), (48, 48, 3), (1, 1, 3), (1000, 20, 3)])
def test_a_plain_picture_has_no_face(detector: Detector, shape: tuple[int, ...]) -> None:
    assert detector.detect(np.full(shape, 128, np.uint8)) == ()


def test_faces_come_with_their_eyes_and_best_first(detector: Detector) -> None:
    reversed_colours = two_faces()[:, :, ::-1].copy()
    faces = detector.detect(reversed_colours[:, :, ::-1])  # not one after the other in memory
    assert [face.box.centre.x > 640 for face in faces] == [True, False]
    assert 0.5 <= faces[1].score < faces[0].score <= 1
    for face in faces:
        eyes, mouth = (face.keypoints.right_eye, face.keypoints.left_eye), face.keypoints.mouth_centre
        assert eyes[0].x < eyes[1].x
        assert face.box.y < min(eyes[0].y, eyes[1].y) < max(eyes[0].y, eyes[1].y) < mouth.y
        assert mouth.y < face.box.y + face.box.height
        assert face.box.x < mouth.x < face.box.x + face.box.width
    upright = faces[0].keypoints
    assert abs(upright.left_eye.y - upright.right_eye.y) < 0.15 * (upright.left_eye.x - upright.right_eye.x)


def two_faces() -> NDArray[np.uint8]:
    """The face of the demo clip on the right of a wide picture, and on the left once more, dark and blurred."""
    source = open_demo()
    frame = source.read()
    source.close()
    assert frame is not None
    face = frame.pixels[180:480, 480:800]
    picture = np.full((720, 1280, 3), 90, np.uint8)
    picture[200:500, 800:1120] = face
    picture[200:500, 100:420] = cv2.GaussianBlur(face, (0, 0), 8) * 0.5
    return picture


@NEEDS_CLIPS
def test_both_ranges_together_find_everybody_and_place_them_as_one_does(photograph: np.ndarray) -> None:
    found = {reach: Detector(reach).detect(photograph) for reach in DetectorRange}
    assert len(found[DetectorRange.AUTO]) == 5
    pairs = [
        (near.box, far.box)
        for near in found[DetectorRange.SHORT]
        for far in found[DetectorRange.FULL]
        if near.box.overlap(far.box) > 0.3
    ]
    assert len(pairs) >= 3
    for near, far in pairs:
        assert near.width == pytest.approx(far.width, rel=0.12)
        assert math.dist(near.centre, far.centre) < 0.08 * far.width


@NEEDS_CLIPS
def test_a_face_that_is_expected_is_found_where_the_whole_picture_shows_none(photograph: np.ndarray) -> None:
    small = cv2.resize(photograph, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA)
    picture = np.zeros((720, 1280, 3), np.uint8)
    picture[200 : 200 + small.shape[0], 300 : 300 + small.shape[1]] = small
    detector = Detector(DetectorRange.SHORT)
    assert detector.detect(picture) == ()
    expected = Box(300 + 0.35 * 530, 200 + 0.35 * 330, 36.0, 36.0)
    (face,) = detector.detect(picture, [expected])
    assert face.box.overlap(expected) > 0.5


@NEEDS_CLIPS
def test_the_full_range_pauses_so_that_it_takes_a_fiftieth_of_the_time(photograph: np.ndarray) -> None:
    # Read at the start, then before and after each look, of which the first takes ten milliseconds.
    times = (0.0, 0.0, 0.01, 0.4, 0.52, 0.53)
    detector = Detector(DetectorRange.AUTO, thorough=False, clock=clock_of(*times))
    assert [len(detector.detect(photograph)) for _ in range(3)] == [5, 3, 5]


@NEEDS_CLIPS
def test_whoever_is_thorough_never_pauses(photograph: np.ndarray) -> None:
    detector = Detector(DetectorRange.AUTO, clock=lambda: 0.0)
    assert [len(detector.detect(photograph)) for _ in range(2)] == [5, 5]


@NEEDS_CLIPS
def test_what_looks_like_a_face_only_from_afar_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hands before a chest, which the short range alone takes for a second face."""
    video = cv2.VideoCapture(str(CLIPS / "intel_asl_again.mkv"))
    frames = []
    while (answer := video.read())[0]:
        frames.append(np.ascontiguousarray(answer[1][:, :, ::-1]))
    hands = frames[::9]
    assert {len(Detector().detect(pixels)) for pixels in hands} == {1}
    monkeypatch.setattr(detector_module, "_NEW_SCORE", 0.5)
    assert 2 in {len(Detector().detect(pixels)) for pixels in hands}
