"""What a search asks of whole frames; a camera (live_frames.py) and a file (file_frames.py) answer differently."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Detection


class Reach(StrEnum):
    """Short: faces within about two metres. Full: up to about five metres. Auto: both."""

    AUTO = "auto"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Seen:
    """What looks like a face in a frame, and in one of a moment ago; and whether the full range may still be asked."""

    here: tuple[Detection, ...]
    earlier: tuple[Detection, ...] = ()
    far_waits: bool = False


class WholeFrames(Protocol):
    """What looks like a face in a frame, for a search that says which it looks at. One thread uses it."""

    def reset(self) -> None:
        """Forget what was seen and begun, for another source."""

    def seen(self, pixels: NDArray[np.uint8], time_s: float, settled: bool) -> Seen:
        """By the ranges whose turn it is at this time; `settled`: somebody is known, nobody was lost."""

    def far(self, pixels: NDArray[np.uint8], time_s: float) -> tuple[Detection, ...]:
        """What the full range sees in a frame for which it waits."""

    def tell(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        """Of a frame that will come after the ones told of before."""

    def passed(self, pixels: NDArray[np.uint8], searched_at_s: float, search_pause_s: float, settled: bool) -> None:
        """A frame is done: when the last search was, after which pause the next will be, whether all are there."""

    def close(self) -> None:
        """Release what was opened."""
