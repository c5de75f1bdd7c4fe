"""Small shards of pictures in all colours: several files, several row groups in each."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.face import Point
from app.domain.reading import Pose
from app.perception.crop import Crop
from trainer.data import shards
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.data.shards import write_shards

PER_GROUP, PER_SHARD = 4, 10


def _labels(number: int) -> Labels:
    votes = tuple(float(emotion == number % 8) for emotion in range(8))
    return (
        Labels(emotion=votes),
        Labels(pose=Pose(float(number), 2.5, -1.0)),
        Labels(votes, Pose(0.0, 0.0, float(number)), 1.0, movements=tuple((number + k) / 128 for k in range(52))),
        Labels(female=0.0),
    )[number % 4]


def _found(number: int) -> FoundPicture:
    pixels = np.random.default_rng(number).integers(0, 256, (16, 20, 3), dtype=np.uint8)
    image = cv2.imencode(".png", pixels)[1].tobytes()
    source, labels = ("a", "b", "a")[number % 3], _labels(number)
    crop = None if number % 5 == 0 else Crop(Point(10.0, 8.5), 12.0, float(number))
    return FoundPicture(Picture(source, f"{number}.png", Role.TRAIN, image, labels), labels, crop, number % 2 == 0)


@pytest.fixture(scope="session")
def thirty() -> tuple[FoundPicture, ...]:
    """Twenty of the source a and ten of b."""
    return tuple(_found(number) for number in range(30))


@pytest.fixture
def shards_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes training shards of ten pictures in row groups of 4, 4 and 2; gives their folder."""

    def write(pictures: tuple[FoundPicture, ...]) -> Path:
        monkeypatch.setattr(shards, "ROWS_PER_GROUP", PER_GROUP)
        monkeypatch.setattr(shards, "ROWS_PER_SHARD", PER_SHARD)
        write_shards(pictures, tmp_path / "prepared", Role.TRAIN)
        return tmp_path / "prepared"

    return write
