"""The switches: each an action that sets a setting, but for the mirror, which follows the source."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions
from app.ui.window.live_page import LivePage


class ViewSwitches(QObject):
    """Keeps switches and settings alike, whichever is changed."""

    def __init__(self, actions: Actions, keeper: SettingsKeeper, page: LivePage, parent: QObject) -> None:
        super().__init__(parent)
        self._mirror = actions.mirror
        self._keeper = keeper
        self._page = page
        self._switches: Mapping[QAction, str] = {
            actions.repeat: "repeat_files",
            actions.axes: "show_axes",
            actions.gender: "show_gender",
            actions.charts: "show_charts",
            actions.readings: "show_readings",
        }
        self.refresh()
        for action, name in self._switches.items():
            action.toggled.connect(partial(self._on_switched, name))
        actions.mirror.toggled.connect(self._on_mirror)

    def refresh(self) -> None:
        """Show what is set now; the page must know it already."""
        for action, name in self._switches.items():
            action.setChecked(getattr(self._keeper.settings, name))
        self._mirror.setChecked(self._page.mirrored)

    def _on_switched(self, name: str, on: bool) -> None:
        self._keeper.change(**{name: on})

    def _on_mirror(self, on: bool) -> None:
        if self._page.mirrored == on:  # it only follows the source
            return
        if self._page.is_camera:
            self._keeper.change(mirror=on)
        else:
            self._page.mirror_once(on)
