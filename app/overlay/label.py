"""The label of a face: its id, its emotion, its angles and its perceived gender on a dark plate."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.domain.face import Box
from app.domain.reading import FaceReading
from app.overlay.placement import Size
from app.overlay.style import EMOTION_COLOURS, FLAWED_COLOUR, UNCERTAIN_COLOUR, Colour, OverlayStyle
from app.overlay.words import emotion_text, gender_text, pose_text, short_pose_text

_PAD_X, _PAD_Y = 9.0, 7.0
_LEADING = 3.0
_CHIP_PAD = 5.0
_CHIP_GAP = 7.0
_RADIUS = 8.0
_PLATE = QColor(11, 15, 20, 205)
_TEXT = QColor(255, 255, 255)
_QUIET_TEXT = QColor(214, 220, 228)
_DIM_TEXT = QColor(172, 176, 182)
_ON_CHIP = QColor(12, 16, 22)


def _font(size_px: int, weight: QFont.Weight) -> QFont:
    font = QFont()
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width, so that changing numbers do not make the text jump
    return font


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says, and how large it is in pixels of the design; a dim one claims nothing."""

    track_id: str
    title: str
    lines: tuple[str, ...]
    colour: Colour
    size: Size
    dim: bool


def label_of(face: FaceReading, style: OverlayStyle, short: bool = False) -> Label:
    """The label of a face; the short one has the emotion and the bare angles, that of a flawed face what is wrong."""
    lines = []
    if face.pose_stands:
        lines.append(short_pose_text(face.reading.pose) if short else pose_text(face.reading.pose))
    if style.show_gender and not short and face.flaw is None:
        lines.append(gender_text(face.reading.female))
    return _measured(face, tuple(lines))


def face_colour(face: FaceReading) -> Colour:
    """The colour of the shown emotion, grey where none is claimed."""
    if face.flaw is not None:
        return FLAWED_COLOUR
    return UNCERTAIN_COLOUR if face.label is None else EMOTION_COLOURS[face.label]


def paint_label(painter: QPainter, label: Label, place: Box, chosen: bool) -> None:
    painter.setPen(QPen(QColor(*label.colour), 1.5) if chosen else Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(QRectF(place.x, place.y, place.width, place.height), _RADIUS, _RADIUS)
    x, y = place.x + _PAD_X, place.y + _PAD_Y
    y = _paint_title(painter, label, x, y)
    painter.setFont(_font(12, QFont.Weight.Normal))
    painter.setPen(_QUIET_TEXT)
    metrics = QFontMetricsF(painter.font())
    for line in label.lines:
        y += _LEADING
        painter.drawText(QPointF(x, y + metrics.ascent()), line)
        y += metrics.height()


def _paint_title(painter: QPainter, label: Label, x: float, y: float) -> float:
    """Draw id and emotion; the bottom of the line."""
    font = _font(14, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    chip = QRectF(x, y, metrics.horizontalAdvance(label.track_id) + 2 * _CHIP_PAD, metrics.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*label.colour))
    painter.drawRoundedRect(chip, 4, 4)
    painter.setFont(font)
    painter.setPen(_ON_CHIP)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, label.track_id)
    painter.setPen(_DIM_TEXT if label.dim else _TEXT)
    painter.drawText(QPointF(chip.right() + _CHIP_GAP, y + metrics.ascent()), label.title)
    return y + metrics.height()


def _measured(face: FaceReading, lines: tuple[str, ...]) -> Label:
    track_id, title = str(face.face.track_id), emotion_text(face)
    title_metrics = QFontMetricsF(_font(14, QFont.Weight.DemiBold))
    line_metrics = QFontMetricsF(_font(12, QFont.Weight.Normal))
    chip = title_metrics.horizontalAdvance(track_id) + 2 * _CHIP_PAD + _CHIP_GAP
    widths = [chip + title_metrics.horizontalAdvance(title), *(line_metrics.horizontalAdvance(text) for text in lines)]
    height = title_metrics.height() + len(lines) * (_LEADING + line_metrics.height())
    size = Size(max(widths) + 2 * _PAD_X, height + 2 * _PAD_Y)
    return Label(track_id, title, lines, face_colour(face), size, dim=face.flaw is not None)
