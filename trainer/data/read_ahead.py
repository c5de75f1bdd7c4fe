"""Things got ahead of their use: batches, and encoded pictures, as many of those wanted next as memory allows."""

from collections.abc import Callable, Container, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from trainer.data.order import Order, Row, Steps
from trainer.data.pictures import Pictures

_T = TypeVar("_T")
_AHEAD = 4


def made_ahead(make: Callable[[int], _T], start: int, stop: int) -> Generator[_T, None, None]:
    """What `make` gives for each number from `start` up to `stop`; the thread ends with the generator."""
    pool = ThreadPoolExecutor(1, "poise-batches")
    try:
        waiting = [pool.submit(make, number) for number in range(start, min(start + _AHEAD, stop))]
        for number in range(start, stop):
            made = waiting.pop(0).result()
            if number + _AHEAD < stop:
                waiting.append(pool.submit(make, number + _AHEAD))
            yield made
    finally:
        pool.shutdown(cancel_futures=True)  # waits for the one in the making alone


class ReadAhead:
    """The encoded pictures of the rows of `steps`, asked for in their order by one thread.

    Each use has a part of `limit_bytes` by its share. Where a window fits into that, the row groups under it are read
    once; else once for each part of it that fits. Pictures among `decoded` are not fetched.
    """

    def __init__(
        self, pictures: Pictures, order: Order, steps: Steps, limit_bytes: float, decoded: Container[int]
    ) -> None:
        self._pictures = pictures
        self._order = order
        self._steps = steps
        self._limits_bytes = use_limits(order, limit_bytes)
        self._decoded = decoded
        self._held = [dict[int, bytes]() for _ in order.uses]

    def image(self, row: Row) -> bytes:
        """An encoded picture, which is then forgotten. Raises DataError."""
        held = self._held[row.use]
        if row.place not in held:
            held.clear()
            held.update(self._pictures.images(self._next(row)))
        return held.pop(row.place)

    def _next(self, row: Row) -> list[int]:
        coming = self._order.coming(row, self._steps)
        fits = int(np.searchsorted(np.cumsum(self._pictures.sizes(coming)), self._limits_bytes[row.use], side="right"))
        return [row.place, *(place for place in coming[1 : max(1, fits)].tolist() if place not in self._decoded)]


def use_limits(order: Order, limit_bytes: float) -> tuple[float, ...]:
    """Parts of the memory by the uses' shares of a batch."""
    total = sum(use.share for use in order.uses)
    return tuple(limit_bytes * use.share / total if total else limit_bytes / len(order.uses) for use in order.uses)


def most_held_bytes(pictures: Pictures, order: Order, limit_bytes: float) -> float:
    """How much of `limit_bytes` a ReadAhead may come to hold."""
    windows = (
        float(pictures.sizes(places).mean()) * order.longest_window(use) for use, places in enumerate(order.places)
    )
    return sum(min(window, limit) for window, limit in zip(windows, use_limits(order, limit_bytes), strict=True))
