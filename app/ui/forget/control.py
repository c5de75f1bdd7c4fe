"""Forgetting in the window: its action, the dialog, and the end of the program after it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.overlay.translation import tr
from app.paths import Places, baselines_dir, recordings_dir, settings_file, snapshots_dir
from app.ui.session.bridge import Background
from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions, Group, action_of

# What looks for it is imported when somebody asks.
if TYPE_CHECKING:
    from app.forgetting import Trace
    from app.ui.forget.dialog import ForgetDialog


class ForgetControl(QObject):
    """Shows what is kept, removes it, and has the window closed: settings that are gone must not be saved again."""

    said = Signal(str)

    def __init__(
        self, places: Places | None, keeper: SettingsKeeper, actions: Actions, background: Background, window: QWidget
    ) -> None:
        super().__init__(window)
        self._places = places or Places(settings_file(), baselines_dir(), (recordings_dir(),), snapshots_dir())
        self._keeper, self._background, self._window, self._actions = keeper, background, window, actions
        self.action: QAction = action_of(self, tr("Forget everything…"), "Ctrl+Shift+Del")
        actions.add(Group(tr("What is kept"), (self.action,)))
        self.action.triggered.connect(self._look)

    def fill(self, menu: QMenu) -> None:
        """Offer it at the end of a menu."""
        menu.addSeparator()
        menu.addAction(self.action)

    def _look(self) -> None:
        if self._actions.record.isChecked():
            self.said.emit(tr("A recording is going on; end it first."))
            return
        from app.forgetting import traces

        chosen = self._keeper.settings.recordings_folder
        folders = (*self._places.recordings, *((Path(chosen),) if chosen else ()))
        self._background.run(partial(traces, replace(self._places, recordings=folders)), self._ask)

    def _ask(self, found: "Sequence[Trace]") -> None:
        from app.ui.forget.dialog import ForgetDialog

        dialog = ForgetDialog(found, self._window)
        dialog.agreed.connect(partial(self._forget, dialog))
        dialog.left.connect(self._window.close)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self, dialog: "ForgetDialog", chosen: "Sequence[Trace]") -> None:
        from app.forgetting import forget

        self._keeper.stop_saving()
        self._background.run(partial(forget, chosen), dialog.show_outcome)
