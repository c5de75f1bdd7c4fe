"""The real detector on pictures without a face and, where the clips lie beside the project, with faces."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.perception.detector import Detector, DetectorError, DetectorRange, detector_file

CLIPS = Path(__file__).parents[5] / "shared" / "clips"


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


@pytest.mark.skipif(not CLIPS.is_dir(), reason="the clips are not part of the project")
def test_faces_of_a_photograph_come_with_their_eyes_and_best_first(detector: Detector) -> None:
    picture = cv2.imread(str(CLIPS / "multi_face.jpg"))
    assert picture is not None
    faces = detector.detect(picture[:, :, ::-1])  # not one after the other in memory
    assert len(faces) >= 3
    assert [face.score for face in faces] == sorted((face.score for face in faces), reverse=True)
    for face in faces:
        eyes, mouth = (face.keypoints.right_eye, face.keypoints.left_eye), face.keypoints.mouth_centre
        assert eyes[0].x < eyes[1].x
        assert max(eyes[0].y, eyes[1].y) < mouth.y
        assert face.box.x < mouth.x < face.box.x + face.box.width
        assert 0.5 <= face.score <= 1
