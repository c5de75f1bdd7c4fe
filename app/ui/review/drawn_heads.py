"""Heads drawn at the recorded angles, where there is no video to show."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.reading import FaceReading
from app.overlay.axes import paint_axes
from app.overlay.style import Colour, colour_of_id
from app.overlay.translation import tr
from app.overlay.words import emotion_text, pose_text

_GROUND = QColor(14, 18, 23)
_SKIN = QColor(44, 54, 66)
_QUIET = QColor(163, 174, 187)
_LINE = QColor(234, 238, 243)
_WIDTH, _HEIGHT, _DEPTH = 0.78, 1.0, 0.86
"""Half the head's measures, its height being 1."""
_TEXT_PX = 58


def _arc(about: tuple[float, float], wide: float, high: float, first: float, last: float) -> NDArray[np.float64]:
    """Points on the front of the head, [n, 3]: an arc about a place, x to the side and y up."""
    angles = np.linspace(first, last, 24)
    x, y = about[0] + wide * np.cos(angles), about[1] + high * np.sin(angles)
    z = _DEPTH * np.sqrt(np.clip(1 - (x / _WIDTH) ** 2 - (y / _HEIGHT) ** 2, 0, 1))
    return np.stack([x, y, z], axis=1)


_LINES = (
    _arc((-0.29, 0.16), 0.13, 0.06, 0, 2 * math.pi),
    _arc((0.29, 0.16), 0.13, 0.06, 0, 2 * math.pi),
    _arc((-0.29, 0.30), 0.17, 0.05, 0.2, math.pi - 0.2),
    _arc((0.29, 0.30), 0.17, 0.05, 0.2, math.pi - 0.2),
    _arc((0.0, -0.42), 0.22, 0.05, math.pi + 0.25, 2 * math.pi - 0.25),
    np.array([(0.0, 0.14, 0.86), (0.07, -0.14, 1.02), (-0.07, -0.16, 0.86)]),
)
"""Eyes, brows, mouth and nose of a head that looks at the viewer."""


class DrawnHeads(QWidget):
    """One head for each face that is shown, side by side, with its emotion and angles; an empty place says so."""

    def __init__(self) -> None:
        super().__init__()
        self._faces: Sequence[tuple[int, FaceReading | None]] = ()
        self.setMinimumSize(240, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Heads at the recorded angles"))

    def show_faces(self, faces: Sequence[tuple[int, FaceReading | None]]) -> None:
        """The numbers of the faces with their readings, None for one that is not there at the moment."""
        self._faces = faces
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), _GROUND)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = self.width() / max(1, len(self._faces))
            for place, (face_id, reading) in enumerate(self._faces):
                self._paint_face(painter, QRectF(place * width, 0, width, self.height()), face_id, reading)

    def _paint_face(self, painter: QPainter, room: QRectF, face_id: int, reading: FaceReading | None) -> None:
        half = max(20.0, min(room.width() * 0.4, (room.height() - _TEXT_PX - 24) / 2))
        centre = QPointF(room.center().x(), 12 + half)
        stands = reading is not None and reading.pose_stands
        colour = colour_of_id(face_id)
        if reading is not None and stands:
            _paint_head(painter, centre, half, reading.reading.pose.rotation(), colour)
            paint_axes(painter, centre, half * 0.55, reading.reading.pose, mirrored=False, width=2.2)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(_QUIET, 1.5, Qt.PenStyle.DashLine))
            painter.drawEllipse(centre, half * _WIDTH, half)
        title = tr("No face") if reading is None else emotion_text(reading)
        name = tr("Face {number}", number=face_id)
        lines = [(f"{name}: {title}", QColor(*colour), 15, QFont.Weight.DemiBold)]
        if reading is not None and stands:
            lines.append((pose_text(reading.reading.pose), _QUIET, 12, QFont.Weight.Normal))
        for row, (text, pen, size_px, weight) in enumerate(lines):
            font = QFont(self.font())
            font.setPixelSize(size_px)
            font.setWeight(weight)
            font.setFeature(QFont.Tag("tnum"), 1)
            painter.setFont(font)
            painter.setPen(pen)
            line = QRectF(room.left(), room.height() - _TEXT_PX + row * 22, room.width(), 22)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)


def _paint_head(painter: QPainter, centre: QPointF, half: float, rotation: NDArray[np.float64], colour: Colour) -> None:
    """An egg with eyes, nose and mouth; what is on its far side is not drawn."""
    turn = np.diag([1.0, -1.0, 1.0]) @ rotation  # to the picture: y down
    painter.setBrush(_SKIN)
    painter.setPen(QPen(QColor(*colour), 2.0))
    painter.drawPolygon(_outline(turn, centre, half))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _LINES:
        points = (turn @ line.T).T
        normals = (turn @ (line / np.array([_WIDTH, _HEIGHT, _DEPTH]) ** 2).T).T[:, 2]
        pen = QColor(_LINE)
        pen.setAlphaF(float(np.clip(normals.mean(), 0.0, 1.0)) * 0.85)
        painter.setPen(QPen(pen, max(1.4, half * 0.022), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([_at(centre, half, point) for point in points[normals > 0]]))


def _outline(turn: NDArray[np.float64], centre: QPointF, half: float) -> QPolygonF:
    """The edge of the turned egg as it is seen."""
    shape = turn @ np.diag([_WIDTH, _HEIGHT, _DEPTH]) ** 2 @ turn.T
    angles = np.linspace(0, 2 * math.pi, 72)
    directions = np.stack([np.cos(angles), np.sin(angles)])
    seen = shape[:2, :2]
    reach = np.sqrt(np.einsum("in,ij,jn->n", directions, seen, directions))
    edge = (seen @ directions) / reach
    return QPolygonF([QPointF(centre.x() + x * half, centre.y() + y * half) for x, y in edge.T])


def _at(centre: QPointF, half: float, point: NDArray[np.float64]) -> QPointF:
    return QPointF(centre.x() + float(point[0]) * half, centre.y() + float(point[1]) * half)
