"""The video of a recording, decoded on a thread of its own: asked for a moment, it brings the picture of it."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.capture.moments import Moments, open_moments
from app.capture.source import CaptureError
from app.domain.frame import Frame


class Film(QObject):
    """`shown` brings the Frame of the newest moment asked for, `failed` a sentence. Start it, and close it in the end.

    `from_zero`: the file's time stamps are those of the recording.

    The picture of a moment is the last one at or before it. Moments that a newer one overtakes are left out.
    """

    shown = Signal(object)
    failed = Signal(str)
    _decoded = Signal(object)

    def __init__(self, path: Path, *, from_zero: bool) -> None:
        super().__init__()
        self._path = path
        self._from_zero = from_zero
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
            moments = open_moments(self._path, from_zero=self._from_zero)
        except CaptureError as error:
            self.failed.emit(str(error))
            return
        try:
            self._show_all(moments)
        except CaptureError as error:
            self.failed.emit(str(error))
        finally:
            moments.close()

    def _show_all(self, moments: Moments) -> None:
        shown_s: float | None = None
        while (wanted_s := self._next_wanted()) is not None:
            frame = moments.at(wanted_s)
            if frame is not None and frame.time_s != shown_s:
                shown_s = frame.time_s
                self._decoded.emit(frame)

    def _next_wanted(self) -> float | None:
        """The newest moment asked for, waited for; None once closed."""
        with self._asked:
            self._asked.wait_for(lambda: self._closed or self._wanted_s is not None)
            wanted, self._wanted_s = self._wanted_s, None
            return None if self._closed else wanted
