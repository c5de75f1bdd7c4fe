from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from app.domain.face import Box, Detection, Keypoints, Point
from app.paths import demo_clip
from app.perception.detector import Detector
from trainer.data.finding import find_face


class Seer:
    """Stands for the detector: a face where a picture is bright, each 10 x 10 px, only in pictures that are large."""

    def __init__(self, least_px: int) -> None:
        self._least_px = least_px

    def detect(self, pixels: np.ndarray) -> tuple[Detection, ...]:
        if pixels.shape[0] < self._least_px:
            return ()
        places = zip(*np.nonzero(pixels[:, :, 0] == 255), strict=True)
        return tuple(_detection(Box(float(x) - 5, float(y) - 5, 10, 10)) for y, x in places)


def _detection(box: Box) -> Detection:
    return Detection(box, Keypoints(*(Point(box.x + n, box.y + n) for n in range(6))), 0.9)


def _picture(*lights: tuple[int, int]) -> np.ndarray:
    pixels = np.zeros((40, 60, 3), np.uint8)
    for x, y in lights:
        pixels[y, x] = 255
    return pixels


def test_of_several_faces_the_nearest_to_the_centre_is_taken() -> None:
    found = find_face(Seer(1), _picture((5, 5), (33, 22), (50, 35)))
    assert found is not None
    assert found.box.centre == (33, 22)


def test_of_several_faces_the_one_in_the_box_is_taken() -> None:
    found = find_face(Seer(1), _picture((5, 5), (33, 22), (50, 35)), Box(44, 28, 12, 14))
    assert found is not None
    assert found.box.centre == (50, 35)


def test_a_face_found_only_with_an_edge_lies_where_it_is_in_the_picture() -> None:
    found = find_face(Seer(50), _picture((33, 22)))
    assert found is not None
    assert found.box == Box(28, 17, 10, 10)
    assert found.keypoints.left_eye == (29, 18)


def test_no_face_is_none() -> None:
    assert find_face(Seer(1), _picture()) is None


@pytest.fixture
def detector() -> Iterator[Detector]:
    detector = Detector()
    yield detector
    detector.close()


def test_a_tight_crop_of_a_real_face_is_found(detector: Detector) -> None:
    clip = cv2.VideoCapture(str(demo_clip()))
    _, frame = clip.read()
    clip.release()
    pixels = np.ascontiguousarray(frame[:, :, ::-1])
    whole = find_face(detector, pixels)
    assert whole is not None
    left, top, side = int(whole.box.x), int(whole.box.y), int(whole.box.width)
    tight = find_face(detector, np.ascontiguousarray(pixels[top : top + side, left : left + side]))
    assert tight is not None
    assert tight.box.moved(left, top).overlap(whole.box) > 0.7
