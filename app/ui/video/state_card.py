"""What is said in place of a picture: opening, lost, failed, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.capture.opening import DEMO, is_recorded
from app.overlay.translation import tr
from app.runtime.failure import FailedPart
from app.runtime.pulse import Silent, Stall
from app.runtime.session import SessionEvent, SessionState
from app.settings import Settings
from app.ui.language.sentences import in_language
from app.ui.look.plain_label import PlainLabel

_PATIENCE_MS = 250
"""A source that opens at once needs no card."""
_WIDTH_PX = 460
_MARGIN_PX = 16


class Way(StrEnum):
    """Where a button of the card leads. NETWORK: back to the network that came with Poise."""

    AGAIN = "again"
    CHOOSE = "choose"
    FILE = "file"
    SETTINGS = "settings"
    NETWORK = "network"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class CardText:
    """`ways` are the buttons with their texts, the one that most likely helps first."""

    title: str
    text: str
    ways: Mapping[Way, str] = field(default_factory=dict)


def _others() -> Mapping[Way, str]:
    return {Way.CHOOSE: tr("Choose another source…"), Way.DEMO: tr("Demo clip")}


def _hung() -> CardText:
    return CardText(
        tr("The analysis does not answer"),
        tr(
            "The picture comes and is not read any more. Restart the analysis; if that happens again, run"
            " `poise doctor`."
        ),
        {Way.AGAIN: tr("Restart it"), **_others()},
    )


def card_text(event: SessionEvent, settings: Settings) -> CardText | None:
    """What to say of a state; None where the picture speaks for itself."""
    match event.state:
        case SessionState.RUNNING | SessionState.PAUSED | SessionState.STOPPED:
            return None
        case SessionState.OPENING:
            return CardText(tr("Opening…"), tr("The picture comes as soon as the source answers."))
        case SessionState.LOST:
            return CardText(
                tr("The picture is lost"),
                f"{in_language(event.message)} {tr('Poise keeps looking for it.')}",
                {Way.AGAIN: tr("Start again"), **_others()},
            )
        case SessionState.FAILED:
            return CardText(tr("This did not work"), in_language(event.message), _mends(event.failed, settings))
        case SessionState.ENDED:
            again = {Way.AGAIN: tr("Play again"), **_others()}
            return CardText(tr("The end"), tr("The source has no more pictures."), again)
        case _:
            assert_never(event.state)


def _mends(failed: FailedPart | None, settings: Settings) -> Mapping[Way, str]:
    """The buttons that lead to the mend of what failed: the network, the file, or whatever else gives pictures."""
    again = {Way.AGAIN: tr("Try again")}
    if failed is FailedPart.ANALYSIS:
        own = {Way.NETWORK: tr("Use the shipped network")} if settings.model_path else {}
        return {**own, **(again if not own else {}), Way.SETTINGS: tr("Settings…")}
    if settings.source == DEMO:
        return {**again, Way.CHOOSE: tr("Choose another source…")}
    if is_recorded(settings.source):
        return {Way.FILE: tr("Choose a file…"), **again, Way.DEMO: tr("Demo clip")}
    return {**again, **_others()}


class StateCard(QFrame):
    """Lies in the middle of the view; each Way has its signal."""

    again = Signal()
    choose = Signal()
    file = Signal()
    settings = Signal()
    network = Signal()
    demo = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("card")
        self._view = view
        self._title = _label("title")
        self._text = _label("quiet")
        self._buttons = {way: QPushButton() for way in Way}
        for way, button in self._buttons.items():
            button.clicked.connect(getattr(self, way))
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._later.timeout.connect(self._appear)
        view.installEventFilter(self)
        self.hide()

    def show_event(self, event: SessionEvent, settings: Settings) -> None:
        self._later.stop()
        self._show(card_text(event, settings))
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
        self._show_ways(text.ways)
        self.setAccessibleName(f"{text.title}. {text.text}")
        self._appear()

    def _show_ways(self, ways: Mapping[Way, str]) -> None:
        for way, button in self._buttons.items():
            button.setVisible(way in ways)
        for place, (way, text) in enumerate(ways.items()):
            button = self._buttons[way]
            button.setText(text)
            button.setProperty("primary", place == 0)
            button.style().polish(button)  # the style sheet reads the property only then
            self._row.insertWidget(place, button)
            if place:
                self.setTabOrder(self._buttons[list(ways)[place - 1]], button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._centre()
        return False

    def _appear(self) -> None:
        self.show()
        self.raise_()
        self._centre()

    def _lay_out(self) -> None:
        self._row = buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self._buttons.values():
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
