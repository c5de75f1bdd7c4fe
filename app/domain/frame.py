"""One picture from a source."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture with the moment it was taken.

    `pixels` is uint8 [height, width, 3] RGB, read-only and shared without copies.
    `captured_at` is in seconds of `time.perf_counter()`, the one monotonic clock of the program.
    `time_s` is the position in the source: a file's own time stamp, or the seconds since a camera's first frame.
    `index` counts the frames of the source from 0.
    """

    pixels: NDArray[np.uint8]
    index: int
    time_s: float
    captured_at: float

    def __post_init__(self) -> None:
        shape = self.pixels.shape
        if self.pixels.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3:
            raise ValueError(f"a frame is uint8 [height, width, 3], not {self.pixels.dtype} {list(shape)}")
        self.pixels.flags.writeable = False

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])
