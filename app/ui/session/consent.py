"""What the user has agreed to: the one gate in front of everything that reads, sends or keeps what a camera sees."""

from collections.abc import Mapping
from enum import StrEnum

from app.ui.settings.keeper import SettingsKeeper


class Purpose(StrEnum):
    """What may be done only after the user was told of it and agreed; each is asked for by itself."""

    ANALYSE = "open a source and estimate emotion, pose and gender of the faces in it"
    STREAM = "send what is read of the faces to other programs"


_SETTINGS: Mapping[Purpose, str] = {
    Purpose.ANALYSE: "notice_accepted",
    Purpose.STREAM: "streaming_accepted",
}
"""The setting, false at first, in which the answer is kept."""


class Consent:
    """Answers whether a purpose may be followed now; whoever opens, loads or sends asks it first."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        self._keeper = keeper

    def given(self, purpose: Purpose) -> bool:
        return bool(getattr(self._keeper.settings, _SETTINGS[purpose]))

    def give(self, purpose: Purpose) -> None:
        self._keeper.change(**{_SETTINGS[purpose]: True})

    def withdraw(self, purpose: Purpose) -> None:
        """Take it back; with the analysis goes all that rests on it."""
        gone = Purpose if purpose is Purpose.ANALYSE else (purpose,)
        self._keeper.change(**{_SETTINGS[one]: False for one in gone})
