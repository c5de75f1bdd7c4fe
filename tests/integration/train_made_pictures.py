"""Small runs on made pictures, for tests that start them as a process: FOLDER SETTINGS-AS-JSON, and more of the two."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from app.domain.reading import Pose
from app.perception.crop import whole_picture
from trainer.config import TrainConfig
from trainer.data.dataset import Dataset
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.training.loop import Progress, train

SIDE, COUNT = 24, 24


def pictures() -> list[FoundPicture]:
    """Some with every label, some with few, some with none."""
    random, found = np.random.default_rng(4), []
    for number in range(COUNT):
        pixels = random.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
        labels = Labels(
            emotion=tuple(float(place == number % 8) for place in range(8)) if number % 3 else None,
            pose=Pose(2.0 * number, -number, 5.0) if number % 4 else None,
            female=float(number % 2) if number % 5 else None,
        )
        picture = Picture("made", str(number), Role.TRAIN, cv2.imencode(".png", pixels)[1].tobytes(), labels)
        found.append(FoundPicture(picture, labels, whole_picture(SIDE, SIDE), taught=False))
    return found


def configuration(balance: str = "fixed", **changes: Any) -> TrainConfig:
    tile = {"weight": 0.1, "grid": 2}
    plain: dict[str, Any] = {
        "size_px": SIDE,
        "widths": [8, 16],
        "blocks": [1, 1],
        "normalisation": "group",
        "batch": 12,
        "steps": 4,
        "warmup_steps": 1,
        "learning_rate": 3e-4,  # AdamW turns the rounding of gradients near zero into a share of it
        "precision": "32-true",
        "augmentation": {"cutout": 0.5},
        "tasks": {
            "balance": balance,
            "puzzling": {**tile, "variant": "multi-view", "share": 0.5},
            "tile_rotation": tile,
            "puzzling_rotation": {**tile, "share": 0.5},
            "in_painting": {"weight": 1.0, "share": 0.5},
        },
        "sources": {"made": {"share": 1.0}},
        **changes,
    }
    return TrainConfig.from_dict(plain)


def main(folder: Path, settings: dict[str, Any]) -> None:
    torch.set_num_threads(1)
    slow_s = settings.pop("slow_s", 0.0)
    config = configuration(**settings)
    data = Dataset(pictures(), config.sources, config.size_px, config.seed)

    def report(now: Progress) -> None:
        time.sleep(slow_s)

    train(config, data, {}, folder, report, accelerator="cpu")


if __name__ == "__main__":
    for each, settings in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        main(Path(each), json.loads(settings))
