"""Pictures to a video file: VP9 where PyAV is installed, else MPEG-4 part 2, which browsers do not play.

docs/adr/0011-video-in-vp9.md says why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

VIDEO_SUFFIXES = (".mp4", ".webm")

# As fast as libvpx goes, at a quality that the eye hardly tells from the source.
VP9_OPTIONS = {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "crf": "33", "b": "0"}
VP9_THREADS = 2
_FINEST_RATE = 100_000  # 30000/1001 and its like are kept exactly


class Encoder(Protocol):
    """Writes the pictures of one video, all of one size."""

    def write(self, pixels: NDArray[np.uint8]) -> None:
        """Add a picture, uint8 [height, width, 3] RGB. Raises OSError."""

    def close(self) -> None:
        """Complete the file. Raises OSError where it is not whole."""


def open_encoder(path: Path, fps: float, size: tuple[int, int]) -> Encoder:
    """A video of pictures (width, height) px, to the file at `path`. Raises OSError."""
    try:
        return _Vp9(path, fps, size)
    except ImportError:  # the bundle goes without PyAV
        return _Mpeg4(path, fps, size)


class _Vp9:
    def __init__(self, path: Path, fps: float, size: tuple[int, int]) -> None:
        import av

        self._frame_of = av.VideoFrame.from_ndarray
        self._error = av.FFmpegError
        self._count = 0
        options = {"movflags": "faststart"} if path.suffix.lower() == ".mp4" else {}
        with as_os_error(av.FFmpegError):
            self._container: Any = av.open(str(path), "w", options=options)
            rate = Fraction(fps).limit_denominator(_FINEST_RATE)
            self._stream: Any = self._container.add_stream("libvpx-vp9", rate=rate, options=VP9_OPTIONS)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.thread_count = VP9_THREADS
        self._frame_s = 1 / rate  # the stream's own base changes when the file begins
        self._stream.codec_context.time_base = self._frame_s

    def write(self, pixels: NDArray[np.uint8]) -> None:
        frame: Any = self._frame_of(pixels, format="rgb24")
        frame.pts = self._count
        frame.time_base = self._frame_s
        self._count += 1
        self._mux(frame)

    def close(self) -> None:
        try:
            if self._count:
                self._mux(None)
        finally:
            with as_os_error(self._error):
                self._container.close()

    def _mux(self, frame: Any) -> None:
        with as_os_error(self._error):
            for packet in self._stream.encode(frame):
                self._container.mux(packet)


@contextmanager
def as_os_error(kind: type[Exception]) -> Iterator[None]:
    """FFmpeg's own failures as OSError; most of them are already."""
    try:
        yield
    except kind as error:
        if isinstance(error, OSError):
            raise
        raise OSError(str(error)) from error


class _Mpeg4:
    def __init__(self, path: Path, fps: float, size: tuple[int, int]) -> None:
        self._path = path
        self._count = 0
        self._writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
        if not self._writer.isOpened():
            raise OSError("no video can be written there")

    def write(self, pixels: NDArray[np.uint8]) -> None:
        self._writer.write(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        self._count += 1

    def close(self) -> None:
        """OpenCV says nothing when the disk is full, so the finished file is opened once."""
        self._writer.release()
        reader = cv2.VideoCapture(str(self._path))
        complete = int(reader.get(cv2.CAP_PROP_FRAME_COUNT)) >= self._count
        reader.release()
        if not complete:
            raise OSError("it could not be written completely")
