"""A window around a face, cut from a frame for a closer look, and the way back from it to the frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.perception.crop import Crop, cut

_SIDE_PX = 192
"""Half as much again as the detector's own picture: MediaPipe rounds its boxes to pixels of what it is given."""

_FACE_IN_WINDOW = 0.6
"""Side of a face's box over that of the window around it: here BlazeFace places its boxes best."""


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """A picture uint8 [side, side, 3] cut from a frame, its left upper corner there and a pixel's size there."""

    picture: NDArray[np.uint8]
    corner: Point
    scale: float

    def in_frame(self, found: Detection) -> Detection:
        """A detection in the picture as one in the frame."""
        box = found.box
        corner = self._place(Point(box.x, box.y))
        size = (box.width * self.scale, box.height * self.scale)
        return Detection(Box(*corner, *size), Keypoints(*map(self._place, found.keypoints.all)), found.score)

    def _place(self, point: Point) -> Point:
        return Point(self.corner.x + point.x * self.scale, self.corner.y + point.y * self.scale)


def window(pixels: NDArray[np.uint8], box: Box) -> Framed:
    """A square around a face that is expected in a box."""
    crop = Crop(box.centre, max(box.width, box.height) / _FACE_IN_WINDOW)
    corner = Point(crop.centre.x - crop.side_px / 2, crop.centre.y - crop.side_px / 2)
    return Framed(cut(pixels, crop, _SIDE_PX), corner, crop.side_px / _SIDE_PX)
