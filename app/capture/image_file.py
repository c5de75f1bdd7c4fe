"""A picture file: one frame, or the same picture again and again while a window shows it."""

import io
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.capture import backend  # noqa: F401  # sets OpenCV up
from app.capture.pacing import Pacer
from app.capture.size_limit import MOST_PIXELS, refuse_huge
from app.capture.source import CaptureError, SourceInfo, SourceKind
from app.domain.frame import Frame

_FRAMES_PER_S = 10.0


class ImageFile:
    """A FrameSource over one picture, upright as its EXIF orientation says; raises CaptureError if it cannot be read.

    With `loop` it gives ten frames a second without end; with `realtime` it takes its time over them.
    """

    def __init__(
        self, path: Path, *, realtime: bool = False, loop: bool = False, most_pixels: int = MOST_PIXELS
    ) -> None:
        self._pixels = _load(path, most_pixels)
        self._loop = loop
        self._pacer = Pacer(realtime)
        self._index = 0
        height, width = self._pixels.shape[:2]
        self._info = SourceInfo(
            name=path.name,
            kind=SourceKind.IMAGE,
            width_px=width,
            height_px=height,
            fps=_FRAMES_PER_S if loop else None,
            frame_count=None if loop else 1,
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    def read(self) -> Frame | None:
        if self._index > 0 and not self._loop:
            return None
        time_s = self._index / _FRAMES_PER_S
        if self._pacer.stopped or not self._pacer.wait_until(time_s):
            return None
        frame = Frame(self._pixels, self._index, time_s, time.perf_counter())
        self._index += 1
        return frame

    def close(self) -> None:
        self._pacer.stop()


def _load(path: Path, most_pixels: int) -> NDArray[np.uint8]:
    try:
        data = path.read_bytes()  # cv2.imread fails on many paths on Windows
    except FileNotFoundError as error:
        raise CaptureError(f"There is no file {path}; check the path.") from error
    except OSError as error:
        raise CaptureError(f"{path} cannot be opened ({error.strerror}); check that you may read it.") from error
    _refuse_by_header(data, path, most_pixels)
    encoded = np.frombuffer(data, np.uint8)
    damaged = f"{path.name} is not a picture that can be read, or it is damaged; use a JPEG, PNG or WebP file."
    try:
        pixels = cv2.imdecode(encoded, cv2.IMREAD_COLOR_RGB) if encoded.size else None
    except cv2.error as error:
        raise CaptureError(damaged) from error
    if pixels is None:
        raise CaptureError(damaged)
    return pixels.astype(np.uint8, copy=False)


def _refuse_by_header(data: bytes, path: Path, most_pixels: int) -> None:
    import imagesize  # with urllib, which takes a window 50 ms at its start

    width, height = imagesize.get(io.BytesIO(data))  # (-1, -1) where it cannot tell, and the decoder will
    refuse_huge(path.name, width, height, most_pixels)
