"""Tile rotation, solved by eye: the answers are the turns that the view shows."""

from collections.abc import Callable
from typing import Any

import pytest

from trainer.data.batch import Batch
from trainer.model.facenet import FaceNet
from trainer.tasks.tile_rotation import TileRotation, TileRotationSettings


@pytest.mark.parametrize("grid", [2, 3])
def test_the_answers_are_the_turns_shown(
    net: FaceNet, made_batch: Callable[..., Batch], watched_look: Any, by_eye: Any, grid: int
) -> None:
    task = TileRotation(TileRotationSettings(1.0, share=0.5, grid=grid), 8)
    for training in (True, False):
        look = watched_look(net.train(training), made_batch(8))
        task.heads = by_eye(look, grid, turns=True)
        if training:
            assert task.loss(look).item() == pytest.approx(0, abs=1e-6)
            assert 2 <= len(look.views[-1][1]) < 8
        else:
            assert task.scores(look)["accuracy"].tolist() == [1.0] * 8  # every picture, whatever the share


def test_a_fifth_of_the_feature_is_left_out_before_the_heads(
    net: FaceNet, made_batch: Callable[..., Batch], watched_look: Any
) -> None:
    look = watched_look(net.train(), made_batch())
    TileRotation(TileRotationSettings(1.0), 8).loss(look)
    assert list(look.left_out.values()) == [0.2]
