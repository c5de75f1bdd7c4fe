"""Holds the settings of a window and saves what changes, off the GUI thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings import Settings, SettingsError
from app.ui.session.bridge import Background

_QUIET_MS = 400


class SettingsKeeper(QObject):
    """The current settings; several changes in a row are saved once. `failed` brings a sentence."""

    changed = Signal(object)
    failed = Signal(str)

    def __init__(
        self, settings: Settings, save: Callable[[Settings], None], background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._saved = settings
        self._save = save
        self._background = background
        self._saving = threading.Lock()
        self._later = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._later.timeout.connect(self._save_off_thread)

    @property
    def settings(self) -> Settings:
        return self._settings

    def change(self, **fields: Any) -> None:
        """Set fields of `Settings` by name; tells and saves only where something is different."""
        changed = replace(self._settings, **fields)
        if changed != self._settings:
            self._settings = changed
            self._later.start()
            self.changed.emit(changed)

    def stop_saving(self) -> None:
        """From now on nothing is written any more: the user had the settings deleted."""
        self._later.stop()
        self._save = lambda settings: None

    def close(self, deadline: float, **fields: Any) -> bool:
        """Set the last fields and save at once; False where that, or other work in the background, takes too long.

        `deadline` is a moment of `time.perf_counter`.
        """
        self._later.stop()
        self._settings = replace(self._settings, **fields)
        if self._settings != self._saved:
            self._save_off_thread()  # a disk that hangs must not hold the window
        return self._background.wait(deadline - time.perf_counter())

    def _save_off_thread(self) -> None:
        self._saved = self._settings
        self._background.run(partial(self._save_one, self._settings), self._on_saved)

    def _save_one(self, settings: Settings) -> str:
        """What went wrong, "" where nothing did."""
        with self._saving:
            if settings is not self._saved:
                return ""  # a newer one is saved instead, or was already
            try:
                self._save(settings)
            except SettingsError as error:
                return str(error)
        return ""

    def _on_saved(self, problem: str) -> None:
        if problem:
            self._saved = Settings()
            self.failed.emit(problem)
