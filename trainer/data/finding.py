"""Finding the one face a labelled picture is about, the same way for training and evaluation."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.perception.detector import Detector


def find_face(detector: Detector, pixels: NDArray[np.uint8], face_box: Box | None = None) -> Detection | None:
    """The face of a picture uint8 [height, width, 3] RGB, in its pixels; None when there is none.

    The picture is tried as it is, then padded by a quarter with repeated edges, since tight crops of faces
    cut away what the detector looks for. Of several faces the one that overlaps `face_box` most is taken,
    without a box the nearest to the centre.
    """
    height, width = pixels.shape[:2]
    found = detector.detect(pixels)
    if not found:
        found = tuple(_moved(item, -(width // 4), -(height // 4)) for item in detector.detect(padded(pixels)))
    return _chosen(found, face_box, Point(width / 2, height / 2))


def padded(pixels: NDArray[np.uint8], border: int = cv2.BORDER_REPLICATE) -> NDArray[np.uint8]:
    """A picture [height, width, 3] with a quarter of its sides more on every side; `border` is one of cv2's."""
    down, across = pixels.shape[0] // 4, pixels.shape[1] // 4
    return np.asarray(cv2.copyMakeBorder(pixels, down, down, across, across, border), np.uint8)


def _chosen(found: Sequence[Detection], face_box: Box | None, centre: Point) -> Detection | None:
    if not found:
        return None
    expected = face_box or Box(centre.x, centre.y, 0, 0)  # an empty box overlaps nothing
    return max(found, key=lambda item: (item.box.overlap(expected), -_distance(item.box.centre, centre)))


def _distance(a: Point, b: Point) -> float:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2


def _moved(item: Detection, dx: float, dy: float) -> Detection:
    points = item.keypoints
    names = ("right_eye", "left_eye", "nose_tip", "mouth_centre", "right_ear", "left_ear")
    moved = (getattr(points, name) for name in names)
    return Detection(item.box.moved(dx, dy), Keypoints(*(Point(p.x + dx, p.y + dy) for p in moved)), item.score)
