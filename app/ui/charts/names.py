"""Where the names of curves stand, right of their ends."""

import math
from collections.abc import Sequence

_NAME_HEIGHT_PX = 13


def places_of_names(ends: Sequence[float], low: float, high: float, height_px: float) -> list[float]:
    """The values beside which names stand in a plot from `low` to `high`: moved apart where they would touch.

    NaN for a curve without an end, which has no name then.
    """
    room = (high - low) * _NAME_HEIGHT_PX / height_px
    places = [math.nan] * len(ends)
    shown = sorted((end, index) for index, end in enumerate(ends) if not math.isnan(end))
    top, floor = high - room * (len(shown) - 1), low
    for rank, (end, index) in enumerate(shown):
        places[index] = min(max(end, floor), top + room * rank)
        floor = places[index] + room
    return places
