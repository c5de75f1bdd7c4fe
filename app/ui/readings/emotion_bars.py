"""The eight emotions of one face as bars."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.reading import EMOTIONS, FaceReading
from app.overlay.words import emotion_name, percent
from app.ui.look.theme import Theme

_LEAST_ROW_PX, _MOST_ROW_PX = 21, 38
_LEAST_WIDTH_PX = 200
_BAR_PX = 8
_LEAST_NAME_PX, _GAP_PX = 98, 12
_NUMBER_PX = 50


class EmotionBars(QWidget):
    """One row for each emotion: name, bar, probability. The shown emotion is written in bold.

    The rows are as high as there is room for, within limits.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._face: FaceReading | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(_MOST_ROW_PX * len(EMOTIONS))

    def show_face(self, face: FaceReading | None) -> None:
        """Show the emotions of a face; painted where that changes what is seen, since most frames change nothing."""
        changed = _seen(face) != _seen(self._face)
        if changed:
            self._face = face
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, _LEAST_ROW_PX * len(EMOTIONS))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH_PX, _LEAST_ROW_PX * len(EMOTIONS))

    def paintEvent(self, event: QPaintEvent) -> None:
        bold = QFontMetrics(self._font(shown=True))
        names_px = max(_LEAST_NAME_PX, *(bold.horizontalAdvance(emotion_name(each)) + _GAP_PX for each in EMOTIONS))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row in range(len(EMOTIONS)):
                self._paint_row(painter, row, names_px)

    def _font(self, shown: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(13)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setWeight(QFont.Weight.DemiBold if shown else QFont.Weight.Normal)
        return font

    def _paint_row(self, painter: QPainter, row: int, names_px: int) -> None:
        colours = self._theme.colours
        emotion = EMOTIONS[row]
        high = self.height() / len(EMOTIONS)
        top = row * high
        probability = None if self._face is None else self._face.reading.emotion.of(emotion)
        shown = self._face is not None and self._face.label is emotion
        painter.setFont(self._font(shown))
        painter.setPen(QColor(colours.text if shown else colours.quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, names_px, high), middle | Qt.AlignmentFlag.AlignLeft, emotion_name(emotion))
        number = QRectF(self.width() - _NUMBER_PX, top, _NUMBER_PX, high)
        text = "\N{EN DASH}" if probability is None else percent(probability)
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, text)
        track = QRectF(names_px, top + (high - _BAR_PX) / 2, self.width() - names_px - _NUMBER_PX, _BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)
        if probability is not None:
            track.setWidth(max(_BAR_PX, track.width() * probability))
            painter.setBrush(QColor(*colours.emotions[emotion]))
            painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)


def _seen(face: FaceReading | None) -> tuple[object, ...]:
    """What of a face can be told apart: numbers as they are written, and bars by half a percent, less than a pixel."""
    if face is None:
        return ()
    return face.label, *((percent(each), round(200 * each)) for each in face.reading.emotion.probabilities)
