"""Prepared pictures to training and validation batches; all randomness derives from (seed, epoch, picture)."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing

import numpy as np
import torch
from numpy.random import default_rng
from numpy.typing import NDArray
from torch import Tensor

from app.domain.reading import EMOTIONS
from app.perception.crop import Crop
from trainer.data.augment import NOTHING, Augmentation, Pixels
from trainer.data.batch import Batch
from trainer.data.draws import keys_of
from trainer.data.free_memory import memory_for_pictures
from trainer.data.maker import Columns, Recipe, decoded_picture, made_columns, stacked
from trainer.data.order import Order, SourceUse, Steps, Window, places_of_part
from trainer.data.picture import DataError, FoundPicture
from trainer.data.pictures import HeldPictures, Pictures
from trainer.data.sample import Sample, labelled, sample
from trainer.data.workers import made_by_workers

__all__ = ["Dataset", "Sample", "SourceUse", "labelled"]

_WORTH_WORKERS = 32
"""So many batches at least; fewer are made before processes have started."""
_JUDGED, _JUDGED_WHOLE = SourceUse(share=1.0), SourceUse(share=1.0, whole=1.0)
"""Validation counts every label once."""


class Dataset:
    """Pictures of several uses, cut and changed anew each time.

    Decoded pictures stay in memory up to `memory_bytes` (by default half of what is free); the others are read and
    decoded again in each epoch. Batches are made by `workers` spawned processes, or with 0 on a thread of this one.
    Neither has a part in what the batches are. `pictures` may be an open set of shards, or pictures in memory.
    """

    def __init__(
        self,
        pictures: Pictures | Sequence[FoundPicture],
        uses: Mapping[str, SourceUse],
        size_px: int,
        seed: int = 0,
        memory_bytes: int | None = None,
        workers: int = 0,
    ) -> None:
        self._pictures = HeldPictures(pictures) if isinstance(pictures, Sequence) else pictures
        self.uses = uses
        self.size_px = size_px
        self.seed = seed
        self._workers = workers
        self._places = {name: self._of_use(use.source or name, use) for name, use in uses.items()}
        missing = [name for name, places in self._places.items() if not len(places)]
        if missing:
            raise DataError(f"The prepared data holds no pictures of {', '.join(missing)}; prepare or unlist them.")
        memory = memory_for_pictures() if memory_bytes is None else memory_bytes
        self._recipe = Recipe(self._pictures, Order(self._places, uses, seed, Window()), size_px, memory)
        self._decoded = self._recipe.decoded()

    def places(self, use: str) -> tuple[int, ...]:
        """Which pictures a use takes."""
        return tuple(self._places[use].tolist())

    def _of_use(self, source: str, use: SourceUse) -> NDArray[np.int64]:
        return places_of_part(self._pictures.places_of(source), use, source, self.seed)

    def training_batches(
        self, size: int, how: Augmentation, start: int, stop: int, rank: int = 0, ranks: int = 1
    ) -> Generator[Batch, None, None]:
        """The batches of the steps from `start` up to `stop`; the same step always gives the same batch.

        Of several processes each gets the rows `rank`, `rank + ranks`, ... of it. They are made ahead by a thread or
        by processes, which end with the generator: close it if you leave early. Raises DataError.
        """
        steps = Steps(size, start, stop, rank=rank, ranks=ranks)
        if self._workers and stop - start >= _WORTH_WORKERS:
            made = made_by_workers(self._recipe, steps, how, self._workers)
        else:
            made = made_columns(self._recipe, steps, how, self._decoded)
        with closing(made):
            for columns in made:
                yield _training_batch(columns, self.seed)

    def validation_batches(self, size: int) -> Iterator[Batch]:
        """Every picture once, unchanged: by its crop, or whole where no face was found or its use never crops."""
        whole = {place: use.whole >= 1 for name, use in self.uses.items() for place in self._places[name].tolist()}
        ordered = sorted(whole)
        for start in range(0, len(ordered), size):
            some = ordered[start : start + size]
            columns = stacked([self._unchanged(place, whole[place]) for place in some])
            columns["place"] = np.arange(start, start + len(some))
            yield _batch(columns, keys_of(0, torch.zeros(len(some), dtype=torch.int64), _tensor(columns["place"])))

    def rows(self, step: int, size: int) -> Iterator[tuple[SourceUse, int, int]]:
        """Use, epoch and place of every picture of a step's batch; each use is gone through anew in every epoch."""
        for row in self._recipe.order.rows(step, size):
            yield self._recipe.order.uses[row.use], row.epoch, row.place

    def picture(self, place: int) -> FoundPicture:
        """A picture by its place, with its labels, still encoded. By rising places each row group is read once."""
        return self._pictures.picture(place)

    def crop(self, place: int) -> Crop | None:
        """Of a picture by its place; None where no face was found. Nothing is read for it."""
        return self._pictures.known(place)[1]

    def emotion_counts(self) -> tuple[float, ...]:
        """How many training pictures show each emotion; a picture of divided votes counts in parts."""
        places = {
            place
            for name, use in self.uses.items()
            if use.labels and use.emotion_weight
            for place in self._places[name].tolist()
        }
        used = [self._pictures.known(place)[0].emotion for place in sorted(places)]
        shares = [[vote / sum(votes) for vote in votes] for votes in used if votes]
        return tuple(map(sum, zip(*shares, strict=True))) if shares else (0.0,) * len(EMOTIONS)

    def _unchanged(self, place: int, whole: bool) -> Sample:
        labels, crop = self._pictures.known(place)
        use = _JUDGED_WHOLE if whole else _JUDGED
        return sample(self._pixels(place), labels, crop, use, NOTHING, default_rng(0), self.size_px)

    def _pixels(self, place: int) -> Pixels:
        pixels = self._decoded.get(place)
        if pixels is None:
            pixels = decoded_picture(self._pictures, place, self._pictures.images([place])[place])
            self._decoded.offer(place, pixels)
        return pixels


def _training_batch(columns: Columns, seed: int) -> Batch:
    return _batch(columns, keys_of(seed, _tensor(columns.pop("epoch")), _tensor(columns.pop("picture"))))


def _batch(columns: Columns, keys: Tensor) -> Batch:
    tensors = {name: _tensor(column) for name, column in columns.items()}
    faces = tensors.pop("faces").permute(0, 3, 1, 2)  # [n, 3, px, px], channels last in memory
    return Batch(faces=faces, key=keys, **tensors)


def _tensor(column: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(column)
