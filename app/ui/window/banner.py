"""A line across the window for what the user should know, with something to do about it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton

from app.capture.source import SourceKind
from app.overlay.translation import tr
from app.runtime.session import SessionEvent, SessionState
from app.ui.look.icons import Icon, icon
from app.ui.look.plain_label import PlainLabel
from app.ui.look.theme import Theme


class Banner(QFrame):
    """Says a sentence; its button opens the menu of sources."""

    def __init__(self, theme: Theme, sources: QMenu) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._theme = theme
        self._text = PlainLabel()
        self._text.setWordWrap(True)
        self._choose = QPushButton(tr("Choose a camera"))
        self._choose.setMenu(sources)
        self._close = QToolButton()
        self._close.setAccessibleName(tr("Close this notice"))
        self._close.setToolTip(tr("Close this notice"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 10, 7)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._choose)
        row.addWidget(self._close)
        theme.changed.connect(self._colour)
        self._colour()
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; "" hides the banner."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def show_event(self, event: SessionEvent, by_itself: bool) -> None:
        """Say plainly when the picture is not that of a camera; `by_itself`: nobody chose this source."""
        if event.state is SessionState.OPENING:
            self.say("")
        elif event.state is SessionState.RUNNING and event.source and event.source.kind is SourceKind.DEMO:
            alone = tr("No camera was found, so this is the demo clip: a public-domain portrait, set in motion.")
            self.say(alone if by_itself else tr("This is the demo clip: a public-domain portrait, set in motion."))

    def _colour(self) -> None:
        self._close.setIcon(icon(Icon.CLOSE, self._theme.colours.on_notice))
