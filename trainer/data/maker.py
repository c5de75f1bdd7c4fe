"""Training batches as columns of numpy, made without torch, so that a loader process is small and quick to start."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from trainer.data.augment import Augmentation, Pixels
from trainer.data.order import Order, Row, Steps
from trainer.data.picture import DataError, decode
from trainer.data.pictures import Pictures
from trainer.data.read_ahead import ReadAhead, made_ahead, most_held_bytes
from trainer.data.sample import Sample, sample

_BYTES_BESIDE = 200
"""Of Python's and numpy's own for each picture."""


class Decoded:
    """By place. What came first stays: pictures come in another order every epoch, so none is worth more."""

    def __init__(self, limit_bytes: float) -> None:
        self._pixels = dict[int, Pixels]()
        self._room_bytes = limit_bytes

    def __contains__(self, place: object) -> bool:
        return place in self._pixels

    def get(self, place: int) -> Pixels | None:
        return self._pixels.get(place)

    def offer(self, place: int, pixels: Pixels) -> None:
        """Kept if it fits."""
        size = pixels.nbytes + _BYTES_BESIDE
        if size <= self._room_bytes and place not in self._pixels:
            self._room_bytes -= size
            self._pixels[place] = pixels


Columns = dict[str, NDArray[np.generic]]
"""Of a Batch, with faces uint8 [n, px, px, 3]; but `epoch` and `picture` int64 [n] instead of the key."""

_LABELS = (
    "emotion",
    "emotion_weight",
    "rotation",
    "pose_weight",
    "female",
    "gender_weight",
    "movements",
    "movements_weight",
)

_ENCODED_PART = 0.5
"""Of the memory, at most, for encoded pictures that are read ahead; decoded ones get what these leave."""


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """All that decides the batches, and the memory for pictures that may be taken for them."""

    pictures: Pictures
    order: Order
    size_px: int
    memory_bytes: int

    def decoded(self) -> Decoded:
        """An empty store for decoded pictures, with what is left for them."""
        return Decoded(self.memory_bytes - most_held_bytes(self.pictures, self.order, self.encoded_bytes))

    @property
    def encoded_bytes(self) -> float:
        return _ENCODED_PART * self.memory_bytes


def made_columns(recipe: Recipe, steps: Steps, how: Augmentation, decoded: Decoded) -> Generator[Columns, None, None]:
    """The batches of the steps, made ahead on a thread, which ends with the generator. Raises DataError."""
    maker = _Maker(recipe, steps, how, decoded)
    numbers = range(steps.first, steps.stop, steps.every)
    return made_ahead(lambda number: maker.columns(numbers[number]), 0, len(numbers))


class _Maker:
    def __init__(self, recipe: Recipe, steps: Steps, how: Augmentation, decoded: Decoded) -> None:
        self._recipe = recipe
        self._steps = steps
        self._how = how
        self._decoded = decoded
        self._ahead = ReadAhead(recipe.pictures, recipe.order, steps, recipe.encoded_bytes, decoded)

    def columns(self, step: int) -> Columns:
        steps = self._steps
        rows = self._recipe.order.rows(step, steps.size)[steps.rank :: steps.ranks]
        found = stacked([self._sample(row) for row in rows])
        found["epoch"] = np.array([row.epoch for row in rows])
        found["picture"] = np.array([row.place for row in rows])
        found["place"] = np.arange(len(rows)) * steps.ranks + steps.rank
        return found

    def _sample(self, row: Row) -> Sample:
        recipe = self._recipe
        labels, crop = recipe.pictures.known(row.place)
        random = default_rng((recipe.order.seed, row.epoch, row.place))
        use = recipe.order.uses[row.use]
        return sample(self._pixels(row), labels, crop, use, self._how, random, recipe.size_px)

    def _pixels(self, row: Row) -> Pixels:
        pixels = self._decoded.get(row.place)
        if pixels is None:
            pixels = decoded_picture(self._recipe.pictures, row.place, self._ahead.image(row))
            self._decoded.offer(row.place, pixels)
        return pixels


def decoded_picture(pictures: Pictures, place: int, image: bytes) -> Pixels:
    """Raises DataError, which names file and row."""
    try:
        return decode(image)
    except ValueError as error:
        raise DataError(f"{pictures.named(place)}: {error}; run `poise-train prepare` again.") from error


def stacked(samples: Sequence[Sample]) -> Columns:
    """The samples' fields as columns; labels are float32."""
    columns: Columns = {"faces": np.stack([sample.pixels for sample in samples])}
    for name in _LABELS:
        columns[name] = np.array([getattr(sample, name) for sample in samples], np.float32)
    return columns
