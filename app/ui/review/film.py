"""The video of a recording, decoded on a thread of its own: asked for a moment, it brings the picture of it."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.capture.image_file import ImageFile
from app.capture.opening import IMAGE_SUFFIXES
from app.capture.source import CaptureError, FrameSource
from app.capture.video_file import VideoFile
from app.domain.frame import Frame

_FAR_S = 2.0
"""Nearer than this, reading on is quicker than seeking."""
_BEFORE_S = 0.15


class Film(QObject):
    """`shown` brings the Frame of the newest moment asked for, `failed` a sentence. Start it, and close it in the end.

    The picture of a moment is the last one at or before it. Moments that a newer one overtakes are left out.
    """

    shown = Signal(object)
    failed = Signal(str)
    _decoded = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._wanted_s: float | None = 0.0
        self._closed = False
        self._asked = threading.Condition()
        self._decoded.connect(self._on_decoded, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="poise-film", daemon=True)

    def start(self) -> None:
        """Begin, after the signals were connected."""
        self._thread.start()

    def show_moment(self, time_s: float) -> None:
        """Ask for the picture of a moment; never waits."""
        with self._asked:
            self._wanted_s = time_s
            self._asked.notify()

    def close(self) -> None:
        """End the thread soon; never waits for a decoder that hangs."""
        with self._asked:
            self._closed = True
            self._asked.notify()

    def wait_closed(self, timeout_s: float) -> bool:
        """Wait for the thread after `close`; False where it was left behind."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @Slot(object)
    def _on_decoded(self, frame: Frame) -> None:
        if not self._closed:
            self.shown.emit(frame)

    def _run(self) -> None:
        try:
            source = _opened(self._path)
        except CaptureError as error:
            self.failed.emit(str(error))
            return
        try:
            self._show_all(_Reel(source))
        except CaptureError as error:
            self.failed.emit(str(error))
        finally:
            source.close()

    def _show_all(self, reel: "_Reel") -> None:
        while (wanted_s := self._next_wanted()) is not None:
            frame = reel.at(wanted_s)
            if frame is not None:
                self._decoded.emit(frame)

    def _next_wanted(self) -> float | None:
        """The newest moment asked for, waited for; None once closed."""
        with self._asked:
            self._asked.wait_for(lambda: self._closed or self._wanted_s is not None)
            wanted, self._wanted_s = self._wanted_s, None
            return None if self._closed else wanted


class _Reel:
    """Goes to and fro in a source; one thread uses it."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._shown: Frame | None = None
        self._ahead: Frame | None = None

    def at(self, time_s: float) -> Frame | None:
        """The last picture at or before a moment, the first one before all, None where it was given last time."""
        before = self._shown
        if isinstance(self._source, VideoFile) and not self._near(time_s):
            self._source.seek(max(0.0, time_s - _BEFORE_S))  # players of a varying rate land a little late
            self._shown = self._ahead = None
        while self._ahead is None or self._ahead.time_s <= time_s or self._shown is None:
            if self._ahead is not None:
                self._shown = self._ahead
                if self._shown.time_s > time_s:
                    break  # nothing is earlier
            self._ahead = self._source.read()
            if self._ahead is None:
                break
        return None if self._shown is before else self._shown

    def _near(self, time_s: float) -> bool:
        return self._shown is not None and self._shown.time_s - 1e-3 <= time_s <= self._shown.time_s + _FAR_S


def _opened(path: Path) -> FrameSource:
    """Raises CaptureError."""
    is_image = path.suffix.lower() in IMAGE_SUFFIXES
    return ImageFile(path, realtime=False, loop=False) if is_image else VideoFile(path)
