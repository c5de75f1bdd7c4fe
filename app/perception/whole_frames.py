"""Both ranges on whole frames: when the far one looks, and ahead of time where frames are known before their turn."""

from collections import deque
from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection
from app.perception.beside import BesideDetector
from app.perception.detector import AheadDetector, Detector, DetectorRange
from app.perception.effort import Effort, is_over

_LIVE_SHARE = 0.02
_LIVE_PAUSE_S = (0.1, 1.0)
"""Live the full range takes this share of the time, with pauses of at least and at most so long."""

_FILE_PAUSE_S = 0.2
"""In a file it looks so often where all who are known are there: for who comes, far away."""


class Reach(StrEnum):
    """Short: faces within about two metres. Full: up to about five metres. Auto: both."""

    AUTO = "auto"
    SHORT = "short"
    FULL = "full"


class WholeFrames:
    """What looks like a face in a frame, for a search that says where it is due. One thread uses it.

    The full range of AUTO pauses: live by the clock, in a file by the frames' time, but not where nobody is known or
    somebody was lost. Of a file both begin, on threads of their own, with frames that will be asked for if all faces
    stay as calm as they are; a wrong guess costs time and changes nothing that is found. Live, where all who are known
    are there, the full range looks beside the frames (`begin_far`), and what it found serves a later one
    (`far_earlier`) as places to look at closer: at 60 fps every fifteenth frame would wait for it.
    """

    def __init__(
        self, reach: Reach, effort: Effort, short: Detector, least_score: float, clock: Callable[[], float]
    ) -> None:
        """`short` stays the search's own: it is used where nothing runs beside it."""
        self._short = short
        shared = effort is Effort.LIVE
        self._near = None if reach is Reach.FULL else short if shared else _ahead_of(DetectorRange.SHORT, least_score)
        self._far: Detector | AheadDetector | BesideDetector | None = None
        if reach is Reach.AUTO and shared:
            self._far = BesideDetector(Detector(DetectorRange.FULL, least_score), clock)
        elif reach is not Reach.SHORT:
            open_far = Detector if shared else _ahead_of
            self._far = open_far(DetectorRange.FULL, least_score)
        self._always_far = reach is Reach.FULL or effort is Effort.EVERY_FRAME
        self._effort, self._clock = effort, clock
        self.reset()

    def reset(self) -> None:
        """Forget what was seen and begun, for another source."""
        for ahead in self._ahead():
            ahead.forget()
        for beside in self._beside():
            beside.forget()
        self._coming: deque[tuple[NDArray[np.uint8], float]] = deque()
        self._far_due_at = self._clock()
        self._far_at = self._searched_at = float("inf")
        self._search_pause_s, self._settled = 0.0, False

    def near(self, pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """What the short range sees; nothing where only the full one was asked for."""
        return () if self._near is None else self._near.detect(pixels)

    def far_is_due(self, time_s: float, settled: bool) -> bool:
        """Whether the full range is to look at a frame of this time; `settled`: somebody is known, nobody was lost."""
        if self._far is None:
            return False
        if self._effort is Effort.LIVE and not self._always_far:
            return not any(each.at_work for each in self._beside()) and self._clock() >= self._far_due_at
        return is_over(self._far_at, time_s, self._far_pause_s(settled))

    def far(self, pixels: NDArray[np.uint8], time_s: float) -> tuple[Detection, ...]:
        """What the full range sees in a frame of this time; nothing where only the short one was asked for."""
        if self._far is None:
            return ()
        begun = self._clock()
        found = self._far.detect(pixels)
        ended = self._clock()
        self._far_due_at = ended + _pause_s(ended - begun)
        self._far_at = time_s
        return found

    def begin_far(self, pixels: NDArray[np.uint8]) -> bool:
        """Have the full range look at a frame that does not wait for it; False where it cannot."""
        for detector in self._beside():
            detector.begin(pixels)
        return bool(self._beside())

    def far_earlier(self) -> tuple[Detection, ...]:
        """What it has found so, in a frame of a moment ago; each once."""
        done = [outcome for each in self._beside() if (outcome := each.earlier()) is not None]
        for _, took_s in done:
            self._far_due_at = self._clock() + _pause_s(took_s)
        return tuple(face for found, _ in done for face in found)

    def tell(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        """Of a frame that will come after the ones told of before."""
        if self._effort is not Effort.LIVE:
            self._coming.append((pixels, time_s))
            self._begin()

    def passed(self, pixels: NDArray[np.uint8], searched_at_s: float, search_pause_s: float, settled: bool) -> None:
        """A frame is done: when the last search was, after which pause the next will be, whether all are there."""
        self._searched_at, self._search_pause_s, self._settled = searched_at_s, search_pause_s, settled
        for detector in self._ahead():
            detector.drop(pixels)
        if any(each is pixels for each, _ in self._coming):
            while self._coming.popleft()[0] is not pixels:
                pass
        self._begin()

    def close(self) -> None:
        for detector in (self._near, self._far):
            if detector is not None and detector is not self._short:
                detector.close()

    def _ahead(self) -> tuple[AheadDetector, ...]:
        return tuple(each for each in (self._near, self._far) if isinstance(each, AheadDetector))

    def _beside(self) -> tuple[BesideDetector, ...]:
        return (self._far,) if isinstance(self._far, BesideDetector) else ()

    def _begin(self) -> None:
        """Begin with the frames that will be asked for."""
        searched_at, far_at = self._searched_at, self._far_at
        for pixels, time_s in self._coming:
            if not is_over(searched_at, time_s, self._search_pause_s):
                continue
            searched_at = time_s
            if isinstance(self._near, AheadDetector):
                self._near.begin(pixels)
            if isinstance(self._far, AheadDetector) and is_over(far_at, time_s, self._far_pause_s(self._settled)):
                far_at = time_s
                self._far.begin(pixels)

    def _far_pause_s(self, settled: bool) -> float:
        return 0.0 if self._always_far or not settled else _FILE_PAUSE_S


def _pause_s(took_s: float) -> float:
    least, most = _LIVE_PAUSE_S
    return min(max(took_s / _LIVE_SHARE, least), most)


def _ahead_of(reach: DetectorRange, least_score: float) -> AheadDetector:
    return AheadDetector(Detector(reach, least_score))
