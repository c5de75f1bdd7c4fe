"""Masks cover 15 to 35 % of every picture, and are what they are called."""

import pytest
import torch

from trainer.data.draws import draws
from trainer.tasks.masks import LEAST, MOST, Draw, Mask, draw_masks, square_masks, tile_masks


def drawn(pictures: int, seed: int) -> Draw:
    keys = torch.arange(pictures) + 1000 * seed
    return lambda name, count: draws(keys, name, count)


@pytest.mark.parametrize("kind", list(Mask))
@pytest.mark.parametrize("side", [24, 48, 64, 112])
def test_every_mask_covers_between_15_and_35_percent(kind: Mask, side: int) -> None:
    masks = draw_masks(kind, side, drawn(200, side))
    assert masks.shape == (200, 1, side, side)
    assert masks.dtype == torch.bool
    covered = masks.float().mean((1, 2, 3))
    assert covered.min() >= LEAST
    assert covered.max() <= MOST
    assert covered.std() > 0.02


def test_tiles_are_hidden_as_wholes() -> None:
    masks = tile_masks(48, drawn(50, 1))
    tiles = masks.view(50, 3, 16, 3, 16).float().mean((2, 4))
    assert set(tiles.unique().tolist()) == {0.0, 1.0}
    assert set(tiles.sum((1, 2)).tolist()) == {2.0, 3.0}
    assert (tiles.mean(0) > 0.1).all()  # each tile has its turn


def test_squares_reach_everywhere() -> None:
    masks = square_masks(48, drawn(400, 2)).float()
    assert torch.nn.functional.avg_pool2d(masks.mean(0), 8).min() > 0.02  # corners of the picture too
    assert masks.mean(0)[0, 16:32, 16:32].min() > 0.05  # the middle of the face too


def test_a_picture_gets_the_same_mask_in_any_batch() -> None:
    keys = torch.arange(9)
    all_of_them = draw_masks(Mask.EITHER, 32, lambda name, count: draws(keys, name, count))
    some = draw_masks(Mask.EITHER, 32, lambda name, count: draws(keys[4:6], name, count))
    assert torch.equal(all_of_them[4:6], some)


def test_either_is_one_kind_or_the_other_about_as_often() -> None:
    either, tiles, squares = (draw_masks(kind, 48, drawn(400, 3)) for kind in (Mask.EITHER, Mask.TILES, Mask.SQUARES))
    like_tiles, like_squares = ((either == kind).flatten(1).all(1) for kind in (tiles, squares))
    assert (like_tiles | like_squares).all()
    assert like_tiles.float().mean() == pytest.approx(0.5, abs=0.1)
    assert like_squares.float().mean() == pytest.approx(0.5, abs=0.1)
