"""A tiny run on random pictures of two sources, one of them with a name that is half HTML."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from app.domain.reading import Pose
from app.perception.crop import whole_picture
from trainer.config import TaskSettings, TrainConfig
from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import write_shards
from trainer.data.validation_sets import validation_sets
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.puzzling import PuzzlingSettings
from trainer.tasks.puzzling_rotation import PuzzlingRotationSettings
from trainer.tasks.tile_rotation import TileRotationSettings
from trainer.training.loop import train

SIDE_PX = 24
ODD = "<odd> & co"
TASKS = TaskSettings(
    puzzling=PuzzlingSettings(weight=0.1, grid=3),
    tile_rotation=TileRotationSettings(weight=0.1, grid=2),
    puzzling_rotation=PuzzlingRotationSettings(weight=0.1, grid=2),
    in_painting=InPaintingSettings(weight=1.0),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished run and the prepared data it was trained on."""

    run: Path
    data: Path
    config: TrainConfig


def face(source: str, number: int, role: Role) -> FoundPicture:
    """Emotion, pose and gender by the number; "made" has divided votes, the odd source only emotions."""
    random = np.random.default_rng(number)
    pixels = random.integers(0, 256, (SIDE_PX, SIDE_PX, 3)).astype(np.uint8)
    votes = [0.0] * 8
    votes[number % 8], votes[(number + 1) % 8] = (6.0, 4.0) if source == "made" else (1.0, 0.0)
    labels = Labels(tuple(votes), Pose(9.0 * number - 50, 5.0, -10.0), float(number % 2))
    if source == ODD:
        labels = Labels(tuple(votes))
    picture = Picture(source, f"{number}<i>.png", role, cv2.imencode(".png", pixels)[1].tobytes(), labels)
    return FoundPicture(picture, labels, whole_picture(SIDE_PX, SIDE_PX), taught=number < 3 and source == "made")


@pytest.fixture(scope="session")
def made_run(tmp_path_factory: pytest.TempPathFactory) -> Made:
    torch.set_num_threads(1)
    data, run = tmp_path_factory.mktemp("prepared"), tmp_path_factory.mktemp("runs") / "tiny"
    pictures = {role: [face(s, n, role) for s in ("made", ODD) for n in range(12)] for role in Role}
    for role in (Role.TRAIN, Role.VALIDATION):
        write_shards(pictures[role], data, role)
    config = TrainConfig(
        size_px=SIDE_PX,
        widths=(4, 8),
        blocks=(1, 1),
        batch=8,
        steps=4,
        warmup_steps=1,
        precision="32-true",
        save_every=4,
        validate_every=2,
        augmentation=NOTHING,
        tasks=TASKS,
        sources={"made": SourceUse(0.5), ODD: SourceUse(0.5)},
    )
    training = Dataset(pictures[Role.TRAIN], config.sources, SIDE_PX)
    train(config, training, validation_sets(data, SIDE_PX), run, lambda now: None)
    return Made(run, data, config)
