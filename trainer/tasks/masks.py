"""What in-painting hides: whole tiles or random squares, 15 to 35 % of each picture."""

from collections.abc import Callable
from enum import StrEnum
from typing import assert_never

import torch
from torch import Tensor

LEAST, MOST = 0.15, 0.35
_GRID = 3
_TILES = (2, 3)  # of nine: 22 or 33 %
_SQUARES = (2, 4)


class Mask(StrEnum):
    """EITHER draws one of the two kinds for each picture."""

    TILES = "tiles"
    SQUARES = "squares"
    EITHER = "either"


Draw = Callable[[str, int], Tensor]
"""A name and a count to uniform numbers in [0, 1), float64 [n, count]: that many for each of n pictures."""


def draw_masks(kind: Mask, side: int, draw: Draw) -> Tensor:
    """Bool [n, 1, side, side], True where hidden."""
    match kind:
        case Mask.TILES:
            return tile_masks(side, draw)
        case Mask.SQUARES:
            return square_masks(side, draw)
        case Mask.EITHER:
            first = draw("kind", 1)[:, :, None, None] < 0.5
            return torch.where(first, tile_masks(side, draw), square_masks(side, draw))
        case other:
            assert_never(other)


def tile_masks(side: int, draw: Draw) -> Tensor:
    """Two or three of the nine tiles."""
    wanted = _TILES[0] + (draw("number of tiles", 1) * (_TILES[1] - _TILES[0] + 1)).floor()
    rank = draw("tiles", _GRID**2).argsort(1).argsort(1)
    hidden = (rank < wanted).view(-1, 1, _GRID, _GRID)
    tile = torch.arange(side, device=hidden.device) * _GRID // side  # the tile of each row and column
    return hidden[:, :, tile][:, :, :, tile]


def square_masks(side: int, draw: Draw) -> Tensor:
    """Two to four squares of one size that never overlap, so that their area is what was drawn.

    Each lies in a cell of its own; the cells are the quarters of the picture around a random point.
    """
    number = _SQUARES[0] + (draw("number of squares", 1) * (_SQUARES[1] - _SQUARES[0] + 1)).floor()[:, 0]
    # the bounds as sides in whole pixels, so that rounding cannot leave the range
    least = (LEAST * side**2 / number).sqrt().ceil()
    most = (MOST * side**2 / number).sqrt().floor()
    length = (least + draw("length", 1)[:, 0] * (most - least + 1)).floor().minimum(most)
    middle = length[:, None] + (draw("middle", 2) * (side - 2 * length[:, None] + 1)).floor()
    cells = draw("cells", 4).argsort(1).argsort(1) < number[:, None]  # [n, 4]
    place = draw("places", 8).view(-1, 4, 2)
    hidden = torch.zeros(len(number), 1, side, side, dtype=torch.bool, device=number.device)
    for cell in range(4):
        far = torch.tensor([cell // 2, cell % 2], device=number.device)  # below, to the right
        start = torch.where(far == 1, middle, 0.0)
        room = torch.where(far == 1, side - middle, middle) - length[:, None]
        corner = start + (place[:, cell] * (room + 1)).floor()  # [n, 2]: top, left
        hidden |= (cells[:, cell, None, None] & _square(corner, length, side))[:, None]
    return hidden


def _square(corner: Tensor, length: Tensor, side: int) -> Tensor:
    """Bool [count, side, side] of one square per picture."""
    pixel = torch.arange(side, device=corner.device)
    inside = (pixel >= corner[..., None]) & (pixel < (corner + length[:, None])[..., None])  # [count, 2, side]
    return inside[:, 0, :, None] & inside[:, 1, None, :]
