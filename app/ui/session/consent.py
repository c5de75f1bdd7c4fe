"""What the user has agreed to: the one gate in front of everything that reads, sends or keeps what a camera sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.overlay.translation import tr
from app.ui.settings.keeper import SettingsKeeper


class Purpose(StrEnum):
    """What may be done only after the user was told of it and agreed; each is asked for by itself."""

    ANALYSE = "open a source and estimate emotion, pose and gender of the faces in it"
    STREAM = "send what is read of the faces to other programs"
    RECORD = "keep what is read of the faces in a folder, and the picture where that is ticked"


_SETTINGS: Mapping[Purpose, str] = {
    Purpose.ANALYSE: "notice_accepted",
    Purpose.STREAM: "streaming_accepted",
    Purpose.RECORD: "recording_accepted_at",
}
"""The setting, false or empty at first, in which the answer is kept; a recording says when it was given."""


class Consent:
    """Answers whether a purpose may be followed now; whoever opens, loads or sends asks it first."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        self._keeper = keeper

    def given(self, purpose: Purpose) -> bool:
        """All rests on the analysis: what was agreed to on the command line holds only where that was too."""
        return all(getattr(self._keeper.settings, _SETTINGS[one]) for one in (Purpose.ANALYSE, purpose))

    def give(self, purpose: Purpose) -> None:
        from app.recording.session_file import utc_now

        answer: bool | str = True if purpose is not Purpose.RECORD else utc_now()
        self._keeper.change(**{_SETTINGS[purpose]: answer})

    def withdraw(self, purpose: Purpose) -> None:
        """Take it back; with the analysis goes all that rests on it."""
        gone = Purpose if purpose is Purpose.ANALYSE else (purpose,)
        self._keeper.change(**{_SETTINGS[one]: False if one is not Purpose.RECORD else "" for one in gone})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a purpose is followed for the first time; the words in the user's language."""

    purpose: Purpose
    title: str
    notice: str
    agree: str


def when_agreed(consent: Consent, question: Question, parent: QWidget | None, then: Callable[[], None]) -> None:
    """Go on at once where the purpose was agreed to, else once the user agrees to it now.

    Nothing is asked before the analysis was agreed to: the first screen stands for that.
    """
    if not consent.given(Purpose.ANALYSE):
        return
    if consent.given(question.purpose):
        then()
        return
    box = QMessageBox(parent)
    box.setWindowTitle(question.title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question.notice)
    agree = box.addButton(question.agree, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(agree)

    def answered() -> None:
        if box.clickedButton() is agree:
            consent.give(question.purpose)
            then()
        box.deleteLater()

    box.finished.connect(answered)
    box.open()
