"""The real detector on pictures without a face and with two."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.demo import open_demo
from app.perception.detector import Detector, DetectorError, DetectorRange, detector_file


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
