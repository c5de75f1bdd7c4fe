"""Frames."""

import numpy as np
import pytest

from app.domain.frame import Frame


def test_a_frame_knows_its_size_and_cannot_be_written() -> None:
    pixels = np.zeros((48, 64, 3), np.uint8)
    frame = Frame(pixels, 0, 0.0, 0.0)
    assert (frame.width_px, frame.height_px) == (64, 48)
    assert frame.pixels is pixels
    with pytest.raises(ValueError, match="read-only"):
        frame.pixels[0, 0, 0] = 1


@pytest.mark.parametrize(
    "pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)]
)
def test_other_pictures_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a frame is uint8"):
        Frame(pixels, 0, 0.0, 0.0)
