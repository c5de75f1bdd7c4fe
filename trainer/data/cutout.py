"""Patches of faces hidden at random, on whole batches and after every other change (DeVries, Taylor, 2017)."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Cutout:
    """How often a patch is hidden, and between which shares of the picture's side its width and height lie.

    In a share `edge` of the patches it is a bar instead, as a mask or a hand would be: from one edge of the picture all
    across it, its depth between the same shares. From below in two of five, from above, left and right in one each.
    """

    probability: float
    share: tuple[float, float]
    edge: float = 0.0


NO_CUTOUT = Cutout(0.0, (0.0, 0.0))


def hide_patches(faces: Tensor, how: Cutout, draw: Callable[[int], Tensor]) -> Tensor:
    """One patch of one random colour in some of the faces [n, 3, side, side] of 0..255, of the same type.

    `draw` gives that many uniform numbers in [0, 1) for each face, float64 [n, count].
    """
    numbers, side = draw(10 if how.edge else 8), faces.shape[-1]
    low, high = how.share
    size = ((low + numbers[:, 1:3] * (high - low)) * side).floor()  # [n, 2]: width, height
    corner = (numbers[:, 3:5] * (side - size + 1)).floor()
    if how.edge:
        size, corner = _bars(size, corner, numbers[:, 8] < how.edge, numbers[:, 9], side)
    colour = (numbers[:, 5:8] * 256).floor().to(faces.dtype)[:, :, None, None]
    pixel = torch.arange(side, device=faces.device)
    inside = (pixel >= corner[..., None]) & (pixel < (corner + size)[..., None])  # [n, 2, side]
    hidden = inside[:, 1, :, None] & inside[:, 0, None, :] & (numbers[:, 0] < how.probability)[:, None, None]
    return torch.where(hidden[:, None], colour, faces)


def _bars(size: Tensor, corner: Tensor, which: Tensor, place: Tensor, side: int) -> tuple[Tensor, Tensor]:
    """Sizes and corners [n, 2] with those of `which` drawn out to a bar at the edge that `place` in [0, 1) says."""
    along = torch.stack([place < 0.6, place >= 0.6], dim=1)  # across in x: at the bottom or top; in y: at a side
    far = torch.stack([place >= 0.8, place < 0.4], dim=1)  # at the right; at the bottom
    whole = along & which[:, None]
    corner = torch.where(which[:, None], torch.where(far, side - size, 0.0), corner)
    return torch.where(whole, float(side), size), torch.where(whole, 0.0, corner)
