"""How much is done to find faces in each frame, and how long what was seen stands."""

from enum import StrEnum

_ROUNDING_S = 1e-6
"""Two frames at 25 a second are 0.08 s apart, or by the rounding of their stamps a little less."""


class Effort(StrEnum):
    """Live: what keeps up with a camera. Every frame: all there is, in each of them.

    File: between the two, and by nothing but the frames and their time stamps, so that a file gives the same each time.
    """

    LIVE = "live"
    FILE = "file"
    EVERY_FRAME = "every frame"


def is_over(since_s: float, time_s: float, pause_s: float) -> bool:
    """Whether so long has passed by the frames' time; also where that was turned back, as for another source."""
    return not 0 <= time_s - since_s < pause_s - _ROUNDING_S
