"""Windows around faces: what they show, and that a place in them leads back to the frame."""

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.perception.framing import Framed, window


def spotted(width: int, height: int, at: Point, radius: int) -> NDArray[np.uint8]:
    """A grey frame with a bright square."""
    frame = np.full((height, width, 3), 60, np.uint8)
    x, y = round(at.x), round(at.y)
    frame[y - radius : y + radius, x - radius : x + radius] = 255
    return frame


def led_back(framed: Framed) -> Point:
    """Where the bright square of the small picture lies in the frame."""
    weights = (framed.picture[:, :, 0].astype(float) - 60).clip(0)
    rows, columns = np.indices(weights.shape)
    x, y = (float(((places + 0.5) * weights).sum() / weights.sum()) for places in (columns, rows))
    found = Detection(Box(x - 2, y - 1, 4, 2), Keypoints(*(Point(x, y),) * 6), 0.5)
    placed = framed.in_frame(found)
    assert placed.box.centre == pytest.approx(placed.keypoints.nose_tip)
    assert (placed.box.width, placed.box.height) == pytest.approx((4 * framed.scale, 2 * framed.scale))
    return placed.keypoints.nose_tip


@pytest.mark.parametrize("box", [Box(300, 100, 60, 60), Box(20, 200, 40, 80), Box(580, 10, 200, 100)])
def test_a_window_has_its_face_in_the_middle_at_six_tenths_of_its_side(box: Box) -> None:
    framed = window(spotted(800, 400, box.centre, 10), box)
    side = framed.picture.shape[0]
    assert framed.picture.shape == (side, side, 3)
    assert max(box.width, box.height) / framed.scale == pytest.approx(0.6 * side)
    assert led_back(framed) == pytest.approx(box.centre, abs=1.0)
