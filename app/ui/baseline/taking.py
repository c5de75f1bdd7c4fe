"""The guided ten seconds: what to do, what is missing, how long still, and what was read at the end."""

import math
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.baselines import LONGEST_NAME, checked_name
from app.domain.model_card import ModelCard
from app.domain.reading import Pose, Reading
from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.overlay.words import percent, pose_text
from app.perception.baseline import BaselineError, measured_from, network_name
from app.perception.resting import REST_S, Moment, RestingFace
from app.ui.baseline.checks import Checks
from app.ui.baseline.words import emotions_text, obstacle_text
from app.ui.language.sentences import in_language
from app.ui.look.plain_label import PlainLabel

_NO_PICTURE_MS = 1500
_STEPS = 1000  # of the bar


class TakingPage(QWidget):
    """`taken` brings the Baseline that is to be kept, `left` that the user goes back. Give it every result."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, card: Callable[[], ModelCard | None]) -> None:
        super().__init__()
        self._card = card
        self._resting = RestingFace()
        self._counting = False
        self._checks = Checks()
        self._said = _label("", "strong")
        self._bar = QProgressBar(maximum=_STEPS, textVisible=False)
        self._bar.setFixedHeight(8)
        self._name = QLineEdit(maxLength=LONGEST_NAME)
        self._name.setAccessibleName(tr("Name"))
        self._begin = _button(tr("Begin"), self._on_begin)
        self._keep = _button(tr("Keep"), self._on_keep)
        self._keep.setProperty("primary", True)
        self._back = _button(tr("Back"), self.left.emit)
        self._silence = QTimer(self, singleShot=True, interval=_NO_PICTURE_MS)
        self._silence.timeout.connect(self._on_silence)
        self._name.returnPressed.connect(self._on_return)
        self._build()
        self.prepare()

    def prepare(self) -> None:
        """Begin with nothing taken; the checks are live already."""
        self._counting = False
        self._resting = RestingFace()
        self._bar.setValue(0)
        self._keep.hide()
        self._begin.setText(tr("Begin"))
        _lead(self._begin, True)
        self._checks.show_unknown()
        self._said.setText(tr("Waiting for a picture."))
        self._silence.start()

    def show_result(self, result: FrameResult) -> None:
        """Look at a result while the page is shown and nothing was taken yet."""
        if not self.isVisible() or self._keep.isVisible():
            return
        self._silence.start()
        moment = self._resting.add(result)
        self._checks.show_problem(moment.problem)
        if not self._counting:
            self._resting = self._resting if moment.rested_s < 1 else RestingFace()  # only the checks are of use
            self._said.setText(tr("Ready when you are.") if moment.problem is None else obstacle_text(moment.problem))
        elif moment.done:
            self._on_done()
        else:
            self._show(moment)

    def refuse(self, sentence: str) -> None:
        """What was taken could not be kept."""
        self._said.setText(in_language(sentence))
        self._keep.setEnabled(True)

    def _show(self, moment: Moment) -> None:
        self._bar.setValue(round(moment.rested_s / REST_S * _STEPS))
        if moment.problem is not None:
            again = " " + tr("It begins anew.") if moment.rested_s == 0 else ""
            self._said.setText(obstacle_text(moment.problem) + again)
        else:
            self._said.setText(tr("Stay like this: {seconds} s", seconds=math.ceil(REST_S - moment.rested_s)))

    def _on_begin(self) -> None:
        self.prepare()
        self._counting = True
        self._begin.setText(tr("Begin anew"))
        _lead(self._begin, False)

    def _on_done(self) -> None:
        self._counting = False
        self._silence.stop()
        self._bar.setValue(_STEPS)
        rest = self._resting.emotions_at_rest
        taken = self._resting.baseline("-", "-", "-")
        seen = measured_from(taken, Reading(rest, Pose(0, 0, 0), 0.5)).emotion
        pose = Pose.from_rotation(taken.matrix())
        self._said.setText(
            tr(
                "At rest the network read: {emotions}; {pose}.\n"
                "From this baseline the same face is neutral {neutral}. If you moved or smiled, take it again.",
                emotions=emotions_text(rest),
                pose=pose_text(pose),
                neutral=percent(seen.probabilities[0]),
            )
        )
        self._keep.show()
        self._keep.setEnabled(True)
        self._begin.setText(tr("Take it again"))
        _lead(self._begin, False)
        (self._keep if self._name.text().strip() else self._name).setFocus()

    def _on_return(self) -> None:
        if self._keep.isVisible():
            self._on_keep()
        elif not self._counting:
            self._on_begin()

    def _on_keep(self) -> None:
        try:
            name = checked_name(self._name.text())
        except BaselineError as error:
            self._said.setText(in_language(str(error)))
            self._name.setFocus()
            return
        card = self._card()
        if card is None:
            self._said.setText(tr("The network is not loaded yet; wait a moment."))
            return
        self._keep.setEnabled(False)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.taken.emit(self._resting.baseline(name, at, network_name(card)))

    def _on_silence(self) -> None:
        if not self._keep.isVisible():
            self._checks.show_unknown()
            self._said.setText(tr("No picture comes. Choose a source, or go on where it is paused."))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(_label(tr("Ten seconds of your face at rest"), "title"))
        column.addWidget(
            _label(
                tr(
                    "Sit as you always do and look at the middle of the screen. Mouth closed, nothing to smile or "
                    "frown at, do not speak. Numbers are kept under a name on this machine, no picture."
                ),
                "body",
            )
        )
        column.addWidget(self._checks)
        column.addWidget(self._bar)
        self._said.setMinimumHeight(self._said.fontMetrics().lineSpacing() * 3)
        column.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(10)
        name = PlainLabel(tr("Name"))
        name.setBuddy(self._name)
        for widget in (name, self._name, self._begin, self._keep, self._back):
            row.addWidget(widget, 1 if widget is self._name else 0)
        column.addStretch(1)
        column.addLayout(row)


def _button(text: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(pressed)
    return button


def _lead(button: QPushButton, leads: bool) -> None:
    """Show a button as the one to press next, or as one of several."""
    button.setProperty("primary", leads)
    button.style().unpolish(button)
    button.style().polish(button)


def _label(text: str, tone: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label
