"""Faces made unknowable: coarse squares in place of the face, with the hair and chin around it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box
from app.domain.result import FrameResult

_SQUARES = 7
"""Across a face: recognising people takes more, seeing that there is a face does not."""

_AROUND = 1.7
"""How much larger than the face's box the hidden part is."""


def hidden_pixels(result: FrameResult) -> NDArray[np.uint8]:
    """The frame with its faces hidden; all of it where the frame was not looked at yet, because it may hold some."""
    frame = result.frame
    pixels = frame.pixels.copy()
    whole = Box(0, 0, frame.width_px, frame.height_px)
    analysed = result.times.perceive_ms > 0
    boxes: Iterable[Box] = (_around(face.face.box) for face in result.faces) if analysed else (whole,)
    for box in boxes:
        left, top = max(0, int(box.x)), max(0, int(box.y))
        right, bottom = min(frame.width_px, int(box.x + box.width)), min(frame.height_px, int(box.y + box.height))
        if right > left and bottom > top:
            part = pixels[top:bottom, left:right]
            part[:] = _coarse(part, max(1, int(min(box.width, box.height) / (_SQUARES * _AROUND))))
    return pixels


def _around(box: Box) -> Box:
    width, height = box.width * _AROUND, box.height * _AROUND
    return Box(box.centre.x - width / 2, box.centre.y - height / 2, width, height)


def _coarse(pixels: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """Squares of one colour each: the mean of what lay there."""
    rows, columns = (np.arange(0, length, side_px) for length in pixels.shape[:2])
    sums = np.add.reduceat(np.add.reduceat(pixels.astype(np.int64), rows, axis=0), columns, axis=1)
    heights, widths = (
        np.diff(np.append(starts, length)) for starts, length in zip((rows, columns), pixels.shape[:2], strict=True)
    )
    means = (sums // (heights[:, None] * widths[None, :])[..., None]).astype(np.uint8)
    return np.repeat(np.repeat(means, heights, axis=0), widths, axis=1)
