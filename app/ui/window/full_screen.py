"""The picture alone on the whole screen, and the same with large texts for a demonstration."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.overlay.translation import tr
from app.settings import Settings
from app.ui.window.actions import Actions
from app.ui.window.live_page import LivePage

_DEMO_SCALE = 1.6


class FullScreen(QObject):
    """Follows the window's state: the system may leave full screen by itself. `parts` are hidden meanwhile."""

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        page: LivePage,
        parts: tuple[QWidget, ...],
        seen: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._page, self._parts, self._seen = window, page, parts, seen
        self._full, self._demo = actions.full_screen, actions.demo_mode
        self._full.toggled.connect(self._set)
        self._demo.toggled.connect(self._full.setChecked)
        actions.leave_full_screen.triggered.connect(lambda: self._full.setChecked(False))

    def follow(self) -> None:
        """Dress the window for the state that it has now."""
        full = self._window.isFullScreen()
        self._full.setChecked(full)
        if not full:
            self._demo.setChecked(False)
        for part in self._parts:
            part.setVisible(not full)
        self._window.statusBar().setVisible(not full and self._seen())
        if full:
            self._page.picture.hint(tr("Esc leaves the full screen"))

    def dressed(self, settings: Settings) -> Settings:
        """The settings as they are shown: in a demonstration with texts that are read from afar, and bars."""
        if not self._demo.isChecked():
            return settings
        return replace(settings, show_bars=True, text_scale=settings.text_scale * _DEMO_SCALE)

    def _set(self, on: bool) -> None:
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if on else state & ~full)
