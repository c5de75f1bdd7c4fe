"""Ways in which a camera, a file or a detector spoils a face, each with a severity; cv2 on one picture at a time."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, assert_never

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.domain.face import Point
from app.perception.crop import Crop, cut, picture_to_crop

Pixels = NDArray[np.uint8]

GREY_PX = 48
"""What a grey and small face is shrunk to, the size of FER2013's pictures."""
_MIDDLE = 128.0
_EYES_AT = 0.37
"""Height of the eyes in the crop, from above: so it is in FER2013's pictures and in the app's crops on average."""


class View(NamedTuple):
    """A picture uint8 [height, width, 3] RGB and where its face is cut."""

    pixels: Pixels
    crop: Crop


class Kind(StrEnum):
    """What is done, and in which unit the severity counts.

    `grey` has steps: 1 takes the colour away, 2 also shrinks the face to 48 px.
    """

    BLUR = "blur"
    NOISE = "noise"
    JPEG = "JPEG"
    BRIGHTNESS = "brightness"
    CONTRAST = "contrast"
    SMALL = "small"
    LOWER = "lower half covered"
    EYES = "eyes covered"
    ROLL = "roll"
    SHIFT = "box shift"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Corruption:
    """One kind at one severity.

    blur: sigma in pixels of the picture. noise: standard deviation in grey levels, the same for the three colours.
    JPEG: quality. brightness: grey levels added. contrast: factor about mid-grey. small: side of the face in pixels.
    lower half covered, eyes covered: height of the bar in the mean colour of the face, over the side of the crop.
    roll: degrees, to a side drawn by chance. box shift: over the side of the crop, in a direction drawn by chance.
    """

    kind: Kind
    severity: float


def corrupted(view: View, how: Corruption, random: Generator) -> View:
    """The view as it would be; pictures and crops are made anew, never changed in place."""
    pixels, crop = view
    match how.kind:
        case Kind.BLUR:
            return View(_blurred(pixels, how.severity), crop)
        case Kind.NOISE:
            noise = random.normal(0.0, 1.0, (*pixels.shape[:2], 1)) * how.severity
            return View(_levels(pixels + noise), crop)
        case Kind.JPEG:
            return View(_recompressed(pixels, round(how.severity)), crop)
        case Kind.BRIGHTNESS:
            return View(_levels(pixels + how.severity), crop)
        case Kind.CONTRAST:
            return View(_levels(_MIDDLE + how.severity * (pixels - _MIDDLE)), crop)
        case Kind.SMALL:
            return _shrunk(view, how.severity)
        case Kind.LOWER:
            return _covered(view, 1.0 - how.severity, math.inf)
        case Kind.EYES:
            return _covered(view, _EYES_AT - how.severity / 2, _EYES_AT + how.severity / 2)
        case Kind.ROLL:
            side = -1 if random.random() < 0.5 else 1
            return View(pixels, crop.changed(turn_deg=side * how.severity))
        case Kind.SHIFT:
            angle = random.uniform(0.0, 2 * math.pi)
            return View(pixels, crop.changed(shift=Point(*_along(angle, how.severity))))
        case Kind.GREY:
            return _grey(view, how.severity)
    assert_never(how.kind)


def _blurred(pixels: Pixels, sigma_px: float) -> Pixels:
    if sigma_px <= 0:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE), np.uint8)


def _recompressed(pixels: Pixels, quality: int) -> Pixels:
    blue_first = np.ascontiguousarray(pixels[:, :, ::-1])
    encoded = cv2.imencode(".jpg", blue_first, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR_RGB), np.uint8)


def _shrunk(view: View, side_px: float) -> View:
    """The picture averaged down until the face is that small, unless it is already."""
    pixels, crop = view
    scale = side_px / crop.side_px
    if scale >= 1:
        return view
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    across, down = size[0] / width, size[1] / height
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return View(small, Crop(Point(crop.centre.x * across, crop.centre.y * down), crop.side_px * across, crop.turn_deg))


def _covered(view: View, above: float, below: float) -> View:
    """A bar through the crop, between two heights as parts of its side from above."""
    pixels, crop = view
    matrix = picture_to_crop(crop, 1)  # to -0.5 .. 0.5
    row, column = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    height = matrix[1, 0] * column + matrix[1, 1] * row + matrix[1, 2] + 0.5
    skin = cut(pixels, crop, 8)[2:6, 2:6].mean(axis=(0, 1)).round()
    bar = (height >= above) & (height < below)
    return View(np.where(bar[:, :, None], skin, pixels).astype(np.uint8), crop)


def _grey(view: View, steps: float) -> View:
    if steps < 1:
        return view
    lightness = cv2.cvtColor(view.pixels, cv2.COLOR_RGB2GRAY)
    grey = View(np.repeat(lightness[:, :, None], 3, axis=2).astype(np.uint8), view.crop)
    return _shrunk(grey, GREY_PX) if steps >= 2 else grey


def _levels(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def _along(angle: float, distance: float) -> tuple[float, float]:
    return distance * math.cos(angle), distance * math.sin(angle)
