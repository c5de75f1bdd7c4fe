"""Puzzling plus rotation, solved by eye: place and turn belong to the slot that shows the tile."""

from collections.abc import Callable
from typing import Any

import pytest

from trainer.data.batch import Batch
from trainer.model.facenet import FaceNet
from trainer.tasks.puzzling_rotation import PuzzlingRotation, PuzzlingRotationSettings


@pytest.mark.parametrize("grid", [2, 3])
def test_the_answers_are_the_tiles_and_turns_shown(
    net: FaceNet, made_batch: Callable[..., Batch], watched_look: Any, by_eye: Any, grid: int
) -> None:
    task = PuzzlingRotation(PuzzlingRotationSettings(1.0, share=0.5, grid=grid), 8)
    for training in (True, False):
        look = watched_look(net.train(training), made_batch(8))
        task.places, task.turns = by_eye(look, grid, turns=False), by_eye(look, grid, turns=True)
        if training:
            assert task.loss(look).item() == pytest.approx(0, abs=1e-6)
            assert 2 <= len(look.views[-1][1]) < 8
        else:
            assert {name: right.tolist() for name, right in task.scores(look).items()} == {
                "place_accuracy": [1.0] * 8,
                "turn_accuracy": [1.0] * 8,
            }


def test_a_fifth_of_the_feature_is_left_out_before_the_heads(
    net: FaceNet, made_batch: Callable[..., Batch], watched_look: Any
) -> None:
    look = watched_look(net.train(), made_batch())
    PuzzlingRotation(PuzzlingRotationSettings(1.0), 8).loss(look)
    assert list(look.left_out.values()) == [0.2]
