"""Both ranges on whole frames of a camera: the full one beside the frames where it can be."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection
from app.perception.beside import BesideDetector
from app.perception.detector import Detector, DetectorRange
from app.perception.whole_frames import Reach, Seen

_SHARE = 0.02
_PAUSE_S = (0.1, 1.0)
"""The full range takes this share of the time, with pauses of at least and at most so long."""


class LiveFrames:
    """Looks at frames as they come (WholeFrames): nothing is known of the next one.

    The full range of AUTO pauses, by the clock. Where all who are known are there, it looks beside the frames, and
    what it found serves a later one as places to look at closer: at 60 fps every fifteenth frame would wait for it.
    """

    def __init__(self, reach: Reach, short: Detector, least_score: float, clock: Callable[[], float]) -> None:
        """`short` stays the search's own: nothing runs beside it."""
        self._short, self._clock = short, clock
        self._each = Detector(DetectorRange.FULL, least_score) if reach is Reach.FULL else short
        self._far: BesideDetector | None = None
        if reach is Reach.AUTO:
            self._far = BesideDetector(Detector(DetectorRange.FULL, least_score), clock)
        self.reset()

    def reset(self) -> None:
        if self._far is not None:
            self._far.forget()
        self._far_due_at = self._clock()

    def seen(self, pixels: NDArray[np.uint8], time_s: float, settled: bool) -> Seen:
        here = self._each.detect(pixels)
        if self._far is None:
            return Seen(here)
        if not self._far.at_work and self._clock() >= self._far_due_at:
            if settled:
                self._far.begin(pixels)
            else:
                here += self._waited_for(self._far, pixels)
        return Seen(here, self._of_earlier(self._far))

    def far(self, pixels: NDArray[np.uint8], time_s: float) -> tuple[Detection, ...]:
        """Nothing: live it never waits."""
        return ()

    def tell(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        """Live there is no time to begin with a frame before its turn."""

    def passed(self, pixels: NDArray[np.uint8], searched_at_s: float, search_pause_s: float, settled: bool) -> None:
        """So a frame leaves nothing behind."""

    def close(self) -> None:
        if self._each is not self._short:
            self._each.close()
        if self._far is not None:
            self._far.close()

    def _waited_for(self, far: BesideDetector, pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """What the full range sees in a frame of somebody new or lost."""
        begun = self._clock()
        found = far.detect(pixels)
        ended = self._clock()
        self._far_due_at = ended + _pause_s(ended - begun)
        return found

    def _of_earlier(self, far: BesideDetector) -> tuple[Detection, ...]:
        """What it has found in a frame of a moment ago; once."""
        if (outcome := far.earlier()) is None:
            return ()
        found, took_s = outcome
        self._far_due_at = self._clock() + _pause_s(took_s)
        return found


def _pause_s(took_s: float) -> float:
    least, most = _PAUSE_S
    return min(max(took_s / _SHARE, least), most)
