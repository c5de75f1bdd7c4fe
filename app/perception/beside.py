"""The full range live: it takes twice as long as the short one, so most frames do not wait for it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection
from app.perception.detector import Detector


class BesideDetector:
    """A detector on a thread of its own, whose finds in one frame may serve a later one. One thread uses it."""

    def __init__(self, detector: Detector, clock: Callable[[], float]) -> None:
        self._detector, self._clock = detector, clock
        self._thread = ThreadPoolExecutor(1, "beside")
        self._begun: Future[tuple[tuple[Detection, ...], float]] | None = None

    @property
    def at_work(self) -> bool:
        """Whether something was begun that `earlier` has not brought."""
        return self._begun is not None

    def detect(self, pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """As a Detector does, after what was begun."""
        return self._thread.submit(self._detector.detect, pixels).result()

    def begin(self, pixels: NDArray[np.uint8]) -> None:
        """Look at a frame that nobody waits for."""
        self._begun = self._thread.submit(self._timed, pixels)

    def earlier(self) -> tuple[tuple[Detection, ...], float] | None:
        """What was found in the frame that was begun, and how long that took; once, and None until it is there."""
        if self._begun is None or not self._begun.done():
            return None
        begun, self._begun = self._begun, None
        return begun.result()

    def forget(self) -> None:
        """Nobody will ask for what was begun."""
        if self._begun is not None:
            self._begun.cancel()
        self._begun = None

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._detector.close()

    def _timed(self, pixels: NDArray[np.uint8]) -> tuple[tuple[Detection, ...], float]:
        begun = self._clock()
        found = self._detector.detect(pixels)
        return found, self._clock() - begun
