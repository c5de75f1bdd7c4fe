"""What is said in place of a picture: opening, lost, failed, ended."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.overlay.translation import tr
from app.runtime.pulse import Silent, Stall
from app.runtime.session import SessionEvent, SessionState
from app.ui.look.plain_label import PlainLabel

_PATIENCE_MS = 250
"""A source that opens at once needs no card."""
_WIDTH_PX = 440
_MARGIN_PX = 16


@dataclass(frozen=True, slots=True)
class CardText:
    """`again` is the text of the first button, "" for none; `others` offers other sources."""

    title: str
    text: str
    again: str = ""
    others: bool = False


def _hung() -> CardText:
    return CardText(
        tr("The analysis does not answer"),
        tr(
            "The picture comes and is not read any more. Restart the analysis; if that happens again, run"
            " `poise doctor`."
        ),
        tr("Restart it"),
        others=True,
    )


def card_text(event: SessionEvent) -> CardText | None:
    """What to say of a state; None where the picture speaks for itself."""
    match event.state:
        case SessionState.RUNNING | SessionState.PAUSED | SessionState.STOPPED:
            return None
        case SessionState.OPENING:
            return CardText(tr("Opening…"), tr("The picture comes as soon as the source answers."))
        case SessionState.LOST:
            return CardText(
                tr("The picture is lost"),
                f"{event.message} {tr('Poise keeps looking for it.')}",
                tr("Start again"),
                others=True,
            )
        case SessionState.FAILED:
            return CardText(tr("This did not work"), event.message, tr("Try again"), others=True)
        case SessionState.ENDED:
            return CardText(tr("The end"), tr("The source has no more pictures."), tr("Play again"), others=True)
        case _:
            assert_never(event.state)


class StateCard(QFrame):
    """Lies in the middle of the view; `again` restarts the source, `demo` and `choose` ask for another."""

    again = Signal()
    demo = Signal()
    choose = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("card")
        self._view = view
        self._title = _label("title")
        self._text = _label("quiet")
        self._again = QPushButton()
        self._again.setProperty("primary", True)
        self._demo = QPushButton(tr("Demo clip"))
        self._choose = QPushButton(tr("Choose a source…"))
        for button, signal in ((self._again, self.again), (self._choose, self.choose), (self._demo, self.demo)):
            button.clicked.connect(signal)
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._later.timeout.connect(self._appear)
        view.installEventFilter(self)
        self.hide()

    def show_event(self, event: SessionEvent) -> None:
        self._later.stop()
        self._show(card_text(event))
        if event.state is SessionState.OPENING:
            self.hide()
            self._later.start()

    def show_stall(self, stall: Stall | None) -> None:
        """An analysis that hangs needs somebody to start it again; a silent source may come back by itself."""
        self._show(_hung() if stall is not None and stall.silent is Silent.ANALYSIS else None)

    def _show(self, text: CardText | None) -> None:
        if text is None:
            self.hide()
            return
        self._title.setText(text.title)
        self._text.setText(text.text)
        self._again.setText(text.again)
        self._again.setVisible(bool(text.again))
        for button in (self._choose, self._demo):
            button.setVisible(text.others)
        self.setAccessibleName(f"{text.title}. {text.text}")
        self._appear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._centre()
        return False

    def _appear(self) -> None:
        self.show()
        self.raise_()
        self._centre()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._again, self._choose, self._demo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 22)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(buttons)

    def _centre(self) -> None:
        view = self._view
        width = min(_WIDTH_PX, view.width() - 2 * _MARGIN_PX)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry((view.width() - width) // 2, (view.height() - height) // 2, width, height)


def _label(tone: str) -> QLabel:
    label = PlainLabel()
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
