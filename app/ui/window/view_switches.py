"""The switches: each an action that sets a setting, but for the mirror, which follows the source."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions
from app.ui.window.live_page import LivePage

_STEP = 1.25
_SMALLEST, _LARGEST = 0.64, 3.05


class ViewSwitches(QObject):
    """Keeps switches and settings alike, whichever is changed."""

    def __init__(self, actions: Actions, keeper: SettingsKeeper, page: LivePage, parent: QObject) -> None:
        super().__init__(parent)
        self._mirror = actions.mirror
        self._keeper = keeper
        self._page = page
        self._switches: Mapping[QAction, str] = {
            actions.repeat: "repeat_files",
            actions.emotion: "show_emotion",
            actions.bars: "show_bars",
            actions.angles: "show_pose",
            actions.numbers: "show_ids",
            actions.anonymous: "anonymous",
            actions.axes: "show_axes",
            actions.gender: "show_gender",
            actions.charts: "show_charts",
            actions.readings: "show_readings",
        }
        self.refresh()
        for action, name in self._switches.items():
            action.toggled.connect(partial(self._on_switched, name))
        actions.mirror.toggled.connect(self._on_mirror)
        actions.larger.triggered.connect(lambda: self._on_text_size(_STEP))
        actions.smaller.triggered.connect(lambda: self._on_text_size(1 / _STEP))

    def refresh(self) -> None:
        """Show what is set now; the page must know it already."""
        for action, name in self._switches.items():
            action.setChecked(getattr(self._keeper.settings, name))
        self._mirror.setChecked(self._page.mirrored)

    def _on_switched(self, name: str, on: bool) -> None:
        self._keeper.change(**{name: on})

    def _on_text_size(self, by: float) -> None:
        scale = round(self._keeper.settings.text_scale * by, 2)
        self._keeper.change(text_scale=max(_SMALLEST, min(_LARGEST, scale)))

    def _on_mirror(self, on: bool) -> None:
        if self._page.mirrored == on:  # it only follows the source
            return
        if self._page.is_camera:
            self._keeper.change(mirror=on)
        else:
            self._page.mirror_once(on)
