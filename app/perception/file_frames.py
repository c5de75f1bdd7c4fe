"""Both ranges on whole frames of a file: ahead of time, as frames are known before their turn."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection
from app.perception.detector import AheadDetector, Detector, DetectorRange
from app.perception.effort import Effort, is_over
from app.perception.whole_frames import Reach, Seen

_FAR_PAUSE_S = 0.2
"""The full range looks so often where all who are known are there: for who comes, far away."""


class FileFrames:
    """Looks at a file's frames (WholeFrames), by nothing but them and their time stamps.

    The full range of AUTO pauses, but not where nobody is known or somebody was lost. Both begin, on threads of their
    own, with frames that will be asked for if all faces stay as calm as they are; a wrong guess costs time and changes
    nothing that is found.
    """

    def __init__(self, reach: Reach, effort: Effort, least_score: float) -> None:
        self._near = None if reach is Reach.FULL else _ahead_of(DetectorRange.SHORT, least_score)
        self._far = None if reach is Reach.SHORT else _ahead_of(DetectorRange.FULL, least_score)
        self._always_far = reach is Reach.FULL or effort is Effort.EVERY_FRAME
        self.reset()

    def reset(self) -> None:
        for detector in self._detectors():
            detector.forget()
        self._coming: deque[tuple[NDArray[np.uint8], float]] = deque()
        self._far_at = self._searched_at = float("inf")
        self._search_pause_s, self._settled = 0.0, False

    def seen(self, pixels: NDArray[np.uint8], time_s: float, settled: bool) -> Seen:
        near = () if self._near is None else self._near.detect(pixels)
        if self._far is None:
            return Seen(near)
        if not is_over(self._far_at, time_s, self._far_pause_s(settled)):
            return Seen(near, far_waits=True)
        return Seen((*near, *self.far(pixels, time_s)))

    def far(self, pixels: NDArray[np.uint8], time_s: float) -> tuple[Detection, ...]:
        """Nothing where only the short range was asked for."""
        self._far_at = time_s
        return () if self._far is None else self._far.detect(pixels)

    def tell(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        self._coming.append((pixels, time_s))
        self._begin()

    def passed(self, pixels: NDArray[np.uint8], searched_at_s: float, search_pause_s: float, settled: bool) -> None:
        self._searched_at, self._search_pause_s, self._settled = searched_at_s, search_pause_s, settled
        for detector in self._detectors():
            detector.drop(pixels)
        if any(each is pixels for each, _ in self._coming):
            while self._coming.popleft()[0] is not pixels:
                pass
        self._begin()

    def close(self) -> None:
        for detector in self._detectors():
            detector.close()

    def _detectors(self) -> tuple[AheadDetector, ...]:
        return tuple(each for each in (self._near, self._far) if each is not None)

    def _begin(self) -> None:
        """Begin with the frames that will be asked for."""
        searched_at, far_at = self._searched_at, self._far_at
        for pixels, time_s in self._coming:
            if not is_over(searched_at, time_s, self._search_pause_s):
                continue
            searched_at = time_s
            if self._near is not None:
                self._near.begin(pixels)
            if self._far is not None and is_over(far_at, time_s, self._far_pause_s(self._settled)):
                far_at = time_s
                self._far.begin(pixels)

    def _far_pause_s(self, settled: bool) -> float:
        return 0.0 if self._always_far or not settled else _FAR_PAUSE_S


def _ahead_of(reach: DetectorRange, least_score: float) -> AheadDetector:
    return AheadDetector(Detector(reach, least_score))
