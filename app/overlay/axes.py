"""The head's own axes, drawn at the angle the head is turned to."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.reading import Pose
from app.overlay.style import AXIS_COLOURS

_HALO = QColor(0, 0, 0, 150)


class AxisEnd(NamedTuple):
    """The end of an axis of length 1 in the picture (x right, y down) and how far it points to the viewer."""

    x: float
    y: float
    depth: float


def axis_ends(pose: Pose, mirrored: bool) -> tuple[AxisEnd, AxisEnd, AxisEnd]:
    """The ends of the axes to the side, up and out of the face; a mirrored picture flips left and right."""
    rotation = pose.rotation()  # its columns are the axes; y up and z to the camera, so the picture's y is turned round
    flip = -1.0 if mirrored else 1.0
    side, up, out = (
        AxisEnd(flip * float(axis[0]), -float(axis[1]), float(axis[2])) for axis in (rotation[:, i] for i in range(3))
    )
    return side, up, out


def paint_axes(
    painter: QPainter, centre: QPointF, length: float, pose: Pose, mirrored: bool, width: float = 2.5
) -> None:
    """Draw the axes from `centre`, the ones that point away from the viewer first."""
    ends = axis_ends(pose, mirrored)
    for end, colour in sorted(zip(ends, AXIS_COLOURS, strict=True), key=lambda pair: pair[0].depth):
        tip = QPointF(centre.x() + end.x * length, centre.y() + end.y * length)
        for pen_colour, pen_width in ((_HALO, width + 2), (QColor(*colour), width)):
            painter.setPen(QPen(pen_colour, pen_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(centre, tip)
        painter.setPen(QPen(_HALO, 1))
        painter.setBrush(QColor(*colour))
        # A tip nearer to the viewer looks larger: so an axis towards the camera can be told from one away from it.
        radius = width * (1.1 + 0.5 * end.depth)
        painter.drawEllipse(tip, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
