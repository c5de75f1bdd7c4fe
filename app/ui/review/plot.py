"""A plot with named curves. Importing this module imports pyqtgraph, which takes a while."""

import math
from collections.abc import Mapping, Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont

from app.overlay.style import Colour
from app.ui.charts.names import places_of_names
from app.ui.look.theme import Colours

_AXIS_PX = 42


class Plot:
    """One plot with named curves; the names stand at their right ends."""

    def __init__(self, title: str, names: Sequence[str], low: float, high: float, ticks: Mapping[float, str]) -> None:
        self.widget = self._plot_widget()
        self.widget.setAccessibleName(title)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = title
        self._names = tuple(names)
        self._low, self._high = low, high
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

    def _plot_widget(self) -> pg.PlotWidget:
        return pg.PlotWidget()

    def _place_names(self, ends: Sequence[float], right_of: float) -> None:
        """Each name beside the end of its curve, moved apart where they would touch."""
        height = max(60.0, self.widget.height() - 60.0)
        for label, y in zip(self._labels, places_of_names(ends, self._low, self._high, height), strict=True):
            label.setVisible(not math.isnan(y))
            if not math.isnan(y):
                label.setPos(right_of, y)
