"""Going to a moment of a film with a library that counts pictures instead, and so misses where their rate varies."""

import math
from collections.abc import Callable

_MOST_TRIES = 10
_NEAR_S = 2.0
"""Nearer than this, reading on is quicker than landing once more."""

Land = Callable[[float], float | None]
"""Goes to a moment in seconds and tells where it came to stand; None behind the last picture."""


def land_before(land: Land, wanted_s: float, slack_s: float) -> bool:
    """Land at or shortly before a moment, at most `slack_s` behind it; False where the film has no picture to stand on.

    Each try corrects by what those before missed; the nearest ones before and behind close in on the place.
    """
    before, behind, request_s = (0.0, 0.0), (math.inf, math.inf), wanted_s
    for tried in range(_MOST_TRIES):
        landed_s = land(request_s)
        if landed_s is None:
            behind = (request_s, math.inf)
        elif landed_s > wanted_s + slack_s:
            behind = (request_s, landed_s)
        elif wanted_s - landed_s <= _NEAR_S:
            return True
        else:
            before = (request_s, landed_s)
        request_s = _between(before, behind, wanted_s - _NEAR_S / 2, halve=tried % 3 == 2)
        if not before[0] < request_s < behind[0]:
            break
    return land(before[0]) is not None


def _between(before: tuple[float, float], behind: tuple[float, float], aim_s: float, *, halve: bool) -> float:
    """The next request, from two of them with what they came to: on the line between them, or in their middle."""
    (low_s, low_landed_s), (high_s, high_landed_s) = before, behind
    if high_s == math.inf:
        return low_s + aim_s - low_landed_s
    if halve or high_landed_s == math.inf or not low_landed_s < aim_s:
        return (low_s + high_s) / 2
    return low_s + (high_s - low_s) * (aim_s - low_landed_s) / (high_landed_s - low_landed_s)
