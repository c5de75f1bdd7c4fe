"""Many values as few points that still show every peak: the least and the greatest of each stretch of time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Points(NamedTuple):
    """Points of curves: `time_s` float64 [m] ascending, `values` float32 [m, k], NaN where nothing is to be drawn."""

    time_s: NDArray[np.float64]
    values: NDArray[np.float32]


def downsampled(
    time_s: NDArray[np.float64],
    values: NDArray[np.float32],
    start_s: float,
    end_s: float,
    stretches: int,
    longest_s: float,
) -> Points:
    """Values [n, k] at `time_s` ascending as at most about twice `stretches` points from `start_s` to `end_s`.

    Where there is nothing for longer than `longest_s`, and longer than a stretch, the curve is broken.
    """
    first = max(0, int(np.searchsorted(time_s, start_s)) - 1)
    last = min(len(time_s), int(np.searchsorted(time_s, end_s, side="right")) + 1)
    times, chosen = time_s[first:last], values[first:last]
    if len(times) == 0 or end_s <= start_s:
        return Points(np.empty(0), np.empty((0, values.shape[1]), np.float32))
    stretch_s = (end_s - start_s) / max(1, stretches)
    if len(times) <= 2 * stretches:
        return _broken(Points(times, chosen), longest_s)
    place = np.floor((times - start_s) / stretch_s)
    place[(times <= end_s) & (place >= stretches)] = stretches - 1  # what stands at the very end
    begins = np.flatnonzero(np.diff(place, prepend=-np.inf))
    least, most = np.fmin.reduceat(chosen, begins, axis=0), np.fmax.reduceat(chosen, begins, axis=0)
    pairs = np.empty((2 * len(begins), values.shape[1]), np.float32)
    pairs[0::2], pairs[1::2] = least, most
    middles = start_s + (place[begins] + 0.25) * stretch_s
    moments = np.stack([middles, middles + 0.5 * stretch_s], axis=1).ravel()
    return _broken(Points(moments, pairs), max(longest_s, 1.5 * stretch_s))


def _broken(points: Points, longest_s: float) -> Points:
    """A row of NaN wherever two points are too far apart for one line."""
    after = np.flatnonzero(np.diff(points.time_s) > longest_s)
    if not len(after):
        return points
    times = np.insert(points.time_s, after + 1, points.time_s[after] + longest_s / 2)
    return Points(times, np.insert(points.values, after + 1, np.nan, axis=0))
