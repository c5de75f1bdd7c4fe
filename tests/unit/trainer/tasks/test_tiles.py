"""Tiles cut, moved, turned and joined, followed by hand on small numbered pictures."""

import math

import pytest
import torch

from trainer.data.draws import draws
from trainer.tasks.tile_task import Changed
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


def shuffled_faces(faces: torch.Tensor, order: torch.Tensor, grid: int) -> torch.Tensor:
    return Changed(order, None).applied(faces, grid)


def numbered(side: int) -> torch.Tensor:
    """[1, 1, side, side] counting from 0 in rows."""
    return torch.arange(side * side, dtype=torch.float32).view(1, 1, side, side)


def test_tiles_are_cut_in_rows_from_the_middle_of_each_slot() -> None:
    tiles = cut(numbered(8), 2)  # slots of four pixels, a gap of two between tiles, one at the border
    assert tiles.shape == (1, 4, 1, 2, 2)
    assert tiles[0, :, 0].tolist() == [
        [[9, 10], [17, 18]],
        [[13, 14], [21, 22]],
        [[41, 42], [49, 50]],
        [[45, 46], [53, 54]],
    ]


def test_a_slot_shows_the_tile_that_the_order_names_and_gaps_are_grey() -> None:
    shuffled = shuffled_faces(numbered(8), torch.tensor([[3, 2, 0, 1]]), 2)[0, 0]
    assert shuffled[1:3, 1:3].tolist() == [[45, 46], [53, 54]]
    assert shuffled[1:3, 5:7].tolist() == [[41, 42], [49, 50]]
    assert shuffled[5:7, 1:3].tolist() == [[9, 10], [17, 18]]
    assert shuffled[5:7, 5:7].tolist() == [[13, 14], [21, 22]]
    assert (shuffled == 127.5).sum() == 64 - 16


@pytest.mark.parametrize(("side", "grid"), [(24, 2), (24, 3), (64, 3), (112, 3), (50, 4), (25, 2)])
def test_no_pixel_is_resampled_and_the_identity_keeps_all_but_the_gaps(side: int, grid: int) -> None:
    faces = torch.rand(2, 3, side, side) * 255
    again = shuffled_faces(faces, torch.arange(grid * grid).expand(2, -1), grid)
    gaps = again == 127.5
    assert torch.equal(again[~gaps], faces[~gaps])
    assert gaps[0, 0].float().mean() < 0.2 + 4 * grid / side


@pytest.mark.parametrize("side", [64, 112])
def test_white_noise_cannot_be_puzzled(side: int) -> None:
    """Noise holds nothing to learn, so who places its tiles above chance has been told by how they were cut."""
    noise = torch.Generator().manual_seed(1)
    spread = []
    for half in range(2):
        faces = torch.randn(1800, 1, side, side, generator=noise) * 40 + 127.5
        order = orders(draws(torch.arange(half * 1800, (half + 1) * 1800), "a test", 9))
        first_slot = shuffled_faces(faces, order, 3)[:, 0, 2 : side // 3 - 2, 2 : side // 3 - 2] - 127.5
        spread.append((first_slot.square().flatten(1), order[:, 0]))
    (seen, seen_tile), (asked, asked_tile) = spread
    variance = torch.stack([seen[seen_tile == tile].mean(0) for tile in range(9)])  # of each pixel, by its tile
    likelihood = -(asked[:, None] / variance + variance.log()).sum(2)
    right = (likelihood.argmax(1) == asked_tile).float().mean()
    assert right < 0.15  # chance is 1 in 9; resampling gave all of them away


def test_quarter_turns_go_anticlockwise_tile_by_tile() -> None:
    tiles = cut(numbered(8), 2)
    changed = turned(tiles, torch.tensor([[0, 1, 2, 3]]))
    assert changed[0, :, 0].tolist() == [
        [[9, 10], [17, 18]],
        [[14, 22], [13, 21]],
        [[50, 49], [42, 41]],
        [[53, 45], [54, 46]],
    ]
    assert torch.equal(cut(joined(changed, 8), 2), changed)


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
