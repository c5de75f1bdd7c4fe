"""The dialogs and workspaces of the window, each opened as a user opens it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from app.settings import Settings
from app.ui.forget.control import ForgetControl
from tests.unit.app.recording.made import recording, row

AGREED = Settings(notice_accepted=True, streaming_accepted=True, recording_accepted_at="2026-01-02")

DIALOGS: dict[str, Callable[[Any], None]] = {
    "settings": lambda window: window._actions.settings.trigger(),
    "shortcuts": lambda window: window._actions.shortcuts.trigger(),
    "about": lambda window: window._actions.about.trigger(),
    "live": lambda window: window._actions.live.trigger(),
    "machine": lambda window: window._actions.machine.trigger(),
    "record": lambda window: window._actions.record.trigger(),
    "baselines": lambda window: window._baseline.open(),
    "forget": lambda window: window.findChild(ForgetControl).action.trigger(),
}


def opened(studio: Any, window: Any, name: str) -> QDialog:
    """A dialog, once it is seen and active."""
    DIALOGS[name](window)
    studio.wait(lambda: any(each.isVisible() for each in window.findChildren(QDialog)))
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    dialog.activateWindow()
    studio.wait(dialog.isActiveWindow)
    return dialog


def with_all_workspaces(studio: Any, folder: Path, **settings: Any) -> Any:
    """A window with faces in Live, an empty queue in Analyse and a recording in Review."""
    window = studio.window(replace(AGREED, **settings), make_analyst=lambda settings: None)
    studio.wait_faces(window)
    times = [place / 20 for place in range(100)]
    markers = ({"kind": "marker", "time_s": 2.0, "text": "a marker with a rather long text"},)
    rows = [row(time_s, face, "happiness") for time_s in times for face in (1, 2)]
    window.review(recording(folder / "talk with Ada", rows, times, markers))
    studio.wait(lambda: window._later.review.recording is not None and window._later.review._tracks)
    return window
