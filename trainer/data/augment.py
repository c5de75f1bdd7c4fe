"""Random changes of a face that keep its labels true, or change them by the same rule; cv2 on one picture at a time."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.domain.face import Point
from app.perception.crop import Crop

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far training pictures are changed. Shares are probabilities, `turn_deg` and `shift` reach both ways.

    `scale` multiplies the crop's side, `shift` is a fraction of it: at least what the detector's box jitters.
    `blur_sigma` is in pixels of the network's input. Noise has grains of one pixel up to `noise_grain_px`, since a face
    that a camera saw small is enlarged with its noise; `noise_sd` is what it had before that. `cutout` comes after the
    changes of the self-supervised tasks; a share `cutout_edge` of its patches are bars: see `trainer.data.cutout`.
    """

    flip: float = 0.5
    scale: tuple[float, float] = (0.85, 1.2)
    shift: float = 0.08
    turn_deg: float = 15.0
    contrast: tuple[float, float] = (0.6, 1.4)
    brightness: float = 0.15
    tint: float = 0.5
    grey: float = 0.3
    blur: float = 0.15
    coarse: float = 0.25
    coarse_px: tuple[int, int] = (20, 48)
    noise: float = 0.2
    noise_sd: float = 8.0
    noise_grain_px: float = 1.0
    cutout: float = 0.3
    cutout_share: tuple[float, float] = (0.15, 0.4)
    cutout_edge: float = 0.0
    blur_sigma: tuple[float, float] = (0.4, 1.6)

    @property
    def blur_px(self) -> int:
        """Side of the blur's kernel, odd: what holds the widest Gaussian nearly whole."""
        return 2 * math.ceil(1.25 * self.blur_sigma[1]) + 1


NOTHING = Augmentation(0.0, (1.0, 1.0), 0.0, 0.0, (1.0, 1.0), 0.0, 0.0, 0.0, 0.0, 0.0, (20, 48), 0.0, 0.0, cutout=0.0)


def changed_crop(crop: Crop, how: Augmentation, random: Generator) -> Crop:
    """The crop scaled, shifted and turned; the turn changes the head's rotation in the crop by the crop's own rule."""
    low, high = np.log(how.scale)
    shift = Point(*random.uniform(-how.shift, how.shift, 2))
    return crop.changed(
        scale=float(np.exp(random.uniform(low, high))),
        shift=shift,
        turn_deg=float(random.uniform(-how.turn_deg, how.turn_deg)),
    )


def changed_light(face: Pixels, how: Augmentation, random: Generator) -> Pixels:
    """Contrast, brightness, tint and greyness changed, as lamps and cameras do."""
    level = random.uniform(*how.contrast) * np.ones(3)
    if random.random() < how.tint:
        level = level * random.uniform(0.8, 1.2, 3)
    middle = 128 + 255 * random.uniform(-how.brightness, how.brightness)
    if random.random() < how.grey:
        face = cv2.cvtColor(cv2.cvtColor(face, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)  # type: ignore[assignment]
    lit = cv2.transform(face, np.hstack([np.diag(level), (middle - 128 * level)[:, None]]))
    return np.asarray(lit, np.uint8)


def changed_detail(face: Pixels, how: Augmentation, random: Generator) -> Pixels:
    """Detail lost to a small picture, to blur and to noise."""
    side = face.shape[0]
    if random.random() < how.coarse:
        small = cv2.resize(face, (int(random.integers(*how.coarse_px)),) * 2, interpolation=cv2.INTER_AREA)
        face = cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    if random.random() < how.blur:
        face = cv2.GaussianBlur(face, (how.blur_px,) * 2, random.uniform(*how.blur_sigma))  # type: ignore[assignment]
    if random.random() < how.noise:
        sd = random.uniform(1, how.noise_sd)
        coarser = math.ceil(side / random.uniform(1, how.noise_grain_px)) if how.noise_grain_px > 1 else side
        noise = cv2.resize(random.normal(0, sd, (coarser, coarser)), (side, side), interpolation=cv2.INTER_LINEAR)
        face = np.clip(face + noise[:, :, None], 0, 255).astype(np.uint8)
    return face
