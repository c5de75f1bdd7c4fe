"""What a configuration is built into, and the weights it starts from."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from trainer.config import TaskSettings, TrainConfig
from trainer.model.stages import BackboneError
from trainer.tasks.emotion import EmotionTask
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.movements import MovementsSettings
from trainer.tasks.perceptual import Perceptual
from trainer.tasks.puzzling import PuzzlingSettings, Variant
from trainer.tasks.tile_rotation import TileRotationSettings
from trainer.training.building import build_joint, build_net
from trainer.training.checkpoint import Checkpoint, CheckpointError, save_checkpoint

TINY = TrainConfig(size_px=32, widths=(4, 4, 4, 8), blocks=(1, 1, 1, 1))
EVEN = [1.0] * 8


def test_by_default_only_the_supervised_tasks_run() -> None:
    joint = build_joint(TINY, EVEN)
    assert [task.name for task in joint.tasks] == ["emotion", "pose", "gender"]
    assert not joint.auxiliary_state()


def test_any_subset_of_tasks_runs() -> None:
    tasks = TaskSettings(emotion=0, gender=0, tile_rotation=TileRotationSettings(weight=0.5))
    assert [task.name for task in build_joint(replace(TINY, tasks=tasks), EVEN).tasks] == ["pose", "tile_rotation"]


def test_movements_leave_every_other_weight_as_it_begins_without_them() -> None:
    puzzling = PuzzlingSettings(weight=0.1)
    joints = []
    for weight in (0.0, 1.0):
        torch.manual_seed(5)
        tasks = TaskSettings(puzzling=puzzling, movements=MovementsSettings(weight))
        joints.append(build_joint(replace(TINY, tasks=tasks), EVEN))
    without, beside = joints
    assert [task.name for task in beside.tasks] == ["emotion", "pose", "gender", "movements", "puzzling"]
    state = beside.state_dict()
    assert all(torch.equal(state[name], value) for name, value in without.state_dict().items())
    assert not [name for name in without.state_dict() if "movements" in name]


def test_movements_alone_see_whole_faces_that_keep_their_own_statistics() -> None:
    tasks = TaskSettings(emotion=0, pose=0, gender=0, movements=MovementsSettings(1.0))
    joint = build_joint(replace(TINY, tasks=replace(tasks, puzzling=PuzzlingSettings(weight=0.1))), EVEN)
    assert joint._statistics is tasks.statistics


def test_class_weights_come_from_the_training_pictures() -> None:
    tasks = TaskSettings(class_weights=True, class_weight_cap=4.0)
    emotion = build_joint(replace(TINY, tasks=tasks), [80, 40, 20, 10, 80, 80, 80, 0]).tasks[0]
    assert isinstance(emotion, EmotionTask)
    assert emotion.class_weights == (1, 2, 4, 4, 1, 1, 1, 4)


def test_the_emotion_task_knows_the_puzzle_whose_views_it_shares() -> None:
    tasks = TaskSettings(puzzling=PuzzlingSettings(weight=1.0, variant=Variant.SINGLE_IMAGE))
    joint = build_joint(replace(TINY, tasks=tasks), EVEN)
    emotion = joint.tasks[0]
    assert isinstance(emotion, EmotionTask)
    assert emotion.puzzling is joint.pretexts["puzzling"]


def test_a_frozen_copy_of_an_earlier_encoder_compares_pictures(tmp_path: Path) -> None:
    earlier = build_net(TINY)
    save_checkpoint(Checkpoint(1, TINY, {}, earlier.state_dict(), {}), tmp_path / "first.ckpt")
    painting = InPaintingSettings(
        weight=1.0, perceptual=Perceptual.ENCODER, perceptual_file=str(tmp_path / "first.ckpt")
    )
    joint = build_joint(replace(TINY, tasks=TaskSettings(in_painting=painting)), EVEN)
    columns = {
        "faces": torch.randint(0, 256, (4, 3, 32, 32), dtype=torch.uint8),
        "emotion": torch.full((4, 8), 1 / 8),
        "rotation": torch.eye(3).expand(4, 3, 3),
        "movements": torch.zeros(4, 52),
        "movements_weight": torch.zeros(4),
        **{name: torch.ones(4) for name in ("emotion_weight", "pose_weight", "female", "gender_weight")},
        **{name: torch.arange(4) for name in ("key", "place")},
    }
    total, losses = joint(columns, step=1)
    total.backward()
    assert set(losses) == {"emotion", "pose", "gender", "in_painting"}
    decoder = joint.get_submodule("pretexts.in_painting.decoder.paint")
    assert decoder.weight.grad is not None
    assert not [name for name in joint.state_dict() if "frozen" in name]


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"absent\.ckpt"):
        build_joint(replace(TINY, initial=str(tmp_path / "absent.ckpt")), EVEN)
    with pytest.raises(BackboneError, match=r"absent\.safetensors"):
        build_joint(replace(TINY, initial=str(tmp_path / "absent.safetensors")), EVEN)
    painting = InPaintingSettings(
        weight=1.0, perceptual=Perceptual.VGG16, perceptual_file=str(tmp_path / "no.safetensors")
    )
    with pytest.raises(BackboneError, match=r"no\.safetensors"):
        build_joint(replace(TINY, tasks=TaskSettings(in_painting=painting)), EVEN)


def test_the_checkpoint_of_another_backbone_is_refused(tmp_path: Path) -> None:
    save_checkpoint(Checkpoint(1, TINY, {}, build_net(TINY).state_dict(), {}), tmp_path / "other.ckpt")
    start = replace(TINY, widths=(4, 8), blocks=(1, 1), initial=str(tmp_path / "other.ckpt"))
    with pytest.raises(CheckpointError, match=r"other\.ckpt holds another backbone"):
        build_joint(start, EVEN)
