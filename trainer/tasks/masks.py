"""What in-painting hides: whole tiles or random squares, 15 to 35 % of each picture."""

from enum import StrEnum
from typing import assert_never

import torch
from torch import Generator, Tensor

LEAST, MOST = 0.15, 0.35
_GRID = 3
_TILES = (2, 3)  # of nine: 22 or 33 %
_SQUARES = (2, 4)


class Mask(StrEnum):
    """EITHER draws one of the two kinds for each picture."""

    TILES = "tiles"
    SQUARES = "squares"
    EITHER = "either"


def draw_masks(kind: Mask, count: int, side: int, random: Generator) -> Tensor:
    """Bool [count, 1, side, side], True where hidden."""
    match kind:
        case Mask.TILES:
            return tile_masks(count, side, random)
        case Mask.SQUARES:
            return square_masks(count, side, random)
        case Mask.EITHER:
            first = torch.rand(count, 1, 1, 1, generator=random) < 0.5
            return torch.where(first, tile_masks(count, side, random), square_masks(count, side, random))
        case other:
            assert_never(other)


def tile_masks(count: int, side: int, random: Generator) -> Tensor:
    """Two or three of the nine tiles."""
    wanted = torch.randint(_TILES[0], _TILES[1] + 1, (count, 1), generator=random)
    rank = torch.rand(count, _GRID**2, generator=random).argsort(1).argsort(1)
    hidden = (rank < wanted).view(count, 1, _GRID, _GRID)
    tile = torch.arange(side) * _GRID // side  # the tile of each row and column
    return hidden[:, :, tile][:, :, :, tile]


def square_masks(count: int, side: int, random: Generator) -> Tensor:
    """Two to four squares of one size that never overlap, so that their area is what was drawn.

    Each lies in a cell of its own; the cells are the quarters of the picture around a random point.
    """
    number = torch.randint(_SQUARES[0], _SQUARES[1] + 1, (count,), generator=random)
    # the bounds as sides in whole pixels, so that rounding cannot leave the range
    least = (LEAST * side**2 / number).sqrt().ceil()
    most = (MOST * side**2 / number).sqrt().floor()
    length = (least + torch.rand(count, generator=random) * (most - least + 1)).floor().minimum(most)
    middle = length[:, None] + (torch.rand(count, 2, generator=random) * (side - 2 * length[:, None] + 1)).floor()
    cells = torch.rand(count, 4, generator=random).argsort(1).argsort(1) < number[:, None]  # [count, 4]
    place = torch.rand(count, 4, 2, generator=random)
    hidden = torch.zeros(count, 1, side, side, dtype=torch.bool)
    for cell in range(4):
        far = torch.tensor([cell // 2, cell % 2])  # below, to the right
        start = torch.where(far == 1, middle, 0.0)
        room = torch.where(far == 1, side - middle, middle) - length[:, None]
        corner = start + (place[:, cell] * (room + 1)).floor()  # [count, 2]: top, left
        hidden |= (cells[:, cell, None, None] & _square(corner, length, side))[:, None]
    return hidden


def _square(corner: Tensor, length: Tensor, side: int) -> Tensor:
    """Bool [count, side, side] of one square per picture."""
    pixel = torch.arange(side)
    inside = (pixel >= corner[..., None]) & (pixel < (corner + length[:, None])[..., None])  # [count, 2, side]
    return inside[:, 0, :, None] & inside[:, 1, None, :]
