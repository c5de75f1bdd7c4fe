"""Pictures as k x k tiles: cut, moved, turned, put back together; and the heads that answer for each tile."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.tasks.all_reduce import mean_over_processes


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
    """Float [n, 3, px, px] -> tiles [n, grid * grid, 3, side, side] in rows; px is first enlarged to a multiple."""
    tile = -(-faces.shape[-1] // grid)
    faces = _resized(faces, tile * grid)
    n, channels = faces.shape[:2]
    rows = faces.reshape(n, channels, grid, tile, grid, tile).permute(0, 2, 4, 1, 3, 5)
    return rows.reshape(n, grid * grid, channels, tile, tile)


def joined(tiles: Tensor, size_px: int) -> Tensor:
    """Tiles [n, grid * grid, 3, side, side] -> [n, 3, size_px, size_px]."""
    n, slots, channels, tile, _ = tiles.shape
    grid = round(slots**0.5)
    rows = tiles.reshape(n, grid, grid, channels, tile, tile).permute(0, 3, 1, 4, 2, 5)
    return _resized(rows.reshape(n, channels, grid * tile, grid * tile), size_px)


def moved(tiles: Tensor, order: Tensor) -> Tensor:
    """Slot i of each picture gets its tile order[i]; order int64 [n, slots]."""
    return tiles[torch.arange(len(tiles), device=tiles.device)[:, None], order]


def turned(tiles: Tensor, turns: Tensor) -> Tensor:
    """Each tile turned anticlockwise by its number of quarter turns; turns int64 [n, slots]."""
    every = torch.stack([torch.rot90(tiles, quarter, (-2, -1)) for quarter in range(4)])
    n, slots = turns.shape
    pictures = torch.arange(n, device=tiles.device)[:, None]
    return every[turns, pictures, torch.arange(slots, device=tiles.device)]


def _resized(faces: Tensor, size_px: int) -> Tensor:
    if faces.shape[-1] == size_px:
        return faces
    return functional.interpolate(faces, (size_px, size_px), mode="bilinear", antialias=True)
