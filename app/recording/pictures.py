"""The video of a recording, where one is kept: it may fail or be too slow, and the numbers go on."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.domain.result import FrameResult
from app.output.part_file import new_file, write_failure
from app.output.sink import OutputError
from app.recording.clock import RecordingClock


class VideoWriter(Protocol):
    """Draws results into a video that can be read up to its last pictures while it grows. One thread writes it."""

    def write(self, result: FrameResult, time_s: float) -> None:
        """Add the picture of this moment. Raises OutputError."""

    def close(self) -> None:
        """Complete the file. Raises OutputError."""


OpenVideo = Callable[[Path], VideoWriter]
"""Opens a video in an empty file that is there already, before the first picture. Raises OutputError."""


class Pictures:
    """One thread writes it; any other may close it or ask for its size meanwhile."""

    def __init__(self, path: Path, open_video: OpenVideo, clock: RecordingClock) -> None:
        self._path = new_file(path)
        self._clock = clock
        self.count = 0
        self._last_s = -1.0
        self._lock = threading.Lock()
        self._writer: VideoWriter | None = open_video(path)

    @property
    def size_bytes(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def write(self, result: FrameResult) -> None:
        """Raises OutputError, after which it is closed and takes no more."""
        time_s = self._clock.time_s(result.frame.captured_at)
        with self._lock:
            if self._writer is None or time_s <= self._last_s:
                return
            self._last_s = time_s
            try:
                self._writer.write(result, time_s)
                self.count += 1
            except OutputError:
                self._close()
                raise

    def keep_on_disk(self) -> None:
        """What was written so far outlives a power cut. Raises OutputError."""
        try:
            descriptor = os.open(self._path, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise write_failure(self._path, error) from error

    def close(self) -> None:
        """Complete the file; may be called more than once. Raises OutputError."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
