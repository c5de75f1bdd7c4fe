"""What the user has agreed to: the one gate in front of everything that reads, sends or keeps what a camera sees."""

from collections.abc import Mapping
from enum import StrEnum

from app.recording.session_file import utc_now
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
        return bool(getattr(self._keeper.settings, _SETTINGS[purpose]))

    def give(self, purpose: Purpose) -> None:
        answer: bool | str = True if purpose is not Purpose.RECORD else utc_now()
        self._keeper.change(**{_SETTINGS[purpose]: answer})

    def withdraw(self, purpose: Purpose) -> None:
        """Take it back; with the analysis goes all that rests on it."""
        gone = Purpose if purpose is Purpose.ANALYSE else (purpose,)
        self._keeper.change(**{_SETTINGS[one]: False if one is not Purpose.RECORD else "" for one in gone})
