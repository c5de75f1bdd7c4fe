"""Small pictures for the detector, cut from a frame, and the way back from them to the frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.perception.blazeface import Layout
from app.perception.crop import Crop, cut

_FACE_IN_WINDOW = 0.6
"""Side of a face's box over that of the window around it: here BlazeFace places its boxes best."""

_FINER = 2
"""A frame is sampled this much finer than asked, then averaged: a fifth of the time of averaging all of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """A small picture uint8 [height, width, 3], its left upper corner in the frame and a pixel's size there."""

    picture: NDArray[np.uint8]
    corner: Point
    scale: float

    def in_frame(self, found: Detection) -> Detection:
        """A detection in the small picture as one in the frame."""
        box = found.box
        corner = self._place(Point(box.x, box.y))
        size = (box.width * self.scale, box.height * self.scale)
        return Detection(Box(*corner, *size), Keypoints(*map(self._place, found.keypoints.all)), found.score)

    def _place(self, point: Point) -> Point:
        return Point(self.corner.x + point.x * self.scale, self.corner.y + point.y * self.scale)


def whole(pixels: NDArray[np.uint8], layout: Layout) -> Framed:
    """A frame as the detector sees it: its longer side is the layout's, with black above and below or at the sides."""
    height, width = pixels.shape[:2]
    scale = max(height, width) / layout.side_px
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    across, down = (-(-side // layout.multiple_px) * layout.multiple_px - side for side in size)
    left, top = across // 2, down // 2
    picture = np.zeros((size[1] + down, size[0] + across, 3), np.uint8)
    picture[top : top + size[1], left : left + size[0]] = _resized(pixels, size, scale)
    return Framed(picture, Point(-left * scale, -top * scale), scale)


def window(pixels: NDArray[np.uint8], box: Box, side_px: int) -> Framed:
    """A square around a face that is expected in a box."""
    crop = Crop(box.centre, max(box.width, box.height) / _FACE_IN_WINDOW)
    corner = Point(crop.centre.x - crop.side_px / 2, crop.centre.y - crop.side_px / 2)
    return Framed(cut(pixels, crop, side_px), corner, crop.side_px / side_px)


def _resized(pixels: NDArray[np.uint8], size: tuple[int, int], shrink: float) -> NDArray[np.uint8]:
    if shrink < 1:
        return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    if shrink > 2 * _FINER:
        finer = (size[0] * _FINER, size[1] * _FINER)
        pixels = np.asarray(cv2.resize(pixels, finer, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
