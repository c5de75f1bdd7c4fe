"""Prepared pictures to training and validation batches; all randomness derives from (seed, position)."""

from collections.abc import Generator as Batches
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import torch
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop, cut, rotation_in_crop, whole_picture
from trainer.data.augment import NOTHING, Augmentation, Pixels, changed_crop, changed_detail, changed_light
from trainer.data.batch import Batch
from trainer.data.picture import DataError, FoundPicture, decode

_AHEAD = 4
"""Batches made ahead of the training step."""


@dataclass(frozen=True, slots=True)
class SourceUse:
    """How a source is used: its share of each batch, how often the picture is taken whole instead of by the
    detector's box (only for sets of tight crops), and how much its labels count."""

    share: float
    whole: float = 0.0
    emotion_weight: float = 1.0
    pose_weight: float = 1.0


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


class Dataset:
    """Pictures in memory, decoded once, cut and changed anew each time."""

    def __init__(self, pictures: Sequence[FoundPicture], uses: Mapping[str, SourceUse], size_px: int) -> None:
        self._pictures = pictures
        self._uses = uses
        self._size_px = size_px
        self._pixels: list[Pixels | None] = [None] * len(pictures)
        self._places = {
            source: np.array([i for i, found in enumerate(pictures) if found.picture.source == source])
            for source in uses
        }
        missing = [source for source, places in self._places.items() if not len(places)]
        if missing:
            raise DataError(f"The prepared data holds no pictures of {', '.join(missing)}; prepare or unlist them.")

    def training_batches(
        self, size: int, how: Augmentation, seed: int, start: int, stop: int
    ) -> Batches[Batch, None, None]:
        """The batches of the steps from `start` up to `stop`; the same step always gives the same batch.

        They are made ahead on a thread, which ends with the generator: close it if you leave early.
        """
        with ThreadPoolExecutor(1, "poise-batches") as pool:

            def make(step: int) -> Batch:
                return self._training_batch(step, size, how, seed)

            waiting = [pool.submit(make, step) for step in range(start, min(start + _AHEAD, stop))]
            for step in range(start, stop):
                batch = waiting.pop(0).result()
                if step + _AHEAD < stop:
                    waiting.append(pool.submit(make, step + _AHEAD))
                yield batch

    def validation_batches(self, size: int, whole: bool = False) -> Iterator[Batch]:
        """Every picture once, unchanged, by its crop, or taken whole where asked or where no face was found."""
        for start in range(0, len(self._pictures), size):
            places = range(start, min(start + size, len(self._pictures)))
            yield _stacked([self._sample(place, NOTHING, default_rng(0), float(whole)) for place in places])

    def emotion_counts(self) -> tuple[float, ...]:
        """How many pictures show each of the eight emotions; a picture of divided votes counts in parts."""
        voted = [found.labels.emotion for found in self._pictures if found.labels.emotion]
        shares = [[vote / sum(votes) for vote in votes] for votes in voted]
        return tuple(map(sum, zip(*shares, strict=True))) if shares else (0.0,) * len(EMOTIONS)

    def _training_batch(self, step: int, size: int, how: Augmentation, seed: int) -> Batch:
        samples = []
        for number, (source, use) in enumerate(self._uses.items()):
            count = self._count(source, size)
            for position in range(step * count, (step + 1) * count):
                random = default_rng((seed, number, position))
                place = self._place(source, number, position, seed)
                samples.append(self._sample(place, how, random, use.whole))
        return _stacked(samples)

    def _count(self, source: str, size: int) -> int:
        return max(1, round(size * self._uses[source].share))

    def _place(self, source: str, number: int, position: int, seed: int) -> int:
        """Each source is gone through in a fresh order per round."""
        places = self._places[source]
        round_, offset = divmod(position, len(places))
        return int(places[_order(seed, number, round_, len(places))[offset]])

    def _sample(self, place: int, how: Augmentation, random: Generator, whole: float) -> Sample:
        found = self._pictures[place]
        pixels = self._decoded(place)
        crop = found.crop
        if crop is None or random.random() < whole:
            crop = whole_picture(pixels.shape[1], pixels.shape[0])
        crop = changed_crop(crop, how, random)
        face = changed_detail(changed_light(cut(pixels, crop, self._size_px), how, random), how, random)
        pose = found.labels.pose
        if random.random() < how.flip:
            face = np.ascontiguousarray(face[:, ::-1])
            crop, pose = _flipped(crop, pose)
        return _labelled(face, found, crop, pose, self._uses[found.picture.source])

    def _decoded(self, place: int) -> Pixels:
        pixels = self._pixels[place]
        if pixels is None:
            pixels = decode(self._pictures[place].picture.image)
            self._pixels[place] = pixels
        return pixels


@lru_cache(maxsize=32)  # a source's order of this round and, at the seam, of the next
def _order(seed: int, number: int, round_: int, length: int) -> NDArray[np.int64]:
    return default_rng((seed, number, round_, length)).permutation(length)


def _flipped(crop: Crop, pose: Pose | None) -> tuple[Crop, Pose | None]:
    """A mirrored face turns and tilts the other way, and so did its crop."""
    mirrored = None if pose is None else Pose(-pose.yaw_deg, pose.pitch_deg, -pose.roll_deg)
    return Crop(crop.centre, crop.side_px, -crop.turn_deg), mirrored


def _labelled(face: Pixels, found: FoundPicture, crop: Crop, pose: Pose | None, use: SourceUse) -> Sample:
    emotion, female = found.labels.emotion, found.labels.female
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


def _stacked(samples: Sequence[Sample]) -> Batch:
    pixels = torch.from_numpy(np.stack([sample.pixels for sample in samples]))
    rotation = np.stack([sample.rotation for sample in samples])

    def column(name: str) -> torch.Tensor:
        return torch.tensor([getattr(sample, name) for sample in samples], dtype=torch.float32)

    return Batch(
        faces=pixels.permute(0, 3, 1, 2),  # [n, 3, px, px], channels last in memory
        emotion=column("emotion"),
        emotion_weight=column("emotion_weight"),
        rotation=torch.from_numpy(rotation).float(),
        pose_weight=column("pose_weight"),
        female=column("female"),
        gender_weight=column("gender_weight"),
    )


cv2.setNumThreads(1)  # pictures are small: cv2's own threads would only disturb the training step's
