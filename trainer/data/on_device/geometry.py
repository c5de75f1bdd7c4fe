"""How large a piece of each picture is held, and how a changed crop is cut from it: one affine warp for a batch."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from trainer.data.augment import Augmentation
from trainer.data.on_device.changes import Changes


@dataclass(frozen=True, slots=True)
class Piece:
    """The square around a crop that is held: `margin` times the crop's side, at `side_px` pixels."""

    margin: float
    side_px: int

    def covers(self, other: "Piece") -> bool:
        return self.margin >= other.margin and self.side_px * other.margin >= other.side_px * self.margin


def piece_for(how: Augmentation, size_px: int) -> Piece:
    """Just large enough for the widest crop, shifted and turned as far as it goes; fine enough for the tightest.

    It is no finer than twice the pixels of the widest crop, since a warp alone would skip pixels.
    """
    tightest, widest = how.scale
    turn = math.radians(min(how.turn_deg, 45.0))
    margin = widest * (math.cos(turn) + math.sin(turn)) + 2 * math.sqrt(2) * how.shift
    fineness = max(1.0, min(1 / tightest, 2 / widest))
    return Piece(margin, math.ceil(size_px * margin * fineness))


def warp_of(changes: Changes, crop_turn_deg: Tensor, margin: float) -> Tensor:
    """Affine matrices float32 [n, 2, 3] from the changed crops to the pieces, both spanning -1 to 1.

    Shifts are along the picture's axes, but a piece is turned as its crop is, by `crop_turn_deg` [n].
    """
    shift = (_turns(-crop_turn_deg) @ changes.shift[:, :, None]) * 2
    spread = changes.scale[:, None, None] * _turns(changes.turn_deg)
    mirror = torch.stack([1 - 2 * changes.flip.double(), torch.ones(len(changes.flip))], 1)
    return (torch.cat([spread * mirror[:, None, :], shift], 2) / margin).float()


def cut_pieces(pieces: Tensor, warp: Tensor, size_px: int) -> Tensor:
    """Pieces uint8 [n, 3, m, m] to crops float32 [n, 3, size_px, size_px]; beyond a piece its edge is repeated."""
    grid = functional.affine_grid(warp, [len(pieces), 3, size_px, size_px], align_corners=False)
    return functional.grid_sample(pieces.float(), grid, mode="bilinear", padding_mode="border", align_corners=False)


def label_turns(changes: Changes) -> tuple[Tensor, Tensor]:
    """What a head's rotation in the crop is multiplied with: a matrix from the left, then signs entry by entry.

    Both float64 [n, 3, 3]. A crop turned clockwise shows the head turned back about z, which points to the camera; a
    flip negates yaw and roll, which is a mirroring of the x axis on both sides.
    """
    count = len(changes.flip)
    turns = torch.eye(3, dtype=torch.float64).repeat(count, 1, 1)
    turns[:, :2, :2] = _turns(changes.turn_deg)  # anticlockwise where y is up looks clockwise where y is down
    axes = torch.ones(count, 3, dtype=torch.float64)
    axes[:, 0] -= 2 * changes.flip.double()
    return turns, axes[:, :, None] * axes[:, None, :]


def _turns(angle_deg: Tensor) -> Tensor:
    """Matrices [n, 2, 2] that turn by the angle from the first axis to the second."""
    cos, sin = torch.cos(torch.deg2rad(angle_deg)), torch.sin(torch.deg2rad(angle_deg))
    return torch.stack([torch.stack([cos, -sin], 1), torch.stack([sin, cos], 1)], 1)
