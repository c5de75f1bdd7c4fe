"""The live picture with its readings."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.result import FrameResult
from app.overlay.style import OverlayStyle
from app.overlay.translation import marked, tr
from app.ui.video.picture import Fit, paint_picture

_GROUND = QColor(8, 10, 13)
_PLATE = QColor(11, 15, 20, 205)
_FOCUS = QColor(92, 172, 255)
_DIM = QColor(8, 10, 13, 150)
_HINT_MS = 3000
_KEYS = marked("Arrow keys choose a face.")
_SMALLEST_UNIT, _LARGEST_UNIT = 0.85, 2.0
_DESIGN_HEIGHT = 640.0


class VideoView(QWidget):
    """Shows one result at a time: the picture and the readings of the same frame.

    `painted` tells, while painting, that a new result came to the screen; `clicked` brings the track id of a face;
    `stepped` asks for the next (1) or previous (-1) face.
    """

    painted = Signal(object)
    clicked = Signal(int)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 90)
        self.setAccessibleName(tr("Live picture"))
        self.setAccessibleDescription(tr(_KEYS))
        self._result: FrameResult | None = None
        self._style = OverlayStyle()
        self._painted: FrameResult | None = None
        self._note = ""
        self._dimmed = False
        self._hint = ""
        self._ringed = False
        self._hint_over = QTimer(self, singleShot=True, interval=_HINT_MS)
        self._hint_over.timeout.connect(lambda: self.hint(""))

    def show_result(self, result: FrameResult | None, style: OverlayStyle) -> None:
        """Show a result, None for an empty view."""
        self._result = result
        self._style = style
        self.update()

    def show_note(self, note: str, dimmed: bool) -> None:
        """A short note on the picture, "" for none; a dimmed picture is not a current one."""
        if (note, dimmed) != (self._note, self._dimmed):
            self._note, self._dimmed = note, dimmed
            self.setAccessibleDescription(note or tr(_KEYS))
            self.update()

    def hint(self, text: str) -> None:
        """Write something on the picture for a few seconds, over any note; "" ends it."""
        self._hint = text
        if text:
            self._hint_over.start()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)
        if self._result is not None and self._result is not self._painted:
            self._painted = self._result
            self.painted.emit(self._result)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _GROUND)
        if self._result is not None:
            fit = self._fit(self._result)
            paint_picture(painter, self._result, fit, self._style_at(fit.scale))
        if self._dimmed:
            painter.fillRect(self.rect(), _DIM)
        if self._hint or self._note:
            self._paint_note(painter)
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(_FOCUS, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._result is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        point = self._fit(self._result).to_frame(event.position())
        boxes = ((face.face.track_id, face.face.box) for face in self._result.faces)
        hit = [
            (abs(box.centre.x - point.x) + abs(box.centre.y - point.y), track_id)
            for track_id, box in boxes
            if box.x <= point.x <= box.x + box.width and box.y <= point.y <= box.y + box.height
        ]
        if hit:
            self.clicked.emit(min(hit)[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
            super().keyPressEvent(event)
            return
        backwards = key in (Qt.Key.Key_Left, Qt.Key.Key_Up)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._style.mirrored:
            backwards = not backwards  # to the side on which the face is seen
        self.stepped.emit(-1 if backwards else 1)

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def _fit(self, result: FrameResult) -> Fit:
        return Fit.of(result.frame, self.width(), self.height(), self._style.mirrored)

    def _style_at(self, scale: float) -> OverlayStyle:
        """The style with texts of one size on the screen, however large the frame is."""
        unit = max(_SMALLEST_UNIT, min(_LARGEST_UNIT, self.height() / _DESIGN_HEIGHT))
        return replace(self._style, unit_px=unit / scale)

    def _paint_note(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(14)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(self._hint or self._note) + 28
        plate = QRectF((self.width() - width) / 2, self.height() - 52, width, 34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PLATE)
        painter.drawRoundedRect(plate, 17, 17)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, (self._hint or self._note))
