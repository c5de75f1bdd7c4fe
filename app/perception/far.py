"""The full range beside the short one: when it looks, and ahead of time where frames are known before their turn."""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection
from app.perception.detector import AheadDetector, Detector, DetectorRange
from app.perception.effort import Effort, is_over

_LIVE_SHARE = 0.02
_LIVE_PAUSE_S = (0.1, 1.0)
"""Live it takes this share of the time, with pauses of at least and at most so long."""

_FILE_PAUSE_S = 0.2
"""In a file it looks so often where all who are known are there: for who comes, far away."""


class FarRange:
    """Finds faces up to five metres away, for a search that asks it only where it is due. One thread uses it.

    `alone`: the search has no other range. Live it pauses by the clock, in a file by the frames' time, and not where
    nobody is known or somebody was lost. Of a file it begins, on a thread of its own, with frames that will ask for it
    if all faces stay as calm as they are; a wrong guess costs time and changes nothing that is found.
    """

    def __init__(self, least_score: float, effort: Effort, alone: bool, clock: Callable[[], float]) -> None:
        detector = Detector(DetectorRange.FULL, least_score)
        self._detector = detector if effort is Effort.LIVE else AheadDetector(detector)
        self._effort, self._alone, self._clock = effort, alone, clock
        self.reset()

    def reset(self) -> None:
        """Forget what was seen and begun, for another source."""
        if isinstance(self._detector, AheadDetector):
            self._detector.forget()
        self._coming: deque[tuple[NDArray[np.uint8], float]] = deque()
        self._due_at = self._clock()
        self._looked_at = self._searched_at = float("inf")
        self._search_pause_s, self._settled = 0.0, False

    def due(self, time_s: float, settled: bool) -> bool:
        """Whether it is to look at a frame of this time; `settled`: somebody is known, and nobody was lost."""
        if self._alone or self._effort is Effort.EVERY_FRAME:
            return True
        if self._effort is Effort.FILE:
            return is_over(self._looked_at, time_s, self._pause_s(settled))
        return self._clock() >= self._due_at

    def detect(self, pixels: NDArray[np.uint8], time_s: float) -> tuple[Detection, ...]:
        """As a Detector does, in a frame of this time."""
        begun = self._clock()
        found = self._detector.detect(pixels)
        ended = self._clock()
        least, most = _LIVE_PAUSE_S
        self._due_at = ended + min(max((ended - begun) / _LIVE_SHARE, least), most)
        self._looked_at = time_s
        return found

    def tell(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        """Of a frame that will come after the ones told of before."""
        if isinstance(self._detector, AheadDetector):
            self._coming.append((pixels, time_s))
            self._begin()

    def passed(self, pixels: NDArray[np.uint8], searched_at_s: float, search_pause_s: float, settled: bool) -> None:
        """A frame is done: when the last search was, after which pause the next will be, whether all are there."""
        if not isinstance(self._detector, AheadDetector):
            return
        self._searched_at, self._search_pause_s, self._settled = searched_at_s, search_pause_s, settled
        self._detector.drop(pixels)
        if any(each is pixels for each, _ in self._coming):
            while self._coming.popleft()[0] is not pixels:
                pass
        self._begin()

    def close(self) -> None:
        self._detector.close()

    def _begin(self) -> None:
        """Begin with the frames that will be asked for."""
        assert isinstance(self._detector, AheadDetector)
        searched_at, looked_at = self._searched_at, self._looked_at
        for pixels, time_s in self._coming:
            if not is_over(searched_at, time_s, self._search_pause_s):
                continue
            searched_at = time_s
            if is_over(looked_at, time_s, self._pause_s(self._settled)):
                looked_at = time_s
                self._detector.begin(pixels)

    def _pause_s(self, settled: bool) -> float:
        return 0.0 if self._alone or self._effort is Effort.EVERY_FRAME or not settled else _FILE_PAUSE_S
