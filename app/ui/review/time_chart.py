"""A chart of a stretch of a recording, with its markers, gaps, the chosen range and the moment that is shown.

Importing this module imports pyqtgraph, which takes a while.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem

from app.overlay.style import Colour
from app.recording.downsampling import Points
from app.recording.stored_session import StoredEvent
from app.ui.look.theme import Colours
from app.ui.review.clock import clock, tick_step_s
from app.ui.review.plot import Plot

_NAME_PX = 74
_AXIS_PX = 42
_NAME_HEIGHT_PX = 13
_NAMED_FROM = 0.12
_TICK_EVERY_PX = 90
_DRAG_PX = 4
_MARKER_PX = 90
_LONGEST_NAME = 16
_ZOOM = 1.25
_WHEEL_STEP = 120


class TimePlot(pg.PlotWidget):  # type: ignore[misc]
    """Says in seconds what the mouse does: `pressed` at a moment, `dragged` from and until, `zoomed` by and about."""

    pressed = Signal(float)
    dragged = Signal(float, float)
    zoomed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._since: QPointF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._since = event.position()
            self.pressed.emit(self._time_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        since = self._since
        if since is not None and abs(event.position().x() - since.x()) >= _DRAG_PX:
            first, last = sorted((self._time_at(since), self._time_at(event.position())))
            self.dragged.emit(first, last)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._since = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        by = _ZOOM ** (event.angleDelta().y() / _WHEEL_STEP)
        if by != 1.0:
            self.zoomed.emit(by, self._time_at(event.position()))
        event.accept()

    def _time_at(self, place: QPointF) -> float:
        return float(self.getPlotItem().vb.mapSceneToView(self.mapToScene(place.toPoint())).x())


class TimeChart(Plot):
    """Curves between two moments; names stand at their right ends."""

    widget: TimePlot

    def __init__(self, title: str, names: Sequence[str], low: float, high: float, ticks: Mapping[float, str]) -> None:
        super().__init__(title, names, low, high, ticks)
        self._view = (0.0, 1.0)
        self._events: list[Any] = []
        self._now = pg.InfiniteLine(0.0, angle=90)
        self._now.setZValue(20)
        self._range = pg.LinearRegionItem(movable=False)
        self._range.setZValue(-20)
        self._range.hide()
        for item in (self._now, self._range):
            self._plot.addItem(item, ignoreBounds=True)
        for curve in self._curves:  # drawn once for each stretch: a moment that moves must not draw them anew
            curve.curve.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    @property
    def curves_px(self) -> int:
        """How wide the curves are drawn."""
        return max(_NAME_PX, int(self.widget.width()) - _AXIS_PX - _NAME_PX)

    def rename(self, title: str) -> None:
        """Another title, from the next `colour` on."""
        self._title = title
        self.widget.setAccessibleName(title)

    def colour(self, colours: Colours, of_curves: Sequence[Colour]) -> None:
        super().colour(colours, of_curves)
        self._colours = colours
        self._now.setPen(pg.mkPen(colours.text, width=1.5))
        fill = QColor(colours.accent)
        fill.setAlphaF(0.16)
        self._range.setBrush(fill)
        for line in self._range.lines:
            line.setPen(pg.mkPen(colours.accent, width=1))

    def show_stretch(self, start_s: float, end_s: float, points: Points) -> None:
        """Draw curves [m, names] from `start_s` to `end_s`."""
        self._view = (start_s, end_s)
        span_s = max(1e-3, end_s - start_s)
        self._plot.setXRange(start_s, end_s + span_s * _NAME_PX / self.curves_px, padding=0)
        step_s = tick_step_s(span_s, self.curves_px // _TICK_EVERY_PX)
        first = math.ceil(start_s / step_s - 1e-9)
        moments = [place * step_s for place in range(first, int(end_s / step_s + 1e-9) + 1)]
        self._plot.getAxis("bottom").setTicks([[(moment, clock(moment, step_s < 1)) for moment in moments]])
        for column, curve in enumerate(self._curves):
            curve.setData(points.time_s, points.values[:, column], connect="finite")
        self._name(points, end_s, span_s)
        self._name_markers()

    def show_events(self, events: Sequence[StoredEvent]) -> None:
        """Lines at markers and changes, bars through gaps."""
        for item in self._events:
            self._plot.removeItem(item)
        self._events = [self._drawn(event) for event in events]
        for item in self._events:
            self._plot.addItem(item, ignoreBounds=True)
        self._name_markers()

    def show_range(self, start_s: float, end_s: float, chosen: bool) -> None:
        self._range.setVisible(chosen)
        self._range.setRegion((start_s, end_s))

    def show_moment(self, time_s: float) -> None:
        self._now.setPos(time_s)

    def _plot_widget(self) -> pg.PlotWidget:
        return TimePlot()

    def _name(self, points: Points, end_s: float, span_s: float) -> None:
        """The names beside the last values that are claimed within the stretch."""
        within = points.values[points.time_s <= end_s]
        known = np.flatnonzero(np.isfinite(within).all(axis=1))
        ends = within[known[-1]] if len(known) else np.full(within.shape[1], np.nan)
        from_ = _NAMED_FROM if self._low == 0.0 else -math.inf
        fitting = max(1, int(max(60.0, self.widget.height() - 60.0) / _NAME_HEIGHT_PX))
        least = np.sort(ends)[-min(fitting, len(ends))] if len(known) else math.inf
        named = [float(value) if value >= max(from_, least) else math.nan for value in ends]
        self._place_names(named, end_s + 0.006 * span_s)

    def _drawn(self, event: StoredEvent) -> Any:
        colours = self._colours
        if event.until_s is not None:
            fill = QColor(colours.quiet)
            fill.setAlphaF(0.22)
            gap = pg.LinearRegionItem((event.time_s, event.until_s), movable=False, brush=fill)
            for line in gap.lines:
                line.setPen(pg.mkPen(None))
            gap.setZValue(-10)
            return gap
        pen = pg.mkPen(colours.quiet, style=Qt.PenStyle.DashLine)
        name = event.text[:_LONGEST_NAME] or "\N{EN DASH}"
        look = {"position": 1.0, "anchors": ((0, 0), (0, 0)), "color": colours.quiet}
        line = pg.InfiniteLine(
            event.time_s, angle=90, pen=pen, label=name.replace("{", "{{").replace("}", "}}"), labelOpts=look
        )
        line.label.setFont(self._labels[0].textItem.font())
        line.setZValue(10)
        return line

    def _name_markers(self) -> None:
        """Their texts stand beside the lines where there is room for all of them."""
        start_s, end_s = self._view
        lines = [item for item in self._events if isinstance(item, pg.InfiniteLine)]
        seen = [line for line in lines if start_s <= line.value() <= end_s]
        for line in lines:
            line.label.setVisible(line in seen and len(seen) * _MARKER_PX <= self.curves_px)
