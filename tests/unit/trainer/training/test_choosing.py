"""Which figures can choose the best step, and which of two is better."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from app.domain.reading import Pose
from trainer.config import TaskSettings, TrainConfig
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.plain_values import ConfigError
from trainer.tasks.joint import Joint
from trainer.tasks.movements import MovementsSettings
from trainer.tasks.puzzling import PuzzlingSettings
from trainer.training.building import build_joint
from trainer.training.choosing import is_better, refuse_unmeasured


@pytest.fixture
def joint() -> Joint:
    torch.set_num_threads(1)
    tasks = TaskSettings(puzzling=PuzzlingSettings(weight=1.0, grid=2))
    return build_joint(TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1), tasks=tasks), [1.0] * 8)


def faces_with_a_pose() -> Dataset:
    """Of forty the last alone has a pose; none has another label."""
    image = cv2.imencode(".png", np.zeros((24, 24, 3), np.uint8))[1].tobytes()
    found = []
    for number in range(40):
        labels = Labels(pose=Pose(1.0, 2.0, 3.0) if number == 39 else None)
        picture = Picture("posed", str(number), Role.VALIDATION, image, labels)
        found.append(FoundPicture(picture, labels, None, taught=False))
    return Dataset(found, {"posed": SourceUse(1.0)}, 24)


@pytest.mark.parametrize("name", ["", "made_emotion_accuracy", "posed_pose_mae_deg", "posed_puzzling_accuracy"])
def test_figures_that_validation_gives_can_choose(joint: Joint, name: str, made_data: Callable[[], Dataset]) -> None:
    refuse_unmeasured(name, joint, {"posed": faces_with_a_pose(), "made": made_data()})


@pytest.mark.parametrize("name", ["posed_emotion_accuracy", "posed_gender_accuracy", "made_in_painting_ssim", "pose"])
def test_figures_without_labels_or_task_are_refused_with_those_that_can(
    joint: Joint, name: str, made_data: Callable[[], Dataset]
) -> None:
    with pytest.raises(ConfigError, match=f"posed_pose_mae_deg.*not '{name}'") as caught:
        refuse_unmeasured(name, joint, {"posed": faces_with_a_pose(), "made": made_data()})
    assert "made_gender_accuracy" in str(caught.value) and "posed_gender_accuracy," not in str(caught.value)


def test_the_correlation_of_movements_can_choose_where_they_are_learned_and_known(joint: Joint) -> None:
    image = cv2.imencode(".png", np.zeros((24, 24, 3), np.uint8))[1].tobytes()
    found = []
    for number in range(20):
        labels = Labels(movements=(number / 20,) * 52 if number > 16 else None)
        picture = Picture("moved", str(number), Role.VALIDATION, image, labels)
        found.append(FoundPicture(picture, labels, None, taught=False))
    data = {"moved": Dataset(found, {"moved": SourceUse(1.0)}, 24)}
    name = "moved_movements_correlation"
    with pytest.raises(ConfigError, match=f"not '{name}'"):
        refuse_unmeasured(name, joint, data)
    config = TrainConfig(size_px=24, widths=(4, 8), blocks=(1, 1))
    tasks = TaskSettings(movements=MovementsSettings(1.0))
    refuse_unmeasured(name, build_joint(replace(config, tasks=tasks), [1.0] * 8), data)
    assert is_better({name: 0.5}, 0.4, name)


def test_degrees_are_better_when_fewer_and_shares_when_larger() -> None:
    scored = {"a_pose_mae_deg": 5.0, "a_emotion_accuracy": 0.5}
    assert is_better(scored, 6.0, "a_pose_mae_deg") and not is_better(scored, 4.0, "a_pose_mae_deg")
    assert is_better(scored, 0.4, "a_emotion_accuracy") and not is_better(scored, 0.5, "a_emotion_accuracy")
    assert is_better(scored, None, "a_emotion_accuracy") and not is_better(scored, None, "")
