"""The charts of the last minute, drawn a few times a second."""

import time
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.ui.charts.history import History
from app.ui.charts.qt_types import TypesFirst
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme
from app.ui.session.bridge import Background

if TYPE_CHECKING:
    from app.ui.charts.chart import Charts

_DRAW_MS = 200
_NO_FACE = -1


class Timeline(QWidget):
    """Remembers every face and shows the past of the chosen one; while paused it stands still.

    pyqtgraph takes a good part of a second to import, so that happens on a thread, after the window is there.
    """

    def __init__(self, seconds: int, theme: Theme, background: Background) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Charts of the last {seconds} seconds", seconds=seconds))
        self.setMinimumHeight(120)
        self._seconds = seconds
        self._theme = theme
        self._background = background
        self._history = History(seconds)
        self._chosen_id: int | None = None
        self._charts: Charts | None = None
        self._stale = False
        self._current = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(PlainLabel())
        self._tick = QTimer(self, interval=_DRAW_MS)
        self._tick.timeout.connect(self._draw)
        theme.changed.connect(self._colour)

    def start(self) -> None:
        """Make the charts as soon as their library is there."""
        TypesFirst(self._load, self)

    def add(self, result: FrameResult, chosen_id: int | None) -> None:
        self._history.add(result)
        self._chosen_id = chosen_id
        self._stale = True

    def show_state(self, paused: bool, current: bool) -> None:
        """Whether the session is paused from now on, and whether its newest result is one of now."""
        self._history.pause(paused, time.perf_counter())
        self._current = current
        self._stale = True

    def clear(self) -> None:
        self._history.clear()
        self._stale = True

    def set_seconds(self, seconds: int) -> None:
        """Show another span, from now on."""
        if seconds == self._seconds:
            return
        self._seconds = seconds
        self._history = History(seconds)
        if self._charts is not None:
            self._make_charts()

    def _load(self) -> None:
        self._background.run(lambda: import_module("app.ui.charts.chart"), lambda _: self._loaded())

    def _loaded(self) -> None:
        if isValid(self):  # the window may have been closed meanwhile
            self._make_charts()

    def sizeHint(self) -> QSize:
        return QSize(700, 210)

    def _make_charts(self) -> None:
        from app.ui.charts.chart import Charts

        shown = self._column.takeAt(0)
        if shown is not None and (widget := shown.widget()) is not None:
            widget.deleteLater()
        self._charts = Charts(self._seconds)
        self._column.addWidget(self._charts)
        self._grow()

    def _grow(self) -> None:
        """Make one chart and let the window do other things before the next."""
        if self._charts is not None and self._charts.grow():
            self._colour()
            QTimer.singleShot(0, self._grow)
        else:
            self._stale = True
            self._tick.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stale = True

    def _colour(self) -> None:
        if self._charts is not None:
            self._charts.colour(self._theme.colours)

    def _draw(self) -> None:
        if self._stale and self._charts is not None and self.isVisible():
            self._stale = False
            track = self._history.of(_NO_FACE if self._chosen_id is None else self._chosen_id)
            self._charts.draw(track, named=self._current and track.fresh)
