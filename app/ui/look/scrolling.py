"""The content of a dialog, which scrolls where the screen is smaller than it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

_FRAME_PX = QSize(16, 48)
"""What the system draws around a dialog, which is not known before it is shown."""

_SMALLEST = QSize(240, 120)


def room_for_dialog(widget: QWidget) -> QSize:
    """What a dialog may take of the screen it is shown on."""
    return widget.screen().availableGeometry().size() - _FRAME_PX


class Scrolling(QScrollArea):
    """As large as its content, and follows it, up to what the screen has left beside `taken_px` of height."""

    def __init__(self, content: QWidget, name: str, taken_px: int = 0) -> None:
        super().__init__()
        self._content = content
        self._taken_px = taken_px
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(name)
        content.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)  # nothing in it is squeezed
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        wanted, room = self._content.sizeHint(), room_for_dialog(self) - QSize(0, self._taken_px)
        if wanted.height() > room.height():
            wanted += QSize(self.verticalScrollBar().sizeHint().width(), 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if _exceeds(wanted, room) else Qt.FocusPolicy.NoFocus)
        return wanted.boundedTo(room)

    def minimumSizeHint(self) -> QSize:
        return _SMALLEST.boundedTo(self.sizeHint())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        layout = self._content.layout()
        if layout is not None:
            layout.invalidate()  # it was laid out before the style sheet gave its labels their size
            layout.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _exceeds(wanted: QSize, room: QSize) -> bool:
    return wanted.width() > room.width() or wanted.height() > room.height()
