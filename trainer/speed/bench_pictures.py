"""Random pictures to measure speed on where no data was prepared."""

from collections.abc import Iterator

import cv2
import numpy as np

from app.domain.face import Point
from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop
from trainer.config import TrainConfig
from trainer.data.dataset import Dataset
from trainer.data.picture import FoundPicture, Labels, Picture, Role

_PER_SOURCE = 256
_ROOM_AROUND = 1.5
"""Side of a picture over that of its crop."""


def random_pictures(config: TrainConfig) -> Dataset:
    """Pictures with every label for each source of a configuration, half as large again as the network's input."""
    sources = sorted({use.source or name for name, use in config.sources.items()})
    pictures = [picture for source in sources for picture in _pictures(source, config.size_px)]
    return Dataset(pictures, config.sources, config.size_px, config.seed)


def _pictures(source: str, size_px: int) -> Iterator[FoundPicture]:
    random, side = np.random.default_rng(len(source)), round(size_px * _ROOM_AROUND)
    for number in range(_PER_SOURCE):
        small = random.integers(0, 256, (12, 12, 3), dtype=np.uint8)
        image = cv2.imencode(".png", cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC))[1].tobytes()
        votes = tuple(float(emotion == number % len(EMOTIONS)) for emotion in range(len(EMOTIONS)))
        labels = Labels(votes, Pose(*random.uniform(-30, 30, 3)), float(number % 2))
        crop = Crop(Point(side / 2, side / 2), float(size_px), float(random.uniform(-15, 15)))
        yield FoundPicture(Picture(source, str(number), Role.TRAIN, image, labels), labels, crop, taught=False)
