"""A video file, in real time or as fast as possible."""

import math
import threading
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.capture import backend  # noqa: F401  # sets OpenCV up
from app.capture.landing import land_before
from app.capture.pacing import Pacer
from app.capture.size_limit import MOST_PIXELS, refuse_huge
from app.capture.source import CaptureError, SourceInfo, SourceKind
from app.domain.frame import Frame

_UNKNOWN_FPS = 30.0
_MOST_FPS = 1000.0
_CLOSE_S = 1.0


class VideoFile:
    """A FrameSource over one file; raises CaptureError when the file is missing or holds no frame.

    Frames are turned upright as the file's rotation flag says (OpenCV does it). `time_s` is the file's own time stamp,
    made strictly increasing. With `loop` the file starts again at its end, while `index` and `time_s` go on; after
    `seek` the time counts from there.
    """

    def __init__(
        self,
        path: Path,
        *,
        realtime: bool = False,
        loop: bool = False,
        kind: SourceKind = SourceKind.VIDEO,
        name: str | None = None,
        most_pixels: int = MOST_PIXELS,
    ) -> None:
        self._path = path
        self._loop = loop
        self._pacer = Pacer(realtime)
        self._lock = threading.Lock()  # guards the capture: OpenCV crashes when it is released while read
        self._capture = _opened(path)
        self._refuse_huge(most_pixels)
        self._fps = _rate(self._capture)
        self._step_s = 1 / (self._fps or _UNKNOWN_FPS)
        self._round_s = 0.0
        self._last_s = -self._step_s
        self._index = 0
        self._sought_s: float | None = None
        first = self._decoded()
        if first is None:
            self._capture.release()
            raise CaptureError(f"{path.name} holds no picture that can be read; use another file or convert it to MP4.")
        self._ahead: list[tuple[NDArray[np.uint8], float]] = [first]
        count = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self._info = SourceInfo(
            name=name or path.name,
            kind=kind,
            width_px=int(first[0].shape[1]),
            height_px=int(first[0].shape[0]),
            fps=self._fps,
            frame_count=count if count > 0 and not loop else None,
            duration_s=count / self._fps if count > 1 and self._fps else None,
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    def read(self) -> Frame | None:
        with self._lock:
            try:
                return self._next()
            finally:
                if self._pacer.stopped:
                    self._capture.release()

    def seek(self, position_s: float) -> None:
        """Go to a place of the file with the next read."""
        end_s = position_s if self._info.duration_s is None else self._info.duration_s  # unknown where it was cut off
        self._sought_s = max(0.0, min(position_s, end_s))

    def repeat(self, on: bool) -> None:
        self._loop = on

    def close(self) -> None:
        self._pacer.stop()
        # A decode that hangs (a disk that went away) keeps the lock; its reader releases the file then.
        if self._lock.acquire(timeout=_CLOSE_S):
            self._capture.release()
            self._lock.release()

    def _refuse_huge(self, most_pixels: int) -> None:
        width_px = self._capture.get(cv2.CAP_PROP_FRAME_WIDTH)
        height_px = self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
        try:
            refuse_huge(self._path.name, width_px, height_px, most_pixels)
        except CaptureError:
            self._capture.release()
            raise

    def _next(self) -> Frame | None:
        if self._pacer.stopped:
            return None
        if self._sought_s is not None:
            self._go_to(self._sought_s)
        decoded = self._ahead.pop(0) if self._ahead else self._decoded() or (self._again() if self._loop else None)
        if decoded is None or not self._pacer.wait_until(decoded[1]):
            return None
        frame = Frame(decoded[0], self._index, decoded[1], time.perf_counter())
        self._index += 1
        return frame

    def _decoded(self) -> tuple[NDArray[np.uint8], float] | None:
        """The next picture (RGB) with its time stamp."""
        found, pixels = self._capture.read()
        if not found:
            return None
        stamp = self._round_s + self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if stamp <= self._last_s:  # no time stamps in the file, or broken ones
            stamp = self._last_s + self._step_s
        self._last_s = stamp
        return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False), stamp

    def _go_to(self, position_s: float) -> None:
        """Keep the picture of this place ahead, and the one behind it where that had to be read to know."""
        self._sought_s, self._round_s = None, 0.0
        self._ahead = self._read_on(position_s) if land_before(self._land, position_s, self._step_s / 2) else []
        self._pacer.restart()

    def _land(self, request_s: float) -> float | None:
        """Send OpenCV to a place; the time stamp of the picture where it came to stand, None behind the last one."""
        self._last_s = -math.inf
        self._capture.set(cv2.CAP_PROP_POS_MSEC, request_s * 1000)
        landed = None if self._pacer.stopped else self._decoded()
        self._ahead = [] if landed is None else [landed]
        if landed is not None and landed[1] <= 0 < request_s - self._step_s:  # this file has no time stamps
            self._last_s = request_s
            self._ahead = [(landed[0], request_s)]
        return self._ahead[0][1] if self._ahead else None

    def _read_on(self, position_s: float) -> list[tuple[NDArray[np.uint8], float]]:
        """From where we stand to the last picture of this place."""
        near = self._ahead[:1]
        while near and near[-1][1] < position_s - self._step_s / 2 and not self._pacer.stopped:
            following = self._decoded()
            if following is None:
                break
            near = [following] if following[1] <= position_s + self._step_s / 2 else [near[-1], following]
        return near

    def _again(self) -> tuple[NDArray[np.uint8], float] | None:
        """Start over; opened anew because not every format can be wound back."""
        self._capture.release()
        self._capture = _opened(self._path)
        self._round_s = self._last_s + self._step_s
        return self._decoded()


def _opened(path: Path) -> cv2.VideoCapture:
    path = path.absolute()
    if not path.exists():
        raise CaptureError(f"There is no file {path}; check the path.")
    if path.is_dir():
        raise CaptureError(f"{path} is a folder, not a video; name a file in it.")
    if not path.is_file():
        raise CaptureError(f"{path} is a device or a pipe, not a video; copy what it gives into a file first.")
    readable = str(path).encode("utf-8", "backslashreplace").decode()
    if readable != str(path):  # a Linux path that is not UTF-8, with which OpenCV ends the whole process
        raise CaptureError(f"The name {readable} holds bytes that are no text; rename the file.")
    # FFmpeg takes "name:" at the start for a protocol, so it gets the whole path.
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise CaptureError(
            f"{path.name} cannot be read as a video or picture: it is of another kind, damaged or cut off;"
            " use another file or convert it to MP4."
        )
    return capture


def _rate(capture: cv2.VideoCapture) -> float | None:
    fps = float(capture.get(cv2.CAP_PROP_FPS))
    return fps if 0 < fps <= _MOST_FPS else None
