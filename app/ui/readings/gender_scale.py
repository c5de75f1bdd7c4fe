"""The perceived gender of one face as a place on a scale with an uncertain middle."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.reading import GENDER_UNCERTAIN
from app.overlay.translation import tr
from app.ui.look.theme import Theme

_TRACK_PX = 8


class GenderScale(QWidget):
    """Male to the left, female to the right; `female` is the probability, None where there is no face."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._female: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_probability(self, female: float | None) -> None:
        seen = None if female is None else round(female, 2)  # two or three pixels
        if seen != self._female:
            self._female = seen
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 42)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        track = QRectF(0, 5, self.width(), _TRACK_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(track, _TRACK_PX / 2, _TRACK_PX / 2)
        low, high = (share * self.width() for share in GENDER_UNCERTAIN)
        painter.setBrush(QColor(colours.line))
        painter.drawRect(QRectF(low, track.top(), high - low, _TRACK_PX))
        self._paint_ends(painter, track.bottom() + 5)
        if self._female is not None:
            x = max(7.0, min(self.width() - 7.0, self._female * self.width()))
            painter.setPen(QPen(QColor(colours.surface), 2))
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(QPointF(x, track.center().y()), 7, 7)

    def _paint_ends(self, painter: QPainter, top: float) -> None:
        font = QFont(self.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.quiet))
        line = QRectF(0, top, self.width(), 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, tr("male"))
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, tr("uncertain"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, tr("female"))
