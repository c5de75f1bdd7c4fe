"""What happened in an epoch: mean losses, speed, and time spent waiting for data."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

_T = TypeVar("_T")


class Tally:
    """Counts steps; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._begin()

    def timed(self, batches: Iterable[_T]) -> Iterator[_T]:
        """The same batches; the time they are waited for counts as waiting."""
        source = iter(batches)
        while True:
            asked = self._clock()
            try:
                batch = next(source)
            except StopIteration:
                return
            self._waited_s += self._clock() - asked
            yield batch

    def add(self, losses: Mapping[str, float], pictures: int) -> None:
        """One step over so many pictures."""
        self._pictures += pictures
        for name, loss in losses.items():
            self._losses[name].append(loss)

    def take(self) -> dict[str, float]:
        """loss_<task> over the steps that had the task, seconds, pictures_per_s and waiting_share; then from zero."""
        seconds = max(self._clock() - self._since, 1e-9)
        means = {f"loss_{name}": sum(losses) / len(losses) for name, losses in self._losses.items()}
        found = {
            **means,
            "seconds": seconds,
            "pictures_per_s": self._pictures / seconds,
            "waiting_share": self._waited_s / seconds,
        }
        self._begin()
        return found

    def _begin(self) -> None:
        self._since = self._clock()
        self._waited_s = 0.0
        self._pictures = 0
        self._losses: dict[str, list[float]] = defaultdict(list)
