"""Hidden patches on batches."""

import pytest
import torch

from trainer.data.cutout import Cutout, hide_patches
from trainer.data.draws import draws

COUNT, SIDE = 600, 32


def hidden(how: Cutout, faces: torch.Tensor) -> torch.Tensor:
    return hide_patches(faces, how, lambda count: draws(torch.arange(len(faces)), "a test", count))


def test_patches_are_rectangles_of_the_given_size_and_one_colour_all_over_the_face() -> None:
    grey = torch.full((COUNT, 3, SIDE, SIDE), -1.0)
    changed = (hidden(Cutout(1.0, (0.25, 0.5)), grey) != -1).all(1)  # [n, side, side]
    heights, widths = changed.any(2).sum(1), changed.any(1).sum(1)
    assert torch.equal(heights * widths, changed.sum((1, 2)))
    for lengths in (heights, widths):
        assert (lengths.min(), lengths.max()) == (8, 15)
    often = changed.float().mean(0)
    assert often[3:-3, 3:-3].min() > 0.02 and often[SIDE // 2, SIDE // 2] > 0.2


def test_a_patch_has_one_colour() -> None:
    black = torch.zeros(COUNT, 3, SIDE, SIDE, dtype=torch.uint8)
    painted = hidden(Cutout(1.0, (0.5, 0.5)), black)
    assert painted.dtype == torch.uint8
    for face in painted[:20]:
        assert len({tuple(pixel) for pixel in face.flatten(1).T.tolist()}) <= 2
    assert painted.amax((2, 3)).float().mean() == pytest.approx(127.5, abs=8)


def test_as_many_faces_are_changed_as_asked() -> None:
    faces = torch.full((COUNT, 3, SIDE, SIDE), -1.0)
    changed = (hidden(Cutout(0.3, (0.25, 0.5)), faces) != -1).flatten(1).any(1)
    assert float(changed.float().mean()) == pytest.approx(0.3, abs=0.09)


def test_width_and_height_are_drawn_in_their_order() -> None:
    draw = torch.tensor([[0.0, 1 - 1e-9, 0.0, 0.0, 0.0, 0.5, 0.5, 0.5]], dtype=torch.float64)
    painted = hide_patches(torch.full((1, 3, SIDE, SIDE), -1.0), Cutout(1.0, (0.25, 0.5)), lambda _: draw)[0, 0] != -1
    assert (painted.any(0).sum(), painted.any(1).sum()) == (15, 8)


def test_bars_reach_from_an_edge_all_across_twice_as_often_from_below() -> None:
    grey = torch.full((COUNT, 3, SIDE, SIDE), -1.0)
    changed = (hidden(Cutout(1.0, (0.25, 0.5), edge=1.0), grey) != -1).all(1)
    rows, columns = changed.all(2), changed.all(1)  # those hidden all along, bool [n, side]
    assert torch.equal(rows.any(1), ~columns.any(1))
    found = {"top": rows[:, 0], "bottom": rows[:, -1], "left": columns[:, 0], "right": columns[:, -1]}
    assert torch.equal(torch.stack(list(found.values())).sum(0), torch.ones(COUNT))
    share = {edge: float(where.float().mean()) for edge, where in found.items()}
    assert share == {edge: pytest.approx(0.4 if edge == "bottom" else 0.2, abs=0.06) for edge in found}
    depth = torch.maximum(rows.sum(1), columns.sum(1))
    assert (depth.min(), depth.max()) == (8, 15)
    assert torch.equal(changed.sum((1, 2)), depth * SIDE)


def test_patches_that_are_no_bars_stay_as_they_were() -> None:
    grey = torch.full((COUNT, 3, SIDE, SIDE), -1.0)
    without, some = (hidden(Cutout(0.5, (0.25, 0.5), edge), grey) for edge in (0.0, 0.5))
    same = (without == some).flatten(1).all(1)
    bars = (some != -1).all(1).all(2).any(1) | (some != -1).all(1).all(1).any(1)
    assert torch.equal(same, ~bars)
    assert float(bars.float().mean()) == pytest.approx(0.25, abs=0.06)
