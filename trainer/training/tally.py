"""What happened in an epoch: mean losses, speed, and time spent waiting for data."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
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

    @contextmanager
    def besides(self) -> Iterator[None]:
        """What is done inside takes time, but is no training: it has no part in the speed."""
        began = self._clock()
        try:
            yield
        finally:
            self._besides_s += self._clock() - began

    def take(self) -> dict[str, float]:
        """loss_<task> over the steps that had the task, seconds, pictures_per_s and waiting_share; then from zero."""
        seconds = self._clock() - self._since
        training_s = max(seconds - self._besides_s, 1e-9)
        means = {f"loss_{name}": sum(losses) / len(losses) for name, losses in self._losses.items()}
        found = {
            **means,
            "seconds": seconds,
            "pictures_per_s": self._pictures / training_s,
            "waiting_share": self._waited_s / training_s,
        }
        self._begin()
        return found

    def _begin(self) -> None:
        self._since = self._clock()
        self._waited_s = 0.0
        self._besides_s = 0.0
        self._pictures = 0
        self._losses: dict[str, list[float]] = defaultdict(list)
