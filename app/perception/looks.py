"""How a face and what is around it look, coarsely: it tells who of a few people came back, not who somebody is."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection, Point
from app.perception.crop import Crop, crop_of, cut

_SIDE_PX = 32
_ROUND_THE_FACE = 1.7
"""Side of the square looked at over that of the network's crop: hair, neck and collar are in it."""

_LOWER = 0.12
"""The square lies this much of its side lower than the face, for there is more of a person below."""

_BANDS = ((0, 10, 6, 26), (9, 23, 7, 25), (22, 32, 2, 30))
"""Hair, face and collar as rows and columns of the square."""

_TONES, _MOST_TONE = 8, 40.0
_LIGHTS, _MOST_LIGHT = 6, 90.0
"""Bins of each histogram and how far from grey, and from the square's mean light, they reach."""

_NEW_SHARE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Colours and lights of hair, face and collar: `shares` float32 [3, 70], root of the share of each bin."""

    shares: NDArray[np.float32]

    def likeness(self, other: "Looks") -> float:
        """0 to 1: the Bhattacharyya coefficient, a mean over the bands and over colour and light."""
        return float((self.shares * other.shares).sum() / (2 * len(_BANDS)))

    def blended(self, newer: "Looks") -> "Looks":
        """A little nearer to how the person looks now."""
        squares = (1 - _NEW_SHARE) * self.shares**2 + _NEW_SHARE * newer.shares**2
        return Looks(np.sqrt(squares))


def looks_of(pixels: NDArray[np.uint8], detection: Detection) -> Looks:
    """How a face looks in a frame uint8 [height, width, 3] RGB."""
    face = crop_of(detection)
    side = face.side_px * _ROUND_THE_FACE
    square = cut(pixels, Crop(Point(face.centre.x, face.centre.y + _LOWER * side), side), _SIDE_PX)
    lab = np.asarray(cv2.cvtColor(square, cv2.COLOR_RGB2Lab), np.float32)
    light = lab[..., 0] - lab[..., 0].mean()
    bands = [_band(lab[top:bottom, left:right], light[top:bottom, left:right]) for top, bottom, left, right in _BANDS]
    return Looks(np.sqrt(np.stack(bands)))


def _band(lab: NDArray[np.float32], light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shares of the colours [64] and of the lights [6], blurred so that a small change moves little."""
    tones = np.floor((lab[..., 1:].reshape(-1, 2) - 128 + _MOST_TONE) / (2 * _MOST_TONE) * _TONES)
    rows, columns = np.clip(tones, 0, _TONES - 1).astype(int).T
    colours = np.bincount(rows * _TONES + columns, minlength=_TONES**2).astype(np.float32)
    blurred = cv2.GaussianBlur(colours.reshape(_TONES, _TONES), (3, 3), 0.8, borderType=cv2.BORDER_REPLICATE)
    steps = np.clip(np.floor((light + _MOST_LIGHT) / (2 * _MOST_LIGHT) * _LIGHTS), 0, _LIGHTS - 1).astype(int)
    lights = np.bincount(steps.ravel(), minlength=_LIGHTS).astype(np.float32)
    return np.concatenate([np.asarray(blurred).ravel() / blurred.sum(), lights / lights.sum()])
