"""Patches of faces hidden at random, on whole batches and after every other change (DeVries, Taylor, 2017)."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Cutout:
    """How often a patch is hidden, and between which shares of the picture's side its width and height lie."""

    probability: float
    share: tuple[float, float]


NO_CUTOUT = Cutout(0.0, (0.0, 0.0))


def hide_patches(faces: Tensor, how: Cutout, draw: Callable[[int], Tensor]) -> Tensor:
    """One patch of one random colour in some of the faces [n, 3, side, side] of 0..255, of the same type.

    `draw` gives that many uniform numbers in [0, 1) for each face, float64 [n, count].
    """
    numbers, side = draw(8), faces.shape[-1]
    low, high = how.share
    size = ((low + numbers[:, 1:3] * (high - low)) * side).floor()  # [n, 2]: width, height
    corner = (numbers[:, 3:5] * (side - size + 1)).floor()
    colour = (numbers[:, 5:8] * 256).floor().to(faces.dtype)[:, :, None, None]
    pixel = torch.arange(side, device=faces.device)
    inside = (pixel >= corner[..., None]) & (pixel < (corner + size)[..., None])  # [n, 2, side]
    hidden = inside[:, 1, :, None] & inside[:, 0, None, :] & (numbers[:, 0] < how.probability)[:, None, None]
    return torch.where(hidden[:, None], colour, faces)
