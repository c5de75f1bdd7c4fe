"""Tiles cut, moved, turned and joined, followed by hand on small numbered pictures."""

import math

import pytest
import torch

from trainer.data.draws import draws
from trainer.tasks.puzzling import shuffled_faces
from trainer.tasks.tiles import (
    TileHeads,
    cut,
    joined,
    moved,
    orders,
    quarter_turns,
    tiles_loss,
    tiles_right,
    turned,
)


def numbered(side: int) -> torch.Tensor:
    """[1, 1, side, side] counting from 0 in rows."""
    return torch.arange(side * side, dtype=torch.float32).view(1, 1, side, side)


def smooth(side: int) -> torch.Tensor:
    """[1, 3, side, side], a gentle wave."""
    wave = torch.sin(torch.arange(side) / side * 3)
    return (wave[:, None] + wave).expand(1, 3, side, side) * 60 + 100


def test_tiles_are_cut_in_rows() -> None:
    tiles = cut(numbered(4), 2)
    assert tiles.shape == (1, 4, 1, 2, 2)
    assert tiles[0, :, 0].tolist() == [[[0, 1], [4, 5]], [[2, 3], [6, 7]], [[8, 9], [12, 13]], [[10, 11], [14, 15]]]


def test_a_slot_shows_the_tile_that_the_order_names() -> None:
    shuffled = shuffled_faces(numbered(4), torch.tensor([[3, 2, 0, 1]]), 2)
    assert shuffled[0, 0].tolist() == [[10, 11, 8, 9], [14, 15, 12, 13], [0, 1, 2, 3], [4, 5, 6, 7]]


@pytest.mark.parametrize(("side", "grid"), [(24, 2), (24, 3), (24, 4), (64, 2), (64, 4)])
def test_the_identity_permutation_leaves_the_picture_unchanged(side: int, grid: int) -> None:
    faces = torch.rand(2, 3, side, side) * 255
    identity = torch.arange(grid * grid).expand(2, -1)
    assert torch.equal(shuffled_faces(faces, identity, grid), faces)


@pytest.mark.parametrize(("side", "grid"), [(64, 3), (50, 4), (25, 2)])
def test_a_side_that_does_not_divide_is_enlarged_cut_and_resized_back(side: int, grid: int) -> None:
    faces = smooth(side)
    assert cut(faces, grid).shape[-1] == math.ceil(side / grid)
    identity = torch.arange(grid * grid)[None]
    again = shuffled_faces(faces, identity, grid)
    assert again.shape == faces.shape
    assert (again - faces).abs().max() < 2.5  # of 255; two resizes blur a little


def test_quarter_turns_go_anticlockwise_tile_by_tile() -> None:
    tiles = cut(numbered(4), 2)
    changed = turned(tiles, torch.tensor([[0, 1, 2, 3]]))
    assert changed[0, :, 0].tolist() == [[[0, 1], [4, 5]], [[3, 7], [2, 6]], [[13, 12], [9, 8]], [[14, 10], [15, 11]]]
    assert torch.equal(joined(turned(tiles, torch.zeros(1, 4, dtype=torch.int64)), 4), numbered(4))


def test_four_turns_and_the_inverse_order_undo() -> None:
    tiles = cut(torch.rand(3, 3, 12, 12), 3)
    numbers = draws(torch.arange(3), "a test", 18)
    order, turns = orders(numbers[:, :9]), quarter_turns(numbers[:, 9:])
    assert torch.equal(turned(turned(tiles, turns), (4 - turns) % 4), tiles)
    assert torch.equal(moved(moved(tiles, order), order.argsort(1)), tiles)


def test_orders_are_uniform_permutations_and_turns_uniform() -> None:
    drawn = orders(draws(torch.arange(6000), "a test", 4))
    assert torch.equal(drawn.sort(1).values, torch.arange(4).expand(6000, 4))
    kinds, counts = drawn.unique(dim=0, return_counts=True)
    assert len(kinds) == 24
    assert (counts - 250).abs().max() < 80  # five standard deviations
    turns = quarter_turns(draws(torch.arange(4000), "a test", 1)).flatten().bincount()
    assert (turns - 1000).abs().max() < 150


def test_even_answers_cost_slots_times_the_logarithm_of_the_classes() -> None:
    logits, answers = torch.zeros(5, 9, 9), torch.arange(9).expand(5, 9)
    assert tiles_loss(logits, answers) == pytest.approx(9 * math.log(9))


def test_loss_and_accuracy_by_hand() -> None:
    logits = torch.tensor([[[math.log(3.0), 0.0], [0.0, math.log(4.0)]]])  # 3/4 for class 0; 4/5 for class 1
    answers = torch.tensor([[0, 0]])
    assert tiles_loss(logits, answers) == pytest.approx(-math.log(3 / 4) - math.log(1 / 5))
    assert tiles_right(logits, answers).tolist() == [0.5]


def test_each_slot_has_a_linear_head_of_its_own() -> None:
    heads = TileHeads(16, 9, 4).eval()
    assert sum(p.numel() for p in heads.parameters()) == 9 * (16 * 4 + 4)
    pooled = torch.randn(2, 16)
    weight, bias = heads.linear.weight.view(9, 4, 16), heads.linear.bias.view(9, 4)
    assert torch.allclose(heads(pooled)[:, 5], pooled @ weight[5].T + bias[5], atol=1e-6)
