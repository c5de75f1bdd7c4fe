"""Prepared pictures to training and validation batches; all randomness derives from (seed, epoch, picture)."""

import zlib
from collections.abc import Generator as Batches
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import torch
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from torch import Tensor

from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop, cut, rotation_in_crop, whole_picture
from trainer.data.ahead import made_ahead
from trainer.data.augment import NOTHING, Augmentation, Pixels, changed_crop, changed_detail, changed_light
from trainer.data.batch import Batch
from trainer.data.picture import DataError, FoundPicture, Labels, decode
from trainer.draws import keys_of


@dataclass(frozen=True, slots=True)
class SourceUse:
    """How pictures are used: their share of each batch, how often a picture is taken whole instead of by the
    detector's box (only for sets of tight crops), and how much its labels count.

    `source` names the set; by default it is the name of the use. `part` takes the pictures between two shares of the
    set in an order that the seed shuffles, so that (0, 0.2) and (0.2, 1) share none. Without `labels` only the
    self-supervised tasks see them.
    """

    share: float
    whole: float = 0.0
    emotion_weight: float = 1.0
    pose_weight: float = 1.0
    source: str = ""
    part: tuple[float, float] = (0.0, 1.0)
    labels: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One face as numpy: pixels uint8 [px, px, 3] RGB and its labels with their weights."""

    pixels: Pixels
    emotion: tuple[float, ...]
    emotion_weight: float
    rotation: NDArray[np.floating]
    pose_weight: float
    female: float
    gender_weight: float


_JUDGED = SourceUse(share=1.0)
"""Validation counts every label once."""


class Dataset:
    """Pictures in memory, decoded once, cut and changed anew each time."""

    def __init__(
        self, pictures: Sequence[FoundPicture], uses: Mapping[str, SourceUse], size_px: int, seed: int = 0
    ) -> None:
        self._pictures = pictures
        self.uses = uses
        self.size_px = size_px
        self.seed = seed
        self._pixels: list[Pixels | None] = [None] * len(pictures)
        self._places = {name: self._of_use(use.source or name, use.part) for name, use in uses.items()}
        missing = [name for name, places in self._places.items() if not len(places)]
        if missing:
            raise DataError(f"The prepared data holds no pictures of {', '.join(missing)}; prepare or unlist them.")

    def places(self, use: str) -> tuple[int, ...]:
        """Which pictures a use takes."""
        return tuple(self._places[use].tolist())

    def _of_use(self, source: str, part: tuple[float, float]) -> NDArray[np.int64]:
        """Places of a source's pictures between two shares of its shuffled order, rising."""
        places = np.array([i for i, found in enumerate(self._pictures) if found.picture.source == source], np.int64)
        order = default_rng((self.seed, zlib.crc32(source.encode()))).permutation(len(places))
        first, last = (round(share * len(places)) for share in part)
        chosen: NDArray[np.int64] = places[np.sort(order[first:last])]
        return chosen

    def training_batches(
        self, size: int, how: Augmentation, start: int, stop: int, rank: int = 0, ranks: int = 1
    ) -> Batches[Batch, None, None]:
        """The batches of the steps from `start` up to `stop`; the same step always gives the same batch.

        Of several processes each gets the rows `rank`, `rank + ranks`, ... of it.

        They are made ahead on a thread, which ends with the generator: close it if you leave early.
        """
        return made_ahead(lambda step: self._training_batch(step, size, how, rank, ranks), start, stop)

    def validation_batches(self, size: int) -> Iterator[Batch]:
        """Every picture once, unchanged: by its crop, or whole where no face was found or its use never crops."""
        whole = {use.source or name for name, use in self.uses.items() if use.whole >= 1}
        for start in range(0, len(self._pictures), size):
            places = range(start, min(start + size, len(self._pictures)))
            samples = [
                self._sample(place, NOTHING, default_rng(0), _JUDGED, self._pictures[place].picture.source in whole)
                for place in places
            ]
            yield _stacked(
                samples, keys_of(0, torch.zeros(len(places), dtype=torch.int64), torch.tensor(places)), start
            )

    def rows(self, step: int, size: int) -> Iterator[tuple[SourceUse, int, int]]:
        """Use, epoch and place of every picture of a step's batch; each use is gone through anew in every epoch."""
        for number, (name, use) in enumerate(self.uses.items()):
            count, places = self._count(name, size), self._places[name]
            for position in range(step * count, (step + 1) * count):
                epoch, offset = divmod(position, len(places))
                yield use, epoch, int(places[_order(self.seed, number, epoch, len(places))[offset]])

    def picture(self, place: int) -> FoundPicture:
        """A picture by its place, with its labels, still encoded."""
        return self._pictures[place]

    def emotion_counts(self) -> tuple[float, ...]:
        """How many training pictures show each emotion; a picture of divided votes counts in parts."""
        places = {
            place
            for name, use in self.uses.items()
            if use.labels and use.emotion_weight
            for place in self._places[name].tolist()
        }
        used = [self._pictures[place].labels.emotion for place in sorted(places)]
        shares = [[vote / sum(votes) for vote in votes] for votes in used if votes]
        return tuple(map(sum, zip(*shares, strict=True))) if shares else (0.0,) * len(EMOTIONS)

    def _training_batch(self, step: int, size: int, how: Augmentation, rank: int, ranks: int) -> Batch:
        rows = list(self.rows(step, size))[rank::ranks]
        samples = [
            self._sample(place, how, default_rng((self.seed, epoch, place)), use, use.whole)
            for use, epoch, place in rows
        ]
        epochs, places = (torch.tensor([row[column] for row in rows]) for column in (1, 2))
        return _stacked(samples, keys_of(self.seed, epochs, places), rank, ranks)

    def _count(self, name: str, size: int) -> int:
        return max(1, round(size * self.uses[name].share))

    def _sample(self, place: int, how: Augmentation, random: Generator, use: SourceUse, whole: float) -> Sample:
        found = self._pictures[place]
        pixels = self._decoded(place)
        crop = found.crop
        if crop is None or random.random() < whole:
            crop = whole_picture(pixels.shape[1], pixels.shape[0])
        crop = changed_crop(crop, how, random)
        face = changed_detail(changed_light(cut(pixels, crop, self.size_px), how, random), how, random)
        pose = found.labels.pose if use.labels else None
        if random.random() < how.flip:
            face = np.ascontiguousarray(face[:, ::-1])
            crop, pose = _flipped(crop, pose)
        return labelled(face, found.labels if use.labels else Labels(), crop, pose, use)

    def _decoded(self, place: int) -> Pixels:
        pixels = self._pixels[place]
        if pixels is None:
            pixels = decode(self._pictures[place].picture.image)
            self._pixels[place] = pixels
        return pixels


@lru_cache(maxsize=32)  # a use's order of this epoch and, at the seam, of the next
def _order(seed: int, number: int, epoch: int, length: int) -> NDArray[np.int64]:
    return default_rng((seed, number, epoch, length)).permutation(length)


def _flipped(crop: Crop, pose: Pose | None) -> tuple[Crop, Pose | None]:
    """A mirrored face turns and tilts the other way, and so did its crop."""
    mirrored = None if pose is None else Pose(-pose.yaw_deg, pose.pitch_deg, -pose.roll_deg)
    return Crop(crop.centre, crop.side_px, -crop.turn_deg), mirrored


def labelled(face: Pixels, labels: Labels, crop: Crop, pose: Pose | None, use: SourceUse) -> Sample:
    """A cut face with its labels as the network learns them; `pose` is the head's in the picture."""
    emotion, female = labels.emotion, labels.female
    total = sum(emotion) if emotion else 1.0
    return Sample(
        pixels=face,
        emotion=tuple(value / total for value in emotion) if emotion else (1 / len(EMOTIONS),) * len(EMOTIONS),
        emotion_weight=use.emotion_weight if emotion else 0.0,
        rotation=np.eye(3) if pose is None else rotation_in_crop(pose.rotation(), crop),
        pose_weight=0.0 if pose is None else use.pose_weight,
        female=0.0 if female is None else female,
        gender_weight=0.0 if female is None else 1.0,
    )


def _stacked(samples: Sequence[Sample], keys: Tensor, first: int, ranks: int = 1) -> Batch:
    pixels = torch.from_numpy(np.stack([sample.pixels for sample in samples]))
    rotation = np.stack([sample.rotation for sample in samples])

    def column(name: str) -> Tensor:
        return torch.tensor([getattr(sample, name) for sample in samples], dtype=torch.float32)

    return Batch(
        faces=pixels.permute(0, 3, 1, 2),  # [n, 3, px, px], channels last in memory
        emotion=column("emotion"),
        emotion_weight=column("emotion_weight"),
        rotation=torch.from_numpy(rotation).float(),
        pose_weight=column("pose_weight"),
        female=column("female"),
        gender_weight=column("gender_weight"),
        key=keys,
        place=torch.arange(len(samples)) * ranks + first,
    )


cv2.setNumThreads(1)  # pictures are small: cv2's own threads would only disturb the training step's
