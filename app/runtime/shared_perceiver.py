"""One perceiver for all sessions of a window: loading takes seconds, a change of the source should not."""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.runtime.session import FramePerceiver


class LoadedPerceiver(FramePerceiver, Protocol):
    """A perceiver that holds memory or a device until it is closed."""

    def close(self) -> None: ...


Options = TypeVar("Options")
Loaded = TypeVar("Loaded", bound=LoadedPerceiver)


class SharedPerceiver(Generic[Options, Loaded]):
    """Loads a perceiver at first use and again when its options change. Any thread may use it.

    A session whose thread had to be abandoned may still be in `perceive` when the next one begins: they take turns.
    """

    def __init__(self, load: Callable[[Options], Loaded]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._options: Options | None = None
        self._loaded: Loaded | None = None

    @property
    def current(self) -> Loaded | None:
        """What is loaded now, to read its device and card; None before the first use."""
        return self._loaded

    def with_options(self, options: Options) -> "SharedPerceiver[Options, Loaded]":
        """Itself, loaded with these options; takes seconds where they are new. Raises what `load` raises."""
        with self._lock:
            if self._loaded is None or options != self._options:
                self._close()
                self._loaded = self._load(options)
                self._options = options
            self._loaded.reset()
        return self

    def perceive(self, frame: Frame) -> FrameResult:
        with self._lock:
            if self._loaded is None:
                raise RuntimeError("the perceiver is closed")
            return self._loaded.perceive(frame)

    def reset(self) -> None:
        with self._lock:
            if self._loaded is not None:
                self._loaded.reset()

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._loaded is not None:
            self._loaded.close()
        self._loaded = None
