"""The label of a face on a dark plate: number, emotion, bars, angles and perceived gender, those that are chosen."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.domain.face import Box
from app.domain.reading import EMOTIONS, Emotion, FaceReading
from app.overlay.placement import Size
from app.overlay.style import EMOTION_COLOURS, FLAWED_COLOUR, UNCERTAIN_COLOUR, Colour, OverlayStyle, colour_of_id
from app.overlay.translation import tr
from app.overlay.words import emotion_name, emotion_text, gender_text, pose_text, short_pose_text

_PAD_X, _PAD_Y = 9.0, 7.0
_LEADING = 3.0
_CHIP_PAD = 5.0
_CHIP_GAP = 7.0
_RADIUS = 8.0
_MOST_BARS = 3
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP = 56.0, 5.0, 8.0
_PLATE = QColor(11, 15, 20, 205)
_TRACK = QColor(255, 255, 255, 46)
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
    """What a label says, "" and () where it says nothing of it, and how large it is in pixels of the design.

    `bars` are the strongest emotions with their probabilities. A dim label claims nothing.
    """

    track_id: str
    title: str
    bars: tuple[tuple[Emotion, float], ...]
    lines: tuple[str, ...]
    colour: Colour
    size: Size
    dim: bool

    @property
    def empty(self) -> bool:
        return not (self.track_id or self.title or self.bars or self.lines)


def label_of(face: FaceReading, style: OverlayStyle, short: bool = False, by_id: bool = False) -> Label:
    """The label of a face, with what the style shows; a flawed face says what is wrong in any case.

    That it is measured from a baseline is said too, in pictures and videos alike. A short one leaves out the gender,
    the bars and the names of the angles. `by_id` colours it by its number.
    """
    judged = face.flaw is None
    lines = []
    if style.show_pose and face.pose_stands:
        lines.append(short_pose_text(face.reading.pose) if short else pose_text(face.reading.pose))
    if style.show_gender and not short and judged:
        lines.append(gender_text(face.reading.female))
    if face.baseline and lines:
        lines.append(tr("from a baseline"))
    label = Label(
        track_id=str(face.face.track_id) if style.show_ids else "",
        title=emotion_text(face) if style.show_emotion or not judged else "",
        bars=_strongest(face) if style.show_bars and judged and not short else (),
        lines=tuple(lines),
        colour=face_colour(face, by_id),
        size=Size(0, 0),
        dim=not judged,
    )
    return replace(label, size=_size_of(label))


def face_colour(face: FaceReading, by_id: bool = False) -> Colour:
    """The colour of the shown emotion, or of the face's number; grey where nothing is claimed."""
    if face.flaw is not None:
        return FLAWED_COLOUR
    if by_id:
        return colour_of_id(face.face.track_id)
    return UNCERTAIN_COLOUR if face.label is None else EMOTION_COLOURS[face.label]


def paint_label(painter: QPainter, label: Label, place: Box, chosen: bool) -> None:
    if label.empty:
        return
    painter.setPen(QPen(QColor(*label.colour), 1.5) if chosen else Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(QRectF(place.x, place.y, place.width, place.height), _RADIUS, _RADIUS)
    x, y = place.x + _PAD_X, place.y + _PAD_Y
    if label.track_id or label.title:
        y = _paint_title(painter, label, x, y) + _LEADING
    painter.setFont(_font(12, QFont.Weight.Normal))
    metrics = QFontMetricsF(painter.font())
    for emotion, probability in label.bars:
        _paint_bar(painter, emotion, probability, x, y, place.width - 2 * _PAD_X)
        y += metrics.height() + _LEADING
    painter.setPen(_QUIET_TEXT)
    for line in label.lines:
        painter.drawText(QPointF(x, y + metrics.ascent()), line)
        y += metrics.height() + _LEADING


def _paint_title(painter: QPainter, label: Label, x: float, y: float) -> float:
    """Draw number and emotion; the bottom of the line."""
    font = _font(14, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    if label.track_id:
        chip = QRectF(x, y, _chip_width(label, metrics), metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*label.colour))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(_ON_CHIP)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, label.track_id)
        x = chip.right() + _CHIP_GAP
    painter.setPen(_DIM_TEXT if label.dim else _TEXT)
    painter.drawText(QPointF(x, y + metrics.ascent()), label.title)
    return y + metrics.height()


def _paint_bar(painter: QPainter, emotion: Emotion, probability: float, x: float, y: float, width: float) -> None:
    metrics = QFontMetricsF(painter.font())
    painter.setPen(_QUIET_TEXT)
    painter.drawText(QPointF(x, y + metrics.ascent()), emotion_name(emotion))
    track = QRectF(x + width - _BAR_WIDTH, y + (metrics.height() - _BAR_HEIGHT) / 2, _BAR_WIDTH, _BAR_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_TRACK)
    painter.drawRoundedRect(track, 2.5, 2.5)
    track.setWidth(max(_BAR_HEIGHT, _BAR_WIDTH * probability))
    painter.setBrush(QColor(*EMOTION_COLOURS[emotion]))
    painter.drawRoundedRect(track, 2.5, 2.5)


def _strongest(face: FaceReading) -> tuple[tuple[Emotion, float], ...]:
    scores = face.reading.emotion
    return tuple((each, scores.of(each)) for each in sorted(EMOTIONS, key=scores.of, reverse=True)[:_MOST_BARS])


def _chip_width(label: Label, metrics: QFontMetricsF) -> float:
    return metrics.horizontalAdvance(label.track_id) + 2 * _CHIP_PAD


def _size_of(label: Label) -> Size:
    titles, texts = (QFontMetricsF(_font(*kind)) for kind in ((14, QFont.Weight.DemiBold), (12, QFont.Weight.Normal)))
    chip = _chip_width(label, titles) + (_CHIP_GAP if label.title else 0.0) if label.track_id else 0.0
    widths = [chip + titles.horizontalAdvance(label.title), *(texts.horizontalAdvance(text) for text in label.lines)]
    names = (emotion_name(emotion) for emotion, _ in label.bars)
    widths += [texts.horizontalAdvance(name) + _BAR_GAP + _BAR_WIDTH for name in names]
    rows = [titles.height()] if label.track_id or label.title else []
    rows += [texts.height()] * (len(label.bars) + len(label.lines))
    if not rows:
        return Size(0, 0)
    return Size(max(widths) + 2 * _PAD_X, sum(rows) + (len(rows) - 1) * _LEADING + 2 * _PAD_Y)
