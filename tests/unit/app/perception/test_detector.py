"""The real detector on pictures without a face and with two."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.demo import open_demo
from app.perception.detector import AheadDetector, Detector, DetectorError, DetectorRange, detector_file


@pytest.fixture(scope="module", params=list(DetectorRange))
def detector(request: pytest.FixtureRequest) -> Iterator[Detector]:
    detector = Detector(request.param)
    yield detector
    detector.close()


@pytest.mark.parametrize("reach", list(DetectorRange))
def test_both_files_are_shipped(reach: DetectorRange) -> None:
    assert detector_file(reach).is_file()


def test_a_missing_file_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.perception.detector.models_dir", lambda: tmp_path)
    with pytest.raises(DetectorError, match="is missing"):
        Detector()


@pytest.mark.parametrize("shape", [(720, 1280, 3), (48, 48, 3), (1, 1, 3)])
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


class NamedPictures:
    """Answers with how often it was asked before; slow enough that two begun pictures stand in line."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.closed = False

    def detect(self, pixels: NDArray[np.uint8]) -> tuple[int, ...]:
        self.asked.append(int(pixels[0, 0, 0]))
        return (int(pixels[0, 0, 0]),)

    def close(self) -> None:
        self.closed = True


def test_what_was_begun_ahead_is_not_looked_at_again_and_belongs_to_its_picture() -> None:
    inner = NamedPictures()
    ahead = AheadDetector(inner)  # type: ignore[arg-type]
    first, second, third = (np.full((2, 2, 3), value, np.uint8) for value in (1, 2, 3))
    ahead.begin(first)
    ahead.begin(second)
    assert [ahead.detect(each) for each in (second, first, third)] == [(2,), (1,), (3,)]
    assert sorted(inner.asked) == [1, 2, 3]
    assert ahead.detect(first) == (1,) and len(inner.asked) == 4  # asked for once, it is forgotten
    ahead.close()
    assert inner.closed


def test_what_nobody_asks_for_is_forgotten() -> None:
    inner = NamedPictures()
    ahead = AheadDetector(inner)  # type: ignore[arg-type]
    picture = np.full((2, 2, 3), 1, np.uint8)
    ahead.begin(picture)
    ahead.detect(np.zeros((2, 2, 3), np.uint8))  # so the first is done
    ahead.forget()
    picture[:] = 7
    assert ahead.detect(picture) == (7,)
    ahead.close()
