"""A window with nothing but the picture and its readings, for a streaming program or a second screen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.result import FrameResult
from app.overlay.style import OverlayStyle
from app.overlay.translation import tr
from app.ui.video.video_view import VideoView


class OutputWindow(QWidget):
    """Shows what it is given, without notes and controls; its frame has the name by which other programs find it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Poise picture"))
        self._view = VideoView()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)

    def show_result(self, result: FrameResult | None, style: OverlayStyle) -> None:
        """Show a current result, None for black."""
        if self.isVisible():
            self._view.show_result(result, style)

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._view.show_result(None, OverlayStyle())
        super().closeEvent(event)
