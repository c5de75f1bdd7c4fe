"""Masks cover 15 to 35 % of every picture, and are what they are called."""

import pytest
import torch

from trainer.tasks.masks import LEAST, MOST, Mask, draw_masks, square_masks, tile_masks


@pytest.mark.parametrize("kind", list(Mask))
@pytest.mark.parametrize("side", [24, 48, 64, 112])
def test_every_mask_covers_between_15_and_35_percent(kind: Mask, side: int) -> None:
    masks = draw_masks(kind, 200, side, torch.Generator().manual_seed(side))
    assert masks.shape == (200, 1, side, side)
    assert masks.dtype == torch.bool
    covered = masks.float().mean((1, 2, 3))
    assert covered.min() >= LEAST
    assert covered.max() <= MOST
    assert covered.std() > 0.02


def test_tiles_are_hidden_as_wholes() -> None:
    masks = tile_masks(50, 48, torch.Generator().manual_seed(1))
    tiles = masks.view(50, 3, 16, 3, 16).float().mean((2, 4))
    assert set(tiles.unique().tolist()) == {0.0, 1.0}
    assert set(tiles.sum((1, 2)).tolist()) == {2.0, 3.0}
    assert (tiles.mean(0) > 0.1).all()  # each tile has its turn


def test_squares_reach_everywhere() -> None:
    masks = square_masks(400, 48, torch.Generator().manual_seed(2)).float()
    assert torch.nn.functional.avg_pool2d(masks.mean(0), 8).min() > 0.02  # corners of the picture too
    assert masks.mean(0)[0, 16:32, 16:32].min() > 0.05  # the middle of the face too


def test_the_same_generator_gives_the_same_masks() -> None:
    first, second = (draw_masks(Mask.EITHER, 9, 32, torch.Generator().manual_seed(4)) for _ in range(2))
    assert torch.equal(first, second)
