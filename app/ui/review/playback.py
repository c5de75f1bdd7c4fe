"""Where in a recording one is, and how fast time passes there."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
_TICK_MS = 33


class Playback(QObject):
    """`moved` brings the place in seconds, `changed` that it plays or stands. What is a gap is passed over."""

    moved = Signal(float)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._duration_s = 0.0
        self._gaps: tuple[tuple[float, float], ...] = ()
        self._time_s = 0.0
        self._speed = 1.0
        self._ticked_at = 0.0
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._on_tick)

    @property
    def time_s(self) -> float:
        return self._time_s

    @property
    def playing(self) -> bool:
        return self._tick.isActive()

    def load(self, duration_s: float, gaps: Sequence[tuple[float, float]]) -> None:
        """Stand at the beginning of another recording with these gaps, each from and until."""
        self.play(False)
        self._duration_s, self._gaps = duration_s, tuple(gaps)
        self._time_s = 0.0
        self.moved.emit(0.0)

    def play(self, on: bool) -> None:
        """Let time pass, from the beginning where it stands at the end."""
        if on == self.playing or (on and not self._duration_s):
            return
        if on:
            if self._time_s >= self._duration_s:
                self.go_to(0.0)
            self._ticked_at = time.perf_counter()
            self._tick.start()
        else:
            self._tick.stop()
        self.changed.emit()

    def set_speed(self, speed: float) -> None:
        self._speed = speed

    def go_to(self, time_s: float) -> None:
        """Stand at a place; it plays on from there."""
        place = max(0.0, min(self._duration_s, time_s))
        if place != self._time_s:
            self._time_s = place
            self.moved.emit(place)

    def _on_tick(self) -> None:
        now = time.perf_counter()
        passed, self._ticked_at = now - self._ticked_at, now
        place = self._time_s + passed * self._speed
        for since, until in self._gaps:
            if since < place < until:
                place = until
        self.go_to(place)
        if self._time_s >= self._duration_s:
            self.play(False)
