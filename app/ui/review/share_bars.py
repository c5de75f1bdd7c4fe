"""Shares of time as bars: a row for each name, in it a bar for each face."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.overlay.style import Colour
from app.overlay.words import percent
from app.ui.look.theme import Theme

_ROW_PX = 24
_BAR_PX = 7
_NAME_PX = 106
_NUMBER_PX = 44


@dataclass(frozen=True, slots=True)
class Share:
    """A row: its name, the share of each face from 0 to 1, and its colour, None for a quiet one."""

    name: str
    shares: tuple[float, ...]
    colour: Colour | None = None


class ShareBars(QWidget):
    """Rows of shares; with two faces the bars lie beneath each other, and the numbers side by side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: Sequence[Share] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, rows: Sequence[Share]) -> None:
        self._rows = rows
        self.setAccessibleName(", ".join(f"{row.name} {_numbers(row)}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW_PX * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            font = QFont(self.font())
            font.setPixelSize(13)
            font.setFeature(QFont.Tag("tnum"), 1)
            painter.setFont(font)
            for place, row in enumerate(self._rows):
                self._paint_row(painter, place * _ROW_PX, row)

    def _paint_row(self, painter: QPainter, top: float, row: Share) -> None:
        colours = self._theme.colours
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.text if any(row.shares) else colours.quiet))
        painter.drawText(QRectF(0, top, _NAME_PX, _ROW_PX), middle | Qt.AlignmentFlag.AlignLeft, row.name)
        numbers_px = _NUMBER_PX * max(1, len(row.shares))
        for place, share in enumerate(row.shares):
            right = QRectF(self.width() - numbers_px + place * _NUMBER_PX, top, _NUMBER_PX, _ROW_PX)
            painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, percent(share))
        painter.setPen(Qt.PenStyle.NoPen)
        count = max(1, len(row.shares))
        bar_px = _BAR_PX if count == 1 else _BAR_PX - 1
        first = top + (_ROW_PX - count * bar_px - (count - 1) * 2) / 2
        width = self.width() - _NAME_PX - numbers_px
        for place, share in enumerate(row.shares):
            bar = QRectF(_NAME_PX, first + place * (bar_px + 2), width, bar_px)
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(bar, bar_px / 2, bar_px / 2)
            if share > 0:
                bar.setWidth(max(bar_px, width * min(1.0, share)))
                painter.setBrush(QColor(colours.quiet) if row.colour is None else QColor(*row.colour))
                painter.drawRoundedRect(bar, bar_px / 2, bar_px / 2)


def _numbers(row: Share) -> str:
    return " / ".join(percent(share) for share in row.shares)
