"""The charts of the last minute, drawn a few times a second."""

import time

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.ui.charts.chart import Charts
from app.ui.charts.history import History
from app.ui.look.theme import Theme

_DRAW_MS = 100  # one of the two charts
_NO_FACE = -1


class Timeline(QWidget):
    """Remembers every face and shows the past of the chosen one; while paused it stands still."""

    def __init__(self, seconds: int, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Charts of the last {seconds} seconds", seconds=seconds))
        self.setMinimumHeight(120)
        self._seconds = seconds
        self._theme = theme
        self._history = History(seconds)
        self._chosen_id: int | None = None
        self._stale = Charts.COUNT
        self._current = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._charts = self._make_charts()
        self._tick = QTimer(self, interval=_DRAW_MS)
        self._tick.timeout.connect(self._draw)
        self._tick.start()
        theme.changed.connect(self._colour)

    def add(self, result: FrameResult, chosen_id: int | None) -> None:
        self._history.add(result)
        self._chosen_id = chosen_id
        self._stale = Charts.COUNT

    def show_state(self, paused: bool, current: bool) -> None:
        """Whether the session is paused from now on, and whether its newest result is one of now."""
        self._history.pause(paused, time.perf_counter())
        self._current = current
        self._stale = Charts.COUNT

    def clear(self) -> None:
        self._history.clear()
        self._stale = Charts.COUNT

    def set_seconds(self, seconds: int) -> None:
        """Show another span, from now on."""
        if seconds == self._seconds:
            return
        self._seconds = seconds
        self._history = History(seconds)
        self._column.removeWidget(self._charts)
        self._charts.deleteLater()
        self._charts = self._make_charts()
        self._stale = Charts.COUNT

    def sizeHint(self) -> QSize:
        return QSize(700, 210)

    def _make_charts(self) -> Charts:
        charts = Charts(self._seconds)
        charts.colour(self._theme.colours)
        self._column.addWidget(charts)
        return charts

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stale = Charts.COUNT

    def _colour(self) -> None:
        self._charts.colour(self._theme.colours)

    def _draw(self) -> None:
        if self._stale and self.isVisible():
            self._stale -= 1
            track = self._history.of(_NO_FACE if self._chosen_id is None else self._chosen_id)
            self._charts.draw(track, named=self._current and track.fresh)
