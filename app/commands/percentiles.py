"""The median and the 95th percentile of measurements."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The middle of `count` measurements, and what only one in twenty exceeds."""

    median: float
    p95: float
    count: int


def percentiles(values: Sequence[float], digits: int = 2) -> Percentiles | None:
    """Median and 95th percentile of some measurements (the nearest one above for the percentile); None without any."""
    if not values:
        return None
    ordered = sorted(values)
    at_95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return Percentiles(round(statistics.median(ordered), digits), round(at_95, digits), len(ordered))
