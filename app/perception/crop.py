"""The one crop rule: a picture and a face to the square the network sees. Trainer and app share it."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection, Point
from app.domain.reading import picture_turn

CROP_RULE = "eyes-level-1"
"""Names this rule in model cards; a change of the rule changes the name."""

BOX_TO_CROP = 1.15
"""Side of the crop over the side of the detector's box."""

_LEAST_EYE_DISTANCE = 0.15
"""Of the box's side; nearer eyes (a face in profile) give no reliable line."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A square of the picture: centre and side in pixels, turned clockwise by `turn_deg` as seen in the picture."""

    centre: Point
    side_px: float
    turn_deg: float = 0.0

    def changed(self, scale: float = 1.0, shift: Point = Point(0.0, 0.0), turn_deg: float = 0.0) -> "Crop":
        """Another crop, scaled, shifted by fractions of the side, and turned further."""
        centre = Point(self.centre.x + shift.x * self.side_px, self.centre.y + shift.y * self.side_px)
        return replace(self, centre=centre, side_px=self.side_px * scale, turn_deg=self.turn_deg + turn_deg)


def crop_of(detection: Detection) -> Crop:
    """The crop of a face: centred on its box, turned so that the line of the eyes is level."""
    box, points = detection.box, detection.keypoints
    across = points.left_eye.x - points.right_eye.x
    down = points.left_eye.y - points.right_eye.y
    side = max(box.width, box.height)
    level = math.hypot(across, down) < _LEAST_EYE_DISTANCE * side
    turn = 0.0 if level else math.degrees(math.atan2(down, across))
    return Crop(box.centre, side * BOX_TO_CROP, turn)


def whole_picture(width_px: int, height_px: int) -> Crop:
    """The crop that takes a picture as it is, for pictures that are already cut to the face."""
    return Crop(Point(width_px / 2, height_px / 2), float(max(width_px, height_px)))


def cut(
    pixels: NDArray[np.uint8], crop: Crop, size_px: int, into: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """The crop as uint8 [size_px, size_px, channels]; beyond the picture its edge is repeated.

    `into` takes it where it is given, and is what is returned: a place in a batch, say.
    """
    shrink = crop.side_px / size_px
    if shrink >= 2:  # a warp alone would skip pixels
        pixels, crop = _shrunk(pixels, crop, int(shrink))
    matrix = picture_to_crop(crop, size_px)
    return cv2.warpAffine(  # type: ignore[return-value]
        pixels, matrix, (size_px, size_px), dst=into, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def picture_to_crop(crop: Crop, size_px: int) -> NDArray[np.float64]:
    """Affine matrix [2, 3] from picture pixels to crop pixels (pixel centres at integers)."""
    scale = size_px / crop.side_px
    angle = math.radians(crop.turn_deg)
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    x, y = crop.centre.x - 0.5, crop.centre.y - 0.5
    middle = size_px / 2 - 0.5
    return np.array([[cos, sin, middle - cos * x - sin * y], [-sin, cos, middle + sin * x - cos * y]])


def rotation_in_crop(rotation: NDArray[np.floating], crop: Crop) -> NDArray[np.floating]:
    """A head rotation [..., 3, 3] of the picture as it appears in the crop, which shows it turned back."""
    turned: NDArray[np.floating] = picture_turn(-crop.turn_deg) @ rotation
    return turned


def rotation_in_picture(rotation: NDArray[np.floating], crop: Crop) -> NDArray[np.floating]:
    """A head rotation [..., 3, 3] read in the crop as it is in the picture."""
    turned: NDArray[np.floating] = picture_turn(crop.turn_deg) @ rotation
    return turned


def _shrunk(pixels: NDArray[np.uint8], crop: Crop, factor: int) -> tuple[NDArray[np.uint8], Crop]:
    """The part of the picture the crop needs, averaged down by a whole factor, four times as fast as by another."""
    reach = crop.side_px * 0.75  # half the diagonal and a margin
    height, width = pixels.shape[:2]
    left, top = max(0, int(crop.centre.x - reach)), max(0, int(crop.centre.y - reach))
    right, bottom = min(width, int(crop.centre.x + reach) + 1), min(height, int(crop.centre.y + reach) + 1)
    if right <= left or bottom <= top:
        return pixels, crop
    across, down = -(-(right - left) // factor), -(-(bottom - top) // factor)
    part = _filled(pixels[top : top + down * factor, left : left + across * factor], across * factor, down * factor)
    small = cv2.resize(part, (across, down), interpolation=cv2.INTER_AREA)
    centre = Point((crop.centre.x - left) / factor, (crop.centre.y - top) / factor)
    return small, Crop(centre, crop.side_px / factor, crop.turn_deg)  # type: ignore[return-value]


def _filled(part: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The part with its edge repeated to the right and below, where the picture ends before it is full."""
    below, right = height - part.shape[0], width - part.shape[1]
    if not (below or right):
        return part
    return cv2.copyMakeBorder(part, 0, below, 0, right, cv2.BORDER_REPLICATE)  # type: ignore[return-value]
