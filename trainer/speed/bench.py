"""How fast a network trains: the bare step, the making of batches, and the real loop, measured in rounds."""

import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import psutil
import torch
from lightning.fabric import Fabric

from app.domain.face import Point
from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop
from trainer.config import TrainConfig
from trainer.data.augment import Augmentation
from trainer.data.batch import Batch, TrainingData
from trainer.data.dataset import Dataset
from trainer.data.picture import FoundPicture, Labels, Picture, Role
from trainer.training.building import build_joint
from trainer.training.loop import Progress, train
from trainer.training.optimising import build_optimiser

_UNTIMED = 6
"""Steps before the clock starts: more than batches are made ahead, so that none of those made before it counts."""


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of one step: of the bare model, of a batch being made, of the real loop, and waiting for data in it."""

    model_s: float
    data_s: float
    loop_s: float
    waiting_s: float


@dataclass(frozen=True, slots=True)
class Speed:
    """The rounds measured on one kind of device, "cpu" or "cuda". Figures are medians of the rounds."""

    device: str
    batch: int
    rounds: tuple[Round, ...]
    peak_bytes: int | None

    @property
    def aim(self) -> float:
        """What share of what is possible the loop should reach."""
        return 0.8 if self.device == "cuda" else 0.9

    @property
    def share(self) -> float:
        """The loop's speed in that of its parts: on the CPU model plus batches, on a GPU the model alone."""
        counted = 0.0 if self.device == "cuda" else 1.0
        return median((each.model_s + counted * each.data_s) / each.loop_s for each in self.rounds)

    @property
    def waiting_share(self) -> float:
        return median(each.waiting_s / each.loop_s for each in self.rounds)

    def pictures_per_s(self, kind: str) -> float:
        """`kind` is model, data or loop."""
        return self.batch / float(median(getattr(each, f"{kind}_s") for each in self.rounds))


def measure(
    config: TrainConfig, data: TrainingData, device: torch.device, steps: int, rounds: int, tell: Callable[[int], None]
) -> Speed:
    """So many rounds of so many steps of each kind, after some that are not timed; `tell` hears of finished rounds.

    Pictures have been decoded before the clock starts.
    """
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
    _seconds_per_batch(config, data, device, steps)
    bare, found = _BareStep(config, data, device), list[Round]()
    for number in range(rounds):
        model_s = bare.seconds(steps)
        data_s = _seconds_per_batch(config, data, device, steps)
        found.append(Round(model_s, data_s, *_loop_seconds(config, data, device, steps)))
        tell(number + 1)
    return Speed(device.type, config.batch, tuple(found), _peak_bytes(device))


class _BareStep:
    """Forward, backward and optimiser on a batch that lies ready."""

    def __init__(self, config: TrainConfig, data: TrainingData, device: torch.device) -> None:
        self._device = device
        self._fabric = Fabric(accelerator=device.type, devices=1, precision=config.precision)
        joint = build_joint(config, data.emotion_counts())
        joint.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this keyword
        self._joint, self._optimiser = self._fabric.setup(joint, build_optimiser(joint, config))
        with closing(data.training_batches(config.batch, config.augmentation, 0, 1)) as batches:
            self._batch = next(batches).to(device)

    def seconds(self, steps: int) -> float:
        for _ in range(2):
            self._step()
        start = _now(self._device)
        for _ in range(steps):
            self._step()
        return (_now(self._device) - start) / steps

    def _step(self) -> None:
        total, _ = self._joint(self._batch.columns(), 1)
        self._optimiser.zero_grad()
        self._fabric.backward(total)
        self._optimiser.step()


def _seconds_per_batch(config: TrainConfig, data: TrainingData, device: torch.device, steps: int) -> float:
    with closing(data.training_batches(config.batch, config.augmentation, 0, _UNTIMED + 2 * steps)) as batches:
        for _ in islice(batches, _UNTIMED):
            pass
        start = _now(device)
        for _ in islice(batches, steps):
            pass
        return (_now(device) - start) / steps


def _loop_seconds(config: TrainConfig, data: TrainingData, device: torch.device, steps: int) -> tuple[float, float]:
    """Of a step of `train` itself, and how much of that it waits for its batch."""
    watched, ends = _Watched(data), list[float]()
    last = _UNTIMED + steps
    longer = replace(config, steps=max(config.steps, last + 2 * steps))

    def hear(progress: Progress) -> None:
        if progress.step >= _UNTIMED:
            ends.append(_now(device))
        if progress.step == last:
            raise _EnoughError

    try:
        with tempfile.TemporaryDirectory(prefix="poise-bench-") as folder:
            train(longer, watched, {}, Path(folder), hear, device.type)
    except _EnoughError:
        pass
    return (ends[-1] - ends[0]) / steps, sum(watched.waits_s[_UNTIMED:last]) / steps


class _EnoughError(Exception):
    """Ends a run that has been watched long enough."""


@dataclass(slots=True)
class _Watched:
    """Training data that notes how long each batch was waited for."""

    data: TrainingData
    waits_s: list[float] = field(default_factory=list)

    def places(self, use: str) -> tuple[int, ...]:
        return self.data.places(use)

    def emotion_counts(self) -> tuple[float, ...]:
        return self.data.emotion_counts()

    def training_batches(
        self, size: int, how: Augmentation, start: int, stop: int, rank: int = 0, ranks: int = 1
    ) -> Generator[Batch, None, None]:
        with closing(self.data.training_batches(size, how, start, stop, rank, ranks)) as batches:
            begun = time.perf_counter()
            for batch in batches:
                self.waits_s.append(time.perf_counter() - begun)
                yield batch
                begun = time.perf_counter()


def _now(device: torch.device) -> float:
    """The time at which the device has done what it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter()


def _peak_bytes(device: torch.device) -> int | None:
    """Of the GPU's memory, or the process's; psutil knows the latter on Windows alone."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


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
