"""What is changed of each face of a batch, drawn from the keys alone: the rules of `Augmentation` as tensors."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.data.augment import Augmentation
from trainer.data.draws import draws

_NUMBERS = 21
_NOISE_FIELDS = 2**32
"""So many places a noise may start from; more than any field is long."""


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """One row per face, on the CPU, float64 where nothing else is said; detail is lost where its number is not 0.

    flip, grey: bool [n]. scale, turn_deg, blur_sigma, noise_sd: [n]. shift: [n, 2], fractions of the crop's side along
    the picture's axes. level, lift: [n, 3]; a colour becomes level * colour + lift. coarse_px, noise_start: int64 [n].
    noise_grain_px: [n], at least 1.
    """

    flip: Tensor
    scale: Tensor
    shift: Tensor
    turn_deg: Tensor
    level: Tensor
    lift: Tensor
    grey: Tensor
    coarse_px: Tensor
    blur_sigma: Tensor
    noise_sd: Tensor
    noise_start: Tensor
    noise_grain_px: Tensor


def drawn(keys: Tensor, how: Augmentation) -> Changes:
    """The changes of the faces with these keys, int64 [n] on the CPU."""
    columns = iter(draws(keys, "augmentation", _NUMBERS).unbind(1))

    def between(low: float, high: float) -> Tensor:
        return low + (high - low) * next(columns)

    def chance(share: float) -> Tensor:
        return next(columns) < share

    smallest, largest = map(math.log, how.scale)
    contrast, tinted = between(*how.contrast), chance(how.tint)
    tint = torch.stack([between(0.8, 1.2) for _ in range(3)], 1)
    level = contrast[:, None] * torch.where(tinted[:, None], tint, 1.0)
    middle = 128 + 255 * between(-how.brightness, how.brightness)
    return Changes(
        flip=chance(how.flip),
        scale=between(smallest, largest).exp(),
        shift=torch.stack([between(-how.shift, how.shift) for _ in range(2)], 1),
        turn_deg=between(-how.turn_deg, how.turn_deg),
        level=level,
        lift=middle[:, None] - 128 * level,
        grey=chance(how.grey),
        coarse_px=chance(how.coarse) * between(*how.coarse_px).floor().long(),
        blur_sigma=chance(how.blur) * between(*how.blur_sigma),
        noise_sd=chance(how.noise) * between(1.0, how.noise_sd),
        noise_start=between(0, _NOISE_FIELDS).floor().long(),
        noise_grain_px=1 + (how.noise_grain_px - 1) * draws(keys, "noise grain", 1)[:, 0],
    )
