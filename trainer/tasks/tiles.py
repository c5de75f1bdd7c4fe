"""Pictures as k x k tiles: cut, moved, turned, put back together; and the heads that answer for each tile."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.tasks.task import mean_over_processes

_GAP_PX = 2
"""Between tiles; nothing that crosses an edge is seen on both of its sides."""
_GREY = 127.5


class TileHeads(nn.Module):
    """One linear head per slot on the pooled feature: [n, features] -> logits [n, slots, classes].

    Linear, because a deeper head could solve the puzzle without a better encoder. `dropout` is what the authors use
    on the feature before.
    """

    dropout = 0.2

    def __init__(self, features: int, slots: int, classes: int) -> None:
        super().__init__()
        self.slots = slots
        self.linear = nn.Linear(features, slots * classes)  # the heads side by side

    def forward(self, pooled: Tensor) -> Tensor:
        logits: Tensor = self.linear(pooled)
        return logits.view(len(pooled), self.slots, -1)


def tiles_loss(logits: Tensor, answers: Tensor) -> Tensor:
    """Cross-entropy of logits [n, slots, classes] to answers int64 [n, slots]: sum over slots, mean over pictures."""
    total = functional.cross_entropy(logits.transpose(1, 2), answers, reduction="sum")
    return total / mean_over_processes(total.new_tensor(float(len(logits))))


def tiles_right(logits: Tensor, answers: Tensor) -> Tensor:
    """The share of slots answered right, per picture [n]."""
    return (logits.argmax(2) == answers).float().mean(1)


def orders(numbers: Tensor) -> Tensor:
    """Uniform numbers [n, slots] to uniformly random permutations int64 [n, slots]."""
    return numbers.argsort(1)


def quarter_turns(numbers: Tensor) -> Tensor:
    """Uniform numbers [n, slots] to quarter turns 0 to 3, int64 [n, slots]."""
    return (numbers * 4).long()


def cut(faces: Tensor, grid: int) -> Tensor:
    """Faces [n, 3, px, px] -> tiles [n, grid * grid, 3, side, side] in rows, the middle of each slot.

    No pixel is resampled and a gap is left out between tiles: interpolation, whose phase changes over a picture, and
    edges that fit would both tell where a tile came from without a look at the face.
    """
    pitch, side, start = _layout(faces.shape[-1], grid)
    inner = faces[:, :, start:, start:]
    rows = inner.unfold(2, side, pitch).unfold(3, side, pitch)[:, :, :grid, :grid]  # [n, 3, grid, grid, side, side]
    return rows.permute(0, 2, 3, 1, 4, 5).flatten(1, 2)


def joined(tiles: Tensor, size_px: int) -> Tensor:
    """Tiles [n, grid * grid, 3, side, side] of `size_px` pictures -> [n, 3, size_px, size_px], grey between them."""
    n, slots, channels, _, _ = tiles.shape
    grid = round(slots**0.5)
    pitch, side, start = _layout(size_px, grid)
    picture = tiles.new_full((n, channels, size_px, size_px), _GREY)
    for slot in range(slots):
        top, left = start + pitch * (slot // grid), start + pitch * (slot % grid)
        picture[:, :, top : top + side, left : left + side] = tiles[:, slot]
    return picture


def _layout(size_px: int, grid: int) -> tuple[int, int, int]:
    """Pixels from slot to slot, a tile's side, and where the first tile starts in both directions."""
    pitch = size_px // grid
    return pitch, pitch - _GAP_PX, (size_px - pitch * grid + _GAP_PX) // 2


def moved(tiles: Tensor, order: Tensor) -> Tensor:
    """Slot i of each picture gets its tile order[i]; order int64 [n, slots]."""
    return tiles[torch.arange(len(tiles), device=tiles.device)[:, None], order]


def turned(tiles: Tensor, turns: Tensor) -> Tensor:
    """Each tile turned anticlockwise by its number of quarter turns; turns int64 [n, slots]."""
    every = torch.stack([torch.rot90(tiles, quarter, (-2, -1)) for quarter in range(4)])
    n, slots = turns.shape
    pictures = torch.arange(n, device=tiles.device)[:, None]
    return every[turns, pictures, torch.arange(slots, device=tiles.device)]
