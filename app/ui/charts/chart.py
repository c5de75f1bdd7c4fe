"""The two scrolling charts, painted here: the library of Review's takes longer to load than the window to come."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import VoidPtr

from app.domain.reading import EMOTIONS
from app.overlay.style import Colour
from app.overlay.translation import tr
from app.overlay.words import angle_names, emotion_name, percent
from app.ui.charts.history import Track
from app.ui.charts.names import places_of_names
from app.ui.look.theme import Colours

_AXIS_PX, _TITLE_PX, _BELOW_PX = 42, 32, 20
"""The room left of the curves, above and below them."""
_NAME_PX = 74
"""The room right of now, for the names of the curves."""
_WIDE_PX = 200
_NAMED_FROM = 0.12
_BESIDE_PX = 7.0
_OVER = 0.04  # of the span: so far the axis goes on above and below it
_GRID_OPACITY = 0.35
_CURVE_PX = 1.7
_TEXT_PX = 11
_HALF_TEXT_PX = 9.0
_TICK_TEXT_PX = 60.0

Number = TypeVar("Number", float, NDArray[np.float64])


class Chart(QWidget):
    """One plot with named curves over the last `seconds`; the names stand at their right ends."""

    def __init__(
        self, title: str, names: Sequence[str], low: float, high: float, ticks: Mapping[float, str], seconds: float
    ) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._title, self._names = title, tuple(names)
        self._low, self._high, self._ticks, self._seconds = low, high, ticks, seconds
        self._lines = self._text = QColor()
        self._colours: Sequence[QColor] = [QColor()] * len(self._names)
        self._time_s: NDArray[np.float64] = np.empty(0)
        self._values: NDArray[np.float64] = np.empty((0, len(self._names)))
        self._named_from = math.inf
        self._font = QFont(self.font())
        self._font.setPixelSize(_TEXT_PX)
        self._title_font = QFont(self.font())
        self._title_font.setPointSize(8)
        self._title_font.setWeight(QFont.Weight.DemiBold)

    def colour(self, colours: Colours, of_curves: Sequence[Colour]) -> None:
        self._lines, self._text = QColor(colours.line), QColor(colours.quiet)
        self._colours = [QColor(*colour) for colour in of_curves]
        self.update()

    def draw(self, time_s: NDArray[np.float64], values: NDArray[np.float64], named_from: float) -> None:
        """Draw the curves [n, names]; those whose last value is below `named_from` go without their name."""
        self._time_s, self._values, self._named_from = time_s, values, named_from
        self.update()

    def ends(self) -> list[float]:
        """The last value of each curve that is named, NaN for the others."""
        last = self._values[-1] if len(self._values) else np.full(len(self._names), np.nan)
        return [float(value) if value >= self._named_from else math.nan for value in last]

    def moments(self) -> Mapping[float, str]:
        """The places on the axis of time that are named, in seconds from now."""
        wide = self._plot().width() - _NAME_PX >= _WIDE_PX
        past = [-self._seconds * share for share in ((0.75, 0.5, 0.25) if wide else (0.5,))]
        return {**{moment: f"\N{MINUS SIGN}{-moment:g} s" for moment in past}, 0.0: tr("now")}

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_frame(painter)
            painter.setClipRect(self._plot())
            for column, colour in enumerate(self._colours):
                for piece in self._pieces(column):
                    paint_curve(painter, piece, colour)
            painter.setClipping(False)
            self._paint_names(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        """Title, axes, grid, and what the axes say."""
        plot = self._plot()
        painter.setPen(self._text)
        painter.setFont(self._title_font)
        painter.drawText(QRectF(plot.left(), 0, plot.width(), _TITLE_PX), Qt.AlignmentFlag.AlignCenter, self._title)
        painter.setFont(self._font)
        grid = QColor(self._lines)
        grid.setAlphaF(_GRID_OPACITY)
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value, text in self._ticks.items():
            y = self._y(value)
            painter.setPen(grid)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._text)
            painter.drawText(QRectF(0, y - _HALF_TEXT_PX, _AXIS_PX - 4, 2 * _HALF_TEXT_PX), beside, text)
        for moment, text in self.moments().items():
            place = QRectF(self._x(moment) - _TICK_TEXT_PX / 2, plot.bottom() - 2, _TICK_TEXT_PX, 2 * _HALF_TEXT_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(self._lines)
        painter.drawLine(plot.topLeft(), plot.bottomLeft())
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _paint_names(self, painter: QPainter) -> None:
        plot = self._plot()
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        places = places_of_names(self.ends(), self._low, self._high, max(60.0, self.height() - 60.0))
        for name, colour, value in zip(self._names, self._colours, places, strict=True):
            if not math.isnan(value):
                left, top = self._x(0.0) + _BESIDE_PX, self._y(value) - _HALF_TEXT_PX
                painter.setPen(colour)
                painter.drawText(QRectF(left, top, plot.right() - left, 2 * _HALF_TEXT_PX), beside, name)

    def _pieces(self, column: int) -> Iterator[QPolygonF]:
        """A curve in pixels, in pieces where it has gaps."""
        values = self._values[:, column]
        gaps = np.flatnonzero(np.isnan(values))
        x, y = self._x(self._time_s), self._y(values)
        for start, end in zip([0, *gaps + 1], [*gaps, len(values)], strict=True):
            if end - start > 1:
                yield polygon(x[start:end], y[start:end])

    def _plot(self) -> QRectF:
        """Where the curves are; half a pixel in, so that lines are sharp."""
        width, height = self.width() - _AXIS_PX, self.height() - _TITLE_PX - _BELOW_PX
        return QRectF(_AXIS_PX + 0.5, _TITLE_PX - 0.5, max(1.0, width - 1.0), max(1.0, height))

    def _x(self, time_s: Number) -> Number:
        plot = self._plot()
        curves_px = max(1.0, plot.width() - _NAME_PX)
        return plot.left() + (time_s + self._seconds) * (curves_px / self._seconds)

    def _y(self, value: Number) -> Number:
        plot, span = self._plot(), self._high - self._low
        return plot.bottom() - (value - self._low + _OVER * span) * (plot.height() / ((1 + 2 * _OVER) * span))


def polygon(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPolygonF:
    """Points float64 [n], [n], n >= 1, written into Qt's own memory: thirty times as fast as an object for each."""
    points = QPolygonF()
    points.resize(len(x))
    memory = VoidPtr(points.data(), points.size() * 2 * np.dtype(np.float64).itemsize, True)  # type: ignore[call-arg,arg-type]
    np.frombuffer(memory, np.float64).reshape(-1, 2)[:] = np.column_stack([x, y])  # type: ignore[call-overload]
    return points


def paint_curve(painter: QPainter, curve: QPolygonF, colour: QColor) -> None:
    """A line of about `_CURVE_PX`, as lines of one pixel of the screen side by side: Qt paints those six times as fast.

    They are moved across and down, so that level and steep parts are equally wide.
    """
    pen = QPen(colour, 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    ratio = painter.device().devicePixelRatioF()
    to_side = max(0.0, _CURVE_PX * ratio - 1.0) / 2  # in pixels of the screen
    steps = max(1, math.ceil(2 * to_side))  # so close that the middle is fully covered
    painter.drawPolyline(curve)
    for number in range(1, steps + 1):
        away = number * to_side / steps / ratio
        for right, down in ((away, 0.0), (-away, 0.0), (0.0, away), (0.0, -away)):
            painter.translate(right, down)
            painter.drawPolyline(curve)
            painter.translate(-right, -down)


class Charts(QWidget):
    """Emotions and angles of one face, side by side; `draw` draws one of them, in turns, to be over sooner."""

    COUNT = 2

    def __init__(self, seconds: float) -> None:
        super().__init__()
        share = {step: percent(step) for step in (0.0, 0.5, 1.0)}
        names = [emotion_name(emotion) for emotion in EMOTIONS]
        self._emotions = Chart(tr("Emotions"), names, 0.0, 1.0, share, seconds)
        turn = {-60.0: "−60°", -30.0: "−30°", 0.0: "0°", 30.0: "+30°", 60.0: "+60°"}
        self._angles = Chart(tr("Head pose"), angle_names(), -60.0, 60.0, turn, seconds)
        self._angles_next = False
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._emotions)
        row.addWidget(self._angles)

    def colour(self, colours: Colours) -> None:
        side, up, out = colours.axes
        self._emotions.colour(colours, [colours.emotions[emotion] for emotion in EMOTIONS])
        self._angles.colour(colours, (up, side, out))  # the axis that each angle turns about

    def draw(self, track: Track, named: bool) -> None:
        """Draw the past of a face; its curves are named where their ends are readings of now."""
        if self._angles_next:
            angles_deg = np.clip(track.angles_deg, -60.0, 60.0)
            self._angles.draw(track.time_s, angles_deg, -math.inf if named else math.inf)
        else:
            self._emotions.draw(track.time_s, track.emotions, _NAMED_FROM if named else math.inf)
        self._angles_next = not self._angles_next
