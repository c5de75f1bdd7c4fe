"""The panel of camera and device in the window: opened by its action, told what happens, its choices followed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.capture.source import SourceInfo
from app.domain.result import FrameResult
from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.live_workspace import LiveWorkspace

if TYPE_CHECKING:
    from app.perception.model import DeviceReport
    from app.ui.machine.facts import MachineNow
    from app.ui.machine.panel import MachinePanel

_EACH_PX = 16  # so many pixels apart the brightness is looked at


class MachineControl(QObject):
    """Follows the live workspace; `device` says where the network runs, None until it is loaded."""

    def __init__(
        self,
        action: QAction,
        live: LiveWorkspace,
        keeper: SettingsKeeper,
        device: "Callable[[], DeviceReport | None]",
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._live, self._keeper, self._device, self._window = live, keeper, device, window
        self._source: SourceInfo | None = None
        self._panel: MachinePanel | None = None
        action.triggered.connect(self.open)
        live.opened.connect(self._on_opened)
        live.sources.listed.connect(self._show_choices)
        keeper.changed.connect(self._show_choices)

    def open(self) -> None:
        """Show the panel."""
        if self._panel is None:
            from app.ui.machine.panel import MachinePanel  # few open it

            self._panel = MachinePanel(self._now, self._window)
            self._panel.camera_chosen.connect(self._live.choose)
            self._panel.device_chosen.connect(lambda device: self._keeper.change(device=device))
        self._show_choices()
        self._panel.show()
        self._panel.raise_()
        self._panel.activateWindow()

    def _show_choices(self) -> None:
        if self._panel is not None:
            settings = self._keeper.settings
            self._panel.show_cameras(self._live.sources.cameras, settings.source)
            self._panel.show_device(settings.device)

    def _on_opened(self, source: SourceInfo | None) -> None:
        self._source = source

    def _now(self) -> "MachineNow":
        from app.ui.machine.facts import MachineNow

        result = self._live.page.last
        return MachineNow(self._source, self._live.runner.measured(), self._device(), _brightness(result))


def _brightness(result: FrameResult | None) -> float | None:
    return None if result is None else float(result.frame.pixels[::_EACH_PX, ::_EACH_PX].mean())
