"""The frame on the screen: where it lies, which way round, and in the pixels of the screen."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.overlay.style import OverlayStyle
from app.ui.video.picture import Fit, paint_picture

RED, GREEN, BLUE, BLACK = (200, 30, 30), (30, 200, 30), (30, 30, 200), (0, 0, 0)


def painted(wide: int, high: int, *, mirrored: bool = False, ratio: float = 1.0, frame_px: int = 200) -> QImage:
    """A frame twice as wide as high: red to the left above, green to the right above, blue below."""
    pixels = np.empty((frame_px // 2, frame_px, 3), np.uint8)
    pixels[:, : frame_px // 2], pixels[:, frame_px // 2 :], pixels[frame_px // 4 :] = RED, GREEN, BLUE
    canvas = QImage(round(wide * ratio), round(high * ratio), QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.black)
    result = FrameResult(Frame(pixels, 0, 0.0, 0.0), (), StepTimes(1.0, 1.0, 1.0, 3.0))
    with QPainter(canvas) as painter:
        paint_picture(painter, result, Fit.of(result.frame, wide, high, mirrored), OverlayStyle())
    return canvas


def colour(image: QImage, across: float, down: float) -> tuple[int, int, int]:
    """The colour at a place, in shares of the picture."""
    found = QColor(image.pixel(int(across * image.width()), int(down * image.height())))
    return found.red(), found.green(), found.blue()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("frame_px", [60, 200, 1280])
def test_it_is_centred_with_its_shape_at_every_scale(qapp: object, ratio: float, frame_px: int) -> None:
    image = painted(301, 301, ratio=ratio, frame_px=frame_px)
    assert colour(image, 0.25, 0.35) == RED and colour(image, 0.75, 0.35) == GREEN and colour(image, 0.5, 0.65) == BLUE
    edges = {down: colour(image, 0.25, down) for down in (0.23, 0.27, 0.73, 0.77)}
    assert edges == {0.23: BLACK, 0.27: RED, 0.73: BLUE, 0.77: BLACK}
    assert colour(image, 0.005, 0.35) == RED and colour(image, 0.995, 0.35) == GREEN


def test_mirrored_left_and_right_change_places_and_above_stays_above(qapp: object) -> None:
    image = painted(200, 100, mirrored=True)
    assert colour(image, 0.25, 0.2) == GREEN and colour(image, 0.75, 0.2) == RED and colour(image, 0.5, 0.8) == BLUE


def test_in_its_own_size_no_pixel_changes(qapp: object) -> None:
    image = painted(200, 100)
    assert [colour(image, x / 200, 0.2) for x in (99, 100)] == [RED, GREEN]
