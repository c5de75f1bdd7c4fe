"""What Poise is, read again: beside what runs, not in front of it."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.overlay.translation import tr
from app.ui.look.theme import Theme
from app.ui.window.first_start import FirstStart

_SIZE = QSize(660, 640)


class AboutDialog(QDialog):
    """The text of the first screen; Esc closes it, `withdraw` takes the consent back.

    `source` names what goes on being read behind it, "" where nothing is.
    """

    def __init__(self, theme: Theme, source: str, withdraw: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        running = tr("Behind this page Poise goes on reading: {source}.", source=source) if source else ""
        self.setWindowTitle(tr("What Poise is, and is not"))
        text = FirstStart(theme, running=running, again=True)
        text.accepted.connect(self.accept)
        text.declined.connect(withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text)
        self.resize(_SIZE.boundedTo(parent.size()))
        text.focus_accept()
        self.finished.connect(self.deleteLater)
