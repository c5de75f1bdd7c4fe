"""One perceiver for all sessions of a window: loading takes seconds, a change of the source should not."""

import threading
import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.runtime.session import FramePerceiver

_PATIENCE_S = 2.0
"""One frame takes a fifth of a second where it takes long."""

_LOOK_S = 0.1


class LoadedPerceiver(FramePerceiver, Protocol):
    """A perceiver that holds memory or a device until it is closed."""

    def close(self) -> None: ...


Options = TypeVar("Options")
Loaded = TypeVar("Loaded", bound=LoadedPerceiver)


class _Place(Generic[Options, Loaded]):
    """Where one perceiver is loaded, and whether it is at work; whoever holds the lock may use it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.options: Options | None = None
        self.loaded: Loaded | None = None
        self.at_work_since: float | None = None

    @property
    def hangs(self) -> bool:
        since = self.at_work_since
        return since is not None and time.perf_counter() - since >= _PATIENCE_S

    def clear(self) -> None:
        if self.loaded is not None:
            self.loaded.close()
        self.loaded = None


class SharedPerceiver(Generic[Options, Loaded]):
    """Loads a perceiver at first use and again when its options change. Any thread may use it.

    A session whose thread had to be abandoned may still be in `perceive` when the next one begins: they take turns.
    A perceiver that hangs in a frame is left behind, and another is loaded in its place.
    """

    def __init__(self, load: Callable[[Options], Loaded]) -> None:
        self._load = load
        self._place: _Place[Options, Loaded] = _Place()

    @property
    def current(self) -> Loaded | None:
        """What is loaded now, to read its device and card; None before the first use."""
        return self._place.loaded

    def with_options(self, options: Options) -> "SharedPerceiver[Options, Loaded]":
        """Itself, loaded with these options; takes seconds where they are new. Raises what `load` raises."""
        place = self._free_place()
        try:
            if place.loaded is None or options != place.options:
                place.clear()
                place.loaded = self._load(options)
                place.options = options
            place.loaded.reset()
        finally:
            place.lock.release()
        return self

    def perceive(self, frame: Frame) -> FrameResult:
        place = self._place
        with place.lock:
            if place.loaded is None:
                raise RuntimeError("the perceiver is closed")
            place.at_work_since = time.perf_counter()
            try:
                return place.loaded.perceive(frame)
            finally:
                place.at_work_since = None
                if place is not self._place:  # it was given up meanwhile
                    place.clear()

    def reset(self) -> None:
        place = self._place
        with place.lock:
            if place.loaded is not None:
                place.loaded.reset()

    def close(self, timeout_s: float = _PATIENCE_S) -> bool:
        """Release it; False where it hangs and is left behind."""
        place = self._place
        if not place.lock.acquire(timeout=timeout_s):
            return False
        try:
            place.clear()
        finally:
            place.lock.release()
        return True

    def _free_place(self) -> _Place[Options, Loaded]:
        """The place, locked; a new one where the perceiver in it hangs."""
        while True:
            place = self._place
            if place.lock.acquire(timeout=_LOOK_S):
                return place
            if place.hangs and place is self._place:
                self._place = _Place()
