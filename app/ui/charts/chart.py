"""The two scrolling charts. Importing this module imports pyqtgraph, which takes a while."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.reading import EMOTIONS
from app.overlay.style import Colour
from app.overlay.translation import tr
from app.overlay.words import angle_names, emotion_name, percent
from app.ui.charts.history import Track
from app.ui.look.theme import Colours

_AXIS_PX = 42
_NAME_PX = 74
"""The room right of now, for the names of the curves."""
_WIDE_PX = 200
_NAMED_FROM = 0.12
_NAMES_FROM_S = 0.5


class Chart:
    """One plot with named curves; the names stand at their right ends."""

    def __init__(
        self, title: str, names: Sequence[str], low: float, high: float, ticks: Mapping[float, str], seconds: float
    ) -> None:
        self.widget = self._plot_widget()
        self.widget.setAccessibleName(title)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = title
        self._names = tuple(names)
        self._low, self._high = low, high
        self._seconds = seconds
        self._fitted_px = 0
        self._plot = self.widget.getPlotItem()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setYRange(low, high, padding=0.04)
        self._plot.getAxis("left").setTicks([list(ticks.items())])
        self._plot.getAxis("left").setWidth(_AXIS_PX)
        self._curves = [self._plot.plot(antialias=True) for _ in names]
        self._labels = [pg.TextItem(anchor=(0, 0.5)) for _ in names]
        font = QFont()
        font.setPixelSize(11)
        for label in self._labels:
            label.setFont(font)
            label.setVisible(False)  # until a curve has an end to stand at
            self._plot.addItem(label)
        for side in ("left", "bottom"):
            self._plot.getAxis(side).setStyle(tickFont=font, tickLength=0)

    def colour(self, colours: Colours, of_curves: Sequence[Colour]) -> None:
        self.widget.setBackground(colours.surface)
        self._plot.setTitle(f'<span style="font-size:8pt; font-weight:600">{self._title}</span>', color=colours.quiet)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(colours.line)
            axis.setTextPen(colours.quiet)
        self._plot.showGrid(y=True, alpha=0.18)
        for name, curve, label, colour in zip(self._names, self._curves, self._labels, of_curves, strict=True):
            curve.setPen(pg.mkPen(QColor(*colour), width=1.8))
            label.setText(name, color=QColor(*colour))

    def draw(self, time_s: NDArray[np.float64], values: NDArray[np.float64], named_from: float) -> None:
        """Draw the curves [n, names]; those whose last value is below `named_from` go without their name."""
        self.fit()
        for column, curve in enumerate(self._curves):
            curve.setData(time_s, values[:, column], connect="finite")
        last = values[-1] if len(values) else np.full(len(self._names), np.nan)
        self._place_names([float(value) if value >= named_from else math.nan for value in last])

    def fit(self) -> None:
        """Fit the time axis into the width."""
        width_px = self.widget.width()
        if width_px == self._fitted_px:
            return
        self._fitted_px = width_px
        curves_px = max(_NAME_PX, width_px - _AXIS_PX - _NAME_PX)
        self._plot.setXRange(-self._seconds, self._seconds * _NAME_PX / curves_px, padding=0)
        shares = (0.75, 0.5, 0.25) if curves_px >= _WIDE_PX else (0.5,)
        past = [(-self._seconds * share, f"\N{MINUS SIGN}{self._seconds * share:g} s") for share in shares]
        self._plot.getAxis("bottom").setTicks([[*past, (0.0, tr("now"))]])

    def _plot_widget(self) -> pg.PlotWidget:
        return pg.PlotWidget()

    def _place_names(self, ends: Sequence[float], right_of: float = _NAMES_FROM_S) -> None:
        """Each name beside the end of its curve, moved apart where they would touch."""
        room = (self._high - self._low) * 13 / max(60.0, self.widget.height() - 60.0)
        floor = self._low
        shown = sorted((end, index) for index, end in enumerate(ends) if not math.isnan(end))
        top = self._high - room * (len(shown) - 1)
        for rank, (end, index) in enumerate(shown):
            y = min(max(end, floor), top + room * rank)
            floor = y + room
            self._labels[index].setPos(right_of, y)
        for label, end in zip(self._labels, ends, strict=True):
            label.setVisible(not math.isnan(end))


class Charts(QWidget):
    """Emotions and angles of one face, side by side; empty until `grow` has made them."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._emotions: Chart | None = None
        self._angles: Chart | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(8)

    def grow(self) -> bool:
        """Make the next chart, False where none is left: each takes long enough to be felt."""
        if self._emotions is None:
            share = {step: percent(step) for step in (0.0, 0.5, 1.0)}
            names = [emotion_name(emotion) for emotion in EMOTIONS]
            self._emotions = self._added(Chart(tr("Emotions"), names, 0.0, 1.0, share, self._seconds))
        elif self._angles is None:
            turn = {-60.0: "−60°", -30.0: "−30°", 0.0: "0°", 30.0: "+30°", 60.0: "+60°"}
            self._angles = self._added(Chart(tr("Head pose"), angle_names(), -60.0, 60.0, turn, self._seconds))
        else:
            return False
        return True

    def colour(self, colours: Colours) -> None:
        if self._emotions is not None:
            self._emotions.colour(colours, [colours.emotions[emotion] for emotion in EMOTIONS])
        if self._angles is not None:
            side, up, out = colours.axes
            self._angles.colour(colours, (up, side, out))  # the axis that each angle turns about

    def draw(self, track: Track, named: bool) -> None:
        """Draw the past of a face; its curves are named where their ends are readings of now."""
        if self._emotions is not None:
            self._emotions.draw(track.time_s, track.emotions, _NAMED_FROM if named else math.inf)
        if self._angles is not None:
            angles_deg = np.clip(track.angles_deg, -60.0, 60.0)
            self._angles.draw(track.time_s, angles_deg, -math.inf if named else math.inf)

    def _added(self, chart: Chart) -> Chart:
        self._row.addWidget(chart.widget)
        chart.fit()  # before the first face, the axes already say what will stand there
        return chart
