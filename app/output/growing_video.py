"""A video that can be read up to its last picture while it grows, each picture at its own moment."""

from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.output.encoding import VP9_OPTIONS, VP9_THREADS, as_os_error
from app.output.sink import OutputError

KEYFRAME_S = 1.0
"""At least so often there is a picture that stands by itself, from which one can go on after a jump."""

_MILLISECOND = Fraction(1, 1000)


def require_encoder() -> None:
    """Raises OutputError where no such video can be written: OpenCV's writer would need to know the length first."""
    if find_spec("av") is None:  # the bundle goes without PyAV
        raise OutputError(
            "A recording's video needs the package av, which is not here; record without the video, or start Poise"
            " from its source with run.py."
        )


class GrowingVideo:
    """VP9 in Matroska, for the file at `path`, of pictures (width, height) px. Raises OSError.

    Each picture goes to the file with the next one, so that a kill costs a single one: a cluster holds one picture,
    where Matroska's usual five seconds would be lost.
    """

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        import av

        self._frame_of = av.VideoFrame.from_ndarray
        self._keyframe = av.video.frame.PictureType.I
        self._error = av.FFmpegError
        self._keyframe_at_s: float | None = None
        self._last_ms = -1
        with as_os_error(av.FFmpegError):
            self._container: Any = av.open(
                str(path), "w", format="matroska", options={"flush_packets": "1", "cluster_time_limit": "1"}
            )
            options = {**VP9_OPTIONS, "lag-in-frames": "0"}
            self._stream: Any = self._container.add_stream("libvpx-vp9", rate=30, options=options)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.thread_count = VP9_THREADS
        self._stream.codec_context.time_base = _MILLISECOND

    def write(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        """Add a picture, uint8 [height, width, 3] RGB, later than the one before."""
        frame: Any = self._frame_of(pixels, format="rgb24")
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        frame.pts = self._last_ms
        frame.time_base = _MILLISECOND
        if self._keyframe_at_s is None or time_s - self._keyframe_at_s >= KEYFRAME_S:
            frame.pict_type = self._keyframe
            self._keyframe_at_s = time_s
        self._mux(frame)

    def close(self) -> None:
        """Complete the file; one without a picture stays empty."""
        try:
            if self._last_ms >= 0:
                self._mux(None)
        finally:
            with as_os_error(self._error):
                self._container.close()

    def _mux(self, frame: Any) -> None:
        with as_os_error(self._error):
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
