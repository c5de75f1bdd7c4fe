"""The picture of any moment of a film, however its pictures are spaced in time.

PyAV goes by time and decodes on several threads. Where it is missing (docs/adr/0011), the source's own way is taken.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from app.capture.image_file import ImageFile
from app.capture.opening import IMAGE_SUFFIXES
from app.capture.source import CaptureError
from app.capture.video_file import VideoFile
from app.domain.frame import Frame

_FAR_S = 2.0
"""Nearer than this, reading on is quicker than going there."""

_BACK_S = 0.5
"""A source may stand half a picture behind the place it was sent to."""

_QUARTER_DEG = 90


class Moments(Protocol):
    """A film in which one goes to and fro; one thread uses it."""

    def at(self, time_s: float) -> Frame | None:
        """The last picture at or before a moment, else the first one; None where there is none. Raises CaptureError."""

    def close(self) -> None: ...


def open_moments(path: Path, *, from_zero: bool) -> Moments:
    """Open a film or a picture. Raises CaptureError.

    `from_zero`: the time stamps of the file stand as they are; else they count from its first picture.
    """
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return _Passing(ImageFile(path, realtime=False, loop=False))
    whole = VideoFile(path)  # says what is wrong with a file
    try:
        import av  # noqa: F401
    except ImportError:
        return _Passing(whole)
    whole.close()
    return _ByTime(path, from_zero=from_zero)


class _ByTime:
    def __init__(self, path: Path, *, from_zero: bool) -> None:
        import av

        self._name = path.name
        self._error = av.FFmpegError
        try:
            self._container: Any = av.open(str(path))
            self._stream: Any = self._container.streams.video[0]
        except (av.FFmpegError, IndexError) as error:
            raise _unreadable(path.name) from error
        self._stream.thread_type = "AUTO"
        self._zero = 0 if from_zero else (self._stream.start_time or 0)
        self._pictures: Iterator[Any] = iter(())
        self._shown: Any = None
        self._ahead: Any = None

    def at(self, time_s: float) -> Frame | None:
        try:
            if self._shown is None or not -1e-3 <= time_s - self._time_of(self._shown) <= _FAR_S:
                place = self._zero + int(max(0.0, time_s) / self._stream.time_base)
                self._container.seek(place, stream=self._stream, backward=True)
                self._pictures = self._container.decode(self._stream)
                self._shown, self._ahead = None, next(self._pictures, None)
            while self._ahead is not None and (self._shown is None or self._time_of(self._ahead) <= time_s):
                self._shown, self._ahead = self._ahead, next(self._pictures, None)
        except self._error as error:
            raise _unreadable(self._name) from error
        return None if self._shown is None else self._frame(self._shown)

    def close(self) -> None:
        self._container.close()

    def _time_of(self, picture: Any) -> float:
        return float((picture.pts - self._zero) * self._stream.time_base)

    def _frame(self, picture: Any) -> Frame:
        turned = np.rot90(picture.to_ndarray(format="rgb24"), round(picture.rotation / _QUARTER_DEG))
        return Frame(np.ascontiguousarray(turned), 0, self._time_of(picture), time.perf_counter())


class _Passing:
    """Reads on, or goes shortly before the place to read up to it."""

    def __init__(self, source: VideoFile | ImageFile) -> None:
        self._source = source
        self._shown: Frame | None = None
        self._ahead: Frame | None = None

    def at(self, time_s: float) -> Frame | None:
        near = self._shown is not None and -1e-3 <= time_s - self._shown.time_s <= _FAR_S
        if isinstance(self._source, VideoFile) and not near:
            self._source.seek(max(0.0, time_s - _BACK_S))
            self._shown, self._ahead = None, self._source.read()
        elif self._shown is None:
            self._ahead = self._source.read()
        while self._ahead is not None and (self._shown is None or self._ahead.time_s <= time_s):
            self._shown, self._ahead = self._ahead, self._source.read()
        return self._shown

    def close(self) -> None:
        self._source.close()


def _unreadable(name: str) -> CaptureError:
    return CaptureError(
        f"{name} cannot be read as a video or picture: it is of another kind, damaged or cut off; use another file or"
        " convert it to MP4."
    )
