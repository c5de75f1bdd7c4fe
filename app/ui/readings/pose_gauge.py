"""The head pose of one face: a cube turned as the head is, and the three angles."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.reading import Pose
from app.overlay.axes import paint_axes
from app.overlay.words import angle_names, degrees
from app.ui.look.theme import Theme

_LEAST_PX, _MOST_PX = 96, 150
_LEAST_WIDTH_PX = 200
_CUBE_SHARE = 0.44  # of the width, at most
_MOST_ROW_PX = 44
_LARGEST_DEG = 90.0

# The sides of a cube from -1 to 1: its normal, and its corners in turn.
_SIDES: tuple[tuple[tuple[int, int, int], tuple[tuple[int, int, int], ...]], ...] = (
    ((0, 0, 1), ((-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1))),
    ((0, 0, -1), ((-1, -1, -1), (-1, 1, -1), (1, 1, -1), (1, -1, -1))),
    ((1, 0, 0), ((1, -1, -1), (1, 1, -1), (1, 1, 1), (1, -1, 1))),
    ((-1, 0, 0), ((-1, -1, -1), (-1, -1, 1), (-1, 1, 1), (-1, 1, -1))),
    ((0, 1, 0), ((-1, 1, -1), (-1, 1, 1), (1, 1, 1), (1, 1, -1))),
    ((0, -1, 0), ((-1, -1, -1), (1, -1, -1), (1, -1, 1), (-1, -1, 1))),
)


class PoseGauge(QWidget):
    """Shows a pose, as large as there is room for; a mirrored picture flips the cube and leaves the numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pose: Pose | None = None
        self._mirrored = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(_MOST_PX)

    def show_pose(self, pose: Pose | None, mirrored: bool) -> None:
        """Show a pose; painted where it is seen to differ, since a cube takes two milliseconds."""
        if (_seen(pose), mirrored) != (_seen(self._pose), self._mirrored):
            self._pose, self._mirrored = pose, mirrored
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, _LEAST_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH_PX, _LEAST_PX)

    @property
    def _cube_px(self) -> float:
        return min(self.height(), self.width() * _CUBE_SHARE)

    def paintEvent(self, event: QPaintEvent) -> None:
        pose = self._pose
        angles = (None, None, None) if pose is None else pose.angles_deg
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_cube(painter)
            for row, (name, angle) in enumerate(zip(angle_names(), angles, strict=True)):
                self._paint_angle(painter, row, name, angle)

    def _paint_cube(self, painter: QPainter) -> None:
        colours = self._theme.colours
        pose = Pose(0, 0, 0) if self._pose is None else self._pose
        half = self._cube_px * 0.24
        centre = QPointF(self._cube_px / 2, self.height() / 2)
        flip = np.diag([-1.0 if self._mirrored else 1.0, -1.0, 1.0])  # to the picture: y down
        turn: NDArray[np.float64] = flip @ pose.rotation()
        for normal, corners in sorted(_SIDES, key=lambda side: float((turn @ side[0])[2])):
            towards = float((turn @ normal)[2])
            if towards <= 0:
                continue  # this side is seen from behind, and the others cover it
            points = [turn @ corner * half for corner in corners]
            is_face = normal == (0, 0, 1)
            fill = QColor(colours.accent if is_face else colours.line)
            fill.setAlphaF(0.30 if is_face else 0.9)
            painter.setBrush(fill if self._pose is not None else Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.line if self._pose is None else colours.quiet), 1.2))
            painter.drawPolygon(QPolygonF([QPointF(centre.x() + p[0], centre.y() + p[1]) for p in points]))
        if self._pose is not None:
            paint_axes(painter, centre, half * 1.65, pose, self._mirrored, width=2.2)

    def _paint_angle(self, painter: QPainter, row: int, name: str, angle: float | None) -> None:
        colours = self._theme.colours
        high = min(_MOST_ROW_PX, self.height() / 3)
        left, top = self._cube_px + 14, (self.height() - 3 * high) / 2 + row * high
        width = self.width() - left
        font = QFont(self.font())
        font.setPixelSize(13)
        font.setFeature(QFont.Tag("tnum"), 1)
        painter.setFont(font)
        line = QRectF(left, top, width, 20)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(colours.text))
        text = "\N{EN DASH}" if angle is None else degrees(angle)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        track = QRectF(left, top + 22, width, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(track, 2, 2)
        if angle is not None:
            share = max(-1.0, min(1.0, angle / _LARGEST_DEG)) * width / 2
            centre = left + width / 2
            painter.setBrush(QColor(colours.text))
            painter.drawRoundedRect(QRectF(min(centre, centre + share), track.top(), max(2.0, abs(share)), 4), 1, 1)


def _seen(pose: Pose | None) -> tuple[int, ...]:
    """What of a pose can be told apart in the gauge: the angles in whole degrees."""
    return () if pose is None else tuple(round(angle) for angle in pose.angles_deg)
