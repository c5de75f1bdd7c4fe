"""Scores of a network on validation pictures, by hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from app.domain.reading import Pose
from trainer.config import TaskSettings, TrainConfig
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset
from trainer.model.facenet import Prediction
from trainer.tasks.movements import MovementsSettings
from trainer.tasks.puzzling import PuzzlingSettings
from trainer.tasks.tile_rotation import TileRotationSettings
from trainer.training.building import build_joint
from trainer.training.validation import Outputs, movement_scores, pretext_scores, run_network, scores


def rotations(*poses: tuple[float, float, float]) -> torch.Tensor:
    return torch.stack([torch.from_numpy(Pose(*pose).rotation()) for pose in poses])


def made() -> Outputs:
    emotion = torch.zeros(4, 8)
    emotion[:, 1] = 2.0  # says happiness each time
    truth = torch.eye(8)[torch.tensor([1, 1, 0, 1])]
    truth[3] = torch.tensor([0.5, 0.5, 0, 0, 0, 0, 0, 0])  # a tie does not count
    return Outputs(
        Prediction(emotion, rotations((10, 0, 0), (0, 0, 175), (0, 0, 0), (0, 0, 0)), torch.tensor([2.0, -1, 3, 0.1])),
        Batch(
            faces=torch.zeros(4, 3, 1, 1, dtype=torch.uint8),
            emotion=truth,
            emotion_weight=torch.ones(4),
            rotation=rotations((4, 3, 0), (0, 0, -179), (0, 0, 0), (0, 0, 50)),
            pose_weight=torch.tensor([1.0, 1, 1, 0]),
            female=torch.tensor([1.0, 0, 0, 0]),
            gender_weight=torch.tensor([1.0, 1, 1, 0]),
            movements=torch.zeros(4, 52),
            movements_weight=torch.zeros(4),
            key=torch.arange(4),
            place=torch.arange(4),
        ),
    )


def test_scores_by_hand() -> None:
    found = scores(made())
    assert found["emotion_accuracy"] == pytest.approx(2 / 3)
    assert found["pose_mae_deg"] == pytest.approx((6 + 3 + 6) / 9)  # 175 and -179 differ by 6, the short way round
    assert found["gender_accuracy"] == pytest.approx(2 / 3)


def test_what_has_no_labels_has_no_score() -> None:
    outputs = made()
    for weights in (outputs.batch.emotion_weight, outputs.batch.pose_weight, outputs.batch.gender_weight):
        weights.zero_()
    assert scores(outputs) == {}


TASKS = TaskSettings(puzzling=PuzzlingSettings(weight=1.0), tile_rotation=TileRotationSettings(weight=1.0, share=0.2))
CONFIG = TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1), tasks=TASKS)


def test_every_picture_is_judged_and_the_network_left_as_it_was(made_data: Callable[[], Dataset]) -> None:
    torch.set_num_threads(1)
    joint = build_joint(CONFIG, [1.0] * 8)
    before = {name: value.clone() for name, value in joint.state_dict().items() if "num_batches" not in name}
    outputs = run_network(joint.net, made_data().validation_batches(3))
    assert len(outputs.batch) == len(outputs.prediction.emotion) == 8
    found = pretext_scores(joint, made_data().validation_batches(3))
    assert set(found) == {"puzzling_accuracy", "tile_rotation_accuracy"}
    assert found == pretext_scores(joint, made_data().validation_batches(3))
    assert joint.training
    assert all(torch.equal(joint.state_dict()[name], value) for name, value in before.items())


def test_without_self_supervised_tasks_there_is_nothing_to_score(made_data: Callable[[], Dataset]) -> None:
    assert pretext_scores(build_joint(TrainConfig(widths=(4,), blocks=(1,)), [1.0] * 8), iter([])) == {}


MOVING = replace(CONFIG, tasks=TaskSettings(movements=MovementsSettings(weight=1.0)))


def test_movements_are_judged_where_they_are_known_by_how_well_they_follow(made_data: Callable[[], Dataset]) -> None:
    torch.set_num_threads(1)
    joint = build_joint(MOVING, [1.0] * 8)
    assert joint.movements is not None
    (batch,) = made_data().validation_batches(8)
    with torch.no_grad():
        said = joint.movements.said(joint.eval().look(replace(batch, movements_weight=torch.ones(8))))
    joint.train()
    truth = 0.5 + 0.4 * (said - said.mean(0)) / (said - said.mean(0)).abs().max(0).values  # follows it wherever it goes
    truth[:, 26:] = 1 - truth[:, 26:]  # and half of them turned round
    truth[:, :20] = 0.3  # some do not move
    truth[3] = 0.9  # not known: not looked at
    known = torch.tensor([1.0, 1, 1, 0, 1, 1, 1, 1])
    judged = replace(batch, movements=truth, movements_weight=known)
    halves = (slice(0, 4), slice(4, 8))
    parts = [Batch(**{name: column[rows] for name, column in judged.columns().items()}) for rows in halves]
    found = movement_scores(joint, parts)
    assert found == {"movements_correlation": pytest.approx((6 - 26) / 32, abs=1e-4)}
    assert joint.training


def test_movements_have_no_figure_without_task_or_labels(made_data: Callable[[], Dataset]) -> None:
    (batch,) = made_data().validation_batches(8)
    joint = build_joint(MOVING, [1.0] * 8)
    assert set(movement_scores(joint, [batch])) == {"movements_correlation"}
    assert movement_scores(build_joint(CONFIG, [1.0] * 8), [batch]) == {}
    unknown = replace(batch, movements_weight=torch.zeros(8))
    assert movement_scores(joint, [unknown]) == movement_scores(joint, []) == {}


def test_a_gender_just_past_even_counts_as_said() -> None:
    outputs = made()
    outputs.prediction.gender[:] = torch.tensor([0.1, -0.1, -0.1, 0.0])
    assert scores(outputs)["gender_accuracy"] == 1.0
