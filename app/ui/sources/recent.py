"""The files and addresses chosen last, so that they are at hand again."""

from pathlib import Path

from app.capture.opening import CAMERA_PREFIX, DEMO
from app.settings import without_secrets

MOST = 5
_LONGEST = 500
"""Characters of one that is kept: the settings file has a limit of its own (app/settings.py)."""


def with_newest(source: str, recent: tuple[str, ...]) -> tuple[str, ...]:
    """The list with a chosen source at its head; cameras and the demo clip have entries of their own in the menu."""
    named = not source or source == DEMO or source.isdecimal() or source.startswith(CAMERA_PREFIX)
    if named or len(source) > _LONGEST:
        return recent
    return (source, *(each for each in recent if without_secrets(each) != without_secrets(source)))[:MOST]


def shown(source: str) -> str:
    """What an entry is called: the name of a file, an address without its password."""
    return without_secrets(source) if "://" in source else Path(source).name or source
