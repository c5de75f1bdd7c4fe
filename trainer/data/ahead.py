"""Things made ahead of their use on one thread."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

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
