"""The order in which a run takes its pictures: a function of the seed, the use, the epoch and nothing else.

Pictures in memory, streamed ones and those of several workers come in the same order, so that neither memory nor
workers change a run's result.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray


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
    gender_weight: float = 1.0
    source: str = ""
    part: tuple[float, float] = (0.0, 1.0)
    labels: bool = True


@dataclass(frozen=True, slots=True)
class Steps:
    """Batches of `size` rows: those of the steps `first`, `first + every`, ... below `stop`.

    Of several processes that share each batch, one makes the rows `rank`, `rank + ranks`, ...
    """

    size: int
    first: int
    stop: int
    every: int = 1
    rank: int = 0
    ranks: int = 1

    def have(self, step: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each row of a step's batch is among them."""
        ours: NDArray[np.bool_] = (step >= self.first) & (step < self.stop) & ((step - self.first) % self.every == 0)
        ours &= row % self.ranks == self.rank
        return ours


@dataclass(frozen=True, slots=True)
class Window:
    """How far a picture may be moved by the shuffle: among `blocks` blocks of `pictures` neighbours each.

    The blocks that make a window are new in every epoch. A use that fits into one window is shuffled in full.
    Streaming reads the row groups under a window together, so that each is read about once an epoch.
    """

    pictures: int = 1024
    blocks: int = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A picture of a batch: the number of its use, its position among all that this use ever takes, and its epoch."""

    use: int
    position: int
    epoch: int
    place: int


class Order:
    """Each use is gone through anew in every epoch; `places` holds, for each, the places of its pictures, rising."""

    def __init__(
        self, places: Mapping[str, NDArray[np.int64]], uses: Mapping[str, SourceUse], seed: int, window: Window
    ) -> None:
        self.uses = tuple(uses.values())
        self.seed = seed
        self.places = tuple(places[name] for name in uses)
        self._window = window

    def rows(self, step: int, size: int) -> list[Row]:
        """Every picture of a step's batch."""
        return [row for use in range(len(self.uses)) for row in self._rows(use, step, size)]

    def coming(self, row: Row, steps: Steps) -> NDArray[np.int64]:
        """The places of `row` and of what these steps take after it, to the end of its window, in order."""
        length = len(self.places[row.use])
        order, ends = _epoch(self.seed, row.use, row.epoch, length, self._window)
        offset = row.position % length
        end = int(ends[np.searchsorted(ends, offset, side="right")])
        count = self._count(row.use, steps.size)
        positions = np.arange(row.position, row.position + end - offset)
        before = sum(self._count(use, steps.size) for use in range(row.use))
        taken = steps.have(positions // count, before + positions % count)
        coming: NDArray[np.int64] = self.places[row.use][order[offset:end][taken]]
        return coming

    def longest_window(self, use: int) -> int:
        """In pictures."""
        ends = _epoch(self.seed, use, 0, len(self.places[use]), self._window)[1]
        return int(np.diff(ends, prepend=0).max())

    def _rows(self, use: int, step: int, size: int) -> Iterator[Row]:
        count, places = self._count(use, size), self.places[use]
        for position in range(step * count, (step + 1) * count):
            epoch, offset = divmod(position, len(places))
            order, _ = _epoch(self.seed, use, epoch, len(places), self._window)
            yield Row(use, position, epoch, int(places[order[offset]]))

    def _count(self, use: int, size: int) -> int:
        return _counts(size, tuple(each.share for each in self.uses))[use]


@lru_cache
def _counts(size: int, shares: tuple[float, ...]) -> tuple[int, ...]:
    """A batch of `size` split by the shares of their sum: by the largest remainder, so that it has no row more or less.

    Every use has a row, though, even in a batch of fewer rows than uses.
    """
    exact = np.array(shares) / sum(shares) * size
    counts = np.maximum(1, exact.astype(np.int64))
    while counts.sum() < size:
        counts[np.argmax(exact - counts)] += 1
    while counts.sum() > size and counts.max() > 1:
        counts[np.argmax(np.where(counts > 1, counts - exact, -np.inf))] -= 1
    return tuple(counts.tolist())


def places_of_part(places: NDArray[np.int64], use: SourceUse, source: str, seed: int) -> NDArray[np.int64]:
    """Those of a source's places that lie between two shares of its shuffled order, rising."""
    order = default_rng((seed, zlib.crc32(source.encode()))).permutation(len(places))
    first, last = (round(share * len(places)) for share in use.part)
    chosen: NDArray[np.int64] = places[np.sort(order[first:last])]
    return chosen


@lru_cache(maxsize=16)  # a use's order of this epoch and, at the seam, of the next: a few megabytes each at most
def _epoch(seed: int, use: int, epoch: int, length: int, window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A permutation of `length` and where its windows end."""
    random = default_rng((seed, use, epoch, length))
    blocks = -(-length // window.pictures)
    windows = -(-blocks // window.blocks)
    if windows == 1:
        return random.permutation(length), np.array([length])
    neighbours = np.array_split(np.arange(length), blocks)
    parts = [
        random.permutation(np.concatenate([neighbours[block] for block in chosen]))
        for chosen in np.array_split(random.permutation(blocks), windows)
    ]
    return np.concatenate(parts), np.cumsum([len(part) for part in parts])
