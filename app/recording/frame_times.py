"""When frames were analysed, and for how long each of them stands: what shares of time are counted with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GAP_S = 1.0
"""Frames of a recording further apart than this have a gap between them."""

_LONGEST_STEPS = 3.0
_DEFAULT_STEP_S = 1 / 30


@dataclass(frozen=True, slots=True, eq=False)
class FrameTimes:
    """Frames by their time in seconds, float64 [n] ascending, and the seconds each stands for, float64 [n].

    A frame stands until the next one, but not through a gap. `whole`: every analysed frame is here, so that what lies
    between them was not recorded; else (a table, which has rows of faces alone) it was, and showed no face.
    """

    time_s: NDArray[np.float64]
    weight_s: NDArray[np.float64]
    whole: bool

    @property
    def end_s(self) -> float:
        return float(self.time_s[-1] + self.weight_s[-1]) if len(self.time_s) else 0.0

    def weights_within(self, start_s: float, end_s: float) -> NDArray[np.float64]:
        """The seconds of every frame that lie in the range, float64 [n]."""
        first = np.maximum(self.time_s, start_s)
        last = np.minimum(self.time_s + self.weight_s, end_s)
        within: NDArray[np.float64] = np.maximum(0.0, last - first)
        return within

    def recorded_s(self, start_s: float, end_s: float) -> float:
        """The seconds of the range without its gaps."""
        if self.whole:
            return float(self.weights_within(start_s, end_s).sum())
        return max(0.0, min(end_s, self.end_s) - max(start_s, 0.0))


def frame_times(time_s: Sequence[float] | NDArray[np.float64], *, whole: bool) -> FrameTimes:
    """The times of frames in any order, each once or for every face; what is no number is left out."""
    times = np.unique(np.asarray(time_s, np.float64))
    times = times[np.isfinite(times)]
    steps = np.diff(times)
    usual_s = float(np.median(steps)) if len(steps) else _DEFAULT_STEP_S
    longest_s = GAP_S if whole else _LONGEST_STEPS * usual_s
    weights = np.append(steps, usual_s) if len(times) else np.empty(0)
    return FrameTimes(times, np.where(weights > longest_s, min(usual_s, longest_s), weights), whole)
