"""Runs a window for a while and reports what it painted and how freely its thread ran."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from app.domain.result import FrameResult
from app.runtime.window_report import WindowReport
from app.ui.application import ApplicationError
from app.ui.window.main_window import MainWindow

_BEAT_MS = 5
_LEAST_S = 1.0


def watch(
    window: MainWindow,
    seconds: float,
    timeout_s: float,
    resident_mib: Callable[[], float | None],
    picture: Path | None = None,
) -> WindowReport:
    """Show and start the window, run it for `seconds` after the first face is drawn, and close it.

    After `timeout_s` without a face it ends as well. `picture` takes a PNG of the window as it was at the end.
    Call it on the GUI thread, outside an event loop. Raises ApplicationError where the picture cannot be written.
    """
    loop = QEventLoop()
    observer = _Observer(loop, seconds, timeout_s)
    window.painted.connect(observer.on_painted)
    window.show()
    window.start()
    loop.exec()
    report = observer.report(resident_mib())
    saved = picture is None or window.grab().save(str(picture), "PNG")
    window.close()
    if not saved:
        raise ApplicationError(f"{picture} cannot be written; choose a folder that exists and is yours.")
    return report


class _Observer(QObject):
    """Counts pictures and feels the pulse of the GUI thread."""

    def __init__(self, loop: QEventLoop, seconds: float, timeout_s: float) -> None:
        super().__init__(loop)
        self._seconds = seconds
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(loop.quit)
        self._end.start(round(timeout_s * 1000))
        self._painted = 0
        self._with_face = 0
        self._face_ids: set[int] = set()
        self._first_frame_at: float | None = None
        self._first_overlay_at: float | None = None
        self._latency_ms: list[float] = []
        self._start_stall_ms = 0.0
        self._stall_ms = 0.0
        self._last_beat = time.perf_counter()
        self._began = (0.0, 0.0)  # after the first overlay: seconds of the clock, and of the processor
        beat = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        beat.timeout.connect(self._on_beat)
        beat.start()

    @Slot(object)
    def on_painted(self, result: FrameResult) -> None:
        self._painted += 1
        self._first_frame_at = self._first_frame_at or time.time()
        self._face_ids |= {face.face.track_id for face in result.faces}
        self._with_face += bool(result.faces)
        if self._first_overlay_at is not None:
            self._latency_ms.append((time.perf_counter() - result.frame.captured_at) * 1000)
        elif result.faces:
            self._first_overlay_at = time.time()
            self._began = (time.perf_counter(), time.process_time())
            self._end.start(round(self._seconds * 1000))  # in place of the time that the first face had

    @Slot()
    def _on_beat(self) -> None:
        now = time.perf_counter()
        stall_ms = (now - self._last_beat) * 1000 - _BEAT_MS
        self._last_beat = now
        if self._first_overlay_at is None:
            self._start_stall_ms = max(self._start_stall_ms, stall_ms)
        else:
            self._stall_ms = max(self._stall_ms, stall_ms)

    def report(self, resident_mib: float | None) -> WindowReport:
        return WindowReport(
            platform=QGuiApplication.platformName(),
            painted=self._painted,
            painted_with_face=self._with_face,
            face_ids=tuple(sorted(self._face_ids)),
            first_frame_at=self._first_frame_at,
            first_overlay_at=self._first_overlay_at,
            latency_ms=tuple(self._latency_ms),
            start_stall_ms=self._start_stall_ms,
            stall_ms=self._stall_ms,
            resident_mib=resident_mib,
            cpu_percent=self._cpu_percent(),
        )

    def _cpu_percent(self) -> float | None:
        seconds, of_processor = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        return 100 * of_processor / seconds if self._first_overlay_at and seconds > _LEAST_S else None
