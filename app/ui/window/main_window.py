"""The window: puts its parts together, and starts and stops what runs behind them."""

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMessageBox, QStackedWidget, QToolBar

from app.capture.cameras import Camera
from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.paths import Places, snapshots_dir
from app.settings import Settings
from app.ui.baseline.control import BaselineControl, BaselinePlace
from app.ui.forget.control import ForgetControl
from app.ui.language.sentences import in_language
from app.ui.live.control import LiveControl
from app.ui.live.outputs import Outputs
from app.ui.look.icons import Icon, icon
from app.ui.look.stylesheet import stylesheet
from app.ui.look.theme import Theme
from app.ui.machine.control import MachineControl
from app.ui.record.control import RecordControl
from app.ui.record.recordings import Recordings
from app.ui.session.bridge import Background
from app.ui.session.consent import Consent, Purpose
from app.ui.session.runner import SessionFactory
from app.ui.settings.keeper import SettingsKeeper
from app.ui.window.actions import Actions
from app.ui.window.drops import workspace_for
from app.ui.window.full_screen import FullScreen
from app.ui.window.later_workspaces import LaterWorkspaces, MakeAnalyst
from app.ui.window.live_workspace import LiveWorkspace
from app.ui.window.room import SMALLEST_SIZE, first_place, keep_on_screen
from app.ui.window.status_line import StatusLine
from app.ui.window.workspaces import Workspace, Workspaces

# What most starts of the window do not show is imported where it is used.
if TYPE_CHECKING:
    from app.perception.model import DeviceReport
    from app.ui.window.first_start import FirstStart

_CLOSE_S = 1.5


class MainWindow(QMainWindow):
    """Show it, then call `start`. `device` says where the network runs, how fast and why, None until it is loaded.

    `painted` brings each FrameResult after it was painted. Closing takes at most two seconds; `left_behind` then tells
    whether something hung and was left behind. `outputs` and `recordings` are fed by the sessions that `make_session`
    makes.
    """

    painted = Signal(object)
    left_behind = False
    _live_started = False
    _to_review: Path | None = None

    def __init__(
        self,
        settings: Settings,
        save_settings: Callable[[Settings], None],
        make_session: SessionFactory,
        list_cameras: Callable[[], tuple[Camera, ...]],
        device: "Callable[[], DeviceReport | None]",
        snapshots: Path | None = None,
        outputs: Outputs | None = None,
        baselines: BaselinePlace | None = None,
        recordings: Recordings | None = None,
        make_analyst: MakeAnalyst | None = None,
        kept: Places | None = None,
    ) -> None:
        super().__init__()
        self._background = Background()
        self._theme = Theme(settings.theme, self)
        self._keeper = SettingsKeeper(settings, save_settings, self._background, self)
        self._consent = Consent(self._keeper)
        self._actions = Actions(self)
        shared = (self._keeper, self._theme, self._consent, self._actions, self._background)
        self._live = LiveWorkspace(*shared, make_session, list_cameras, snapshots or snapshots_dir(), self)
        self._status = StatusLine(self._live.runner.measured, device)
        self._sending = LiveControl(outputs or Outputs(), self._consent, self._actions.live, self._status, self)
        self._recording = RecordControl(
            recordings, self._live, self._consent, self._keeper, self._actions, self._status
        )
        self._machine = MachineControl(self._actions.machine, self._live, self._keeper, device, self)
        self._workspaces = Workspaces(self._actions)
        self._later = LaterWorkspaces(make_analyst, self._theme, self._keeper, self._background, self)
        self._pages = QStackedWidget()
        hidden = (self.menuBar(), self._live.controls, *self._live.page.around_picture)
        self._full_screen = FullScreen(self, self._actions, self._live.page, hidden, self._entered)
        self._baseline = BaselineControl(baselines, self._keeper, self._actions, self._background, self)
        self._forget = ForgetControl(kept, self._keeper, self._actions, self._background, self)
        self._build()
        self._connect()
        self._show_settings(settings)

    @property
    def last_result(self) -> FrameResult | None:
        """The result that is shown."""
        return self._live.page.last

    def start(self, review: Path | None = None) -> None:
        """Begin with the source of the settings, or with the first screen where it was not accepted yet.

        With `review` that recording or table is opened instead, and no source before the user asks for one.
        """
        self._to_review = review
        begin = self._enter if self._consent.given(Purpose.ANALYSE) else self._show_first
        begin()

    def tell(self, sentences: Sequence[str]) -> None:
        """Show what the user should know, in a message of its own; nothing where there is nothing to tell."""
        if sentences:
            text = "\n\n".join(in_language(sentence) for sentence in sentences)
            message = QMessageBox(QMessageBox.Icon.Information, "Poise", text, parent=self)
            message.setTextFormat(Qt.TextFormat.PlainText)
            message.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            message.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        for dialog in self.findChildren(QDialog):
            dialog.close()  # an open one would keep the program running
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        deadline = time.perf_counter() + _CLOSE_S
        self._sending.close()
        stopped = self._live.close(_CLOSE_S * 2 / 3)
        self._recording.close()  # after the session, whose last frames it gets
        later = self._later.close(deadline)
        saved = self._keeper.close(deadline, window_geometry=geometry, **self._live.page.measures())
        recorded = self._recording.wait_closed(deadline)
        ended = (stopped, later, saved, recorded, self._sending.wait_closed(deadline))
        self.left_behind = not all(ended)
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self._full_screen.follow()
            self._live.show_settings(self._keeper.settings, self._full_screen.dressed(self._keeper.settings))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._consent.given(Purpose.ANALYSE):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if not self._consent.given(Purpose.ANALYSE):
            return
        form = QUrl.ComponentFormattingOption.PrettyDecoded
        texts = [url.toLocalFile() or url.toString(form) for url in event.mimeData().urls()]
        match workspace_for(texts, self._workspaces.shown, analyses=self._later.analyses):
            case Workspace.REVIEW:
                self.review(Path(texts[0]))
            case Workspace.ANALYSE:
                self._workspaces.show_workspace(Workspace.ANALYSE)
                self._later.analyse.add([Path(text) for text in texts])
            case _:
                self._live.choose(texts[0])

    def review(self, path: Path) -> None:
        """Open a recording or a table in its workspace; nothing before the user has agreed."""
        if self._consent.given(Purpose.ANALYSE):
            self._workspaces.show_workspace(Workspace.REVIEW)
            self._later.review.open(path)

    # Putting together

    def _build(self) -> None:
        self.setWindowTitle("Poise")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST_SIZE)
        tools = self._actions.fill(self.menuBar(), self._live.sources.menu)
        self._baseline.fill(tools)
        self._forget.fill(tools)
        self._workspaces.add(Workspace.LIVE, lambda: self._live.page)
        self._later.add_to(self._workspaces, self._actions)
        self._pages.addWidget(self._workspaces)
        self.setCentralWidget(self._pages)
        self.setStatusBar(self._status)
        self._place_switch()
        geometry = self._keeper.settings.window_geometry
        if not (geometry and self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            self.setGeometry(first_place(self.screen().availableGeometry()))
        keep_on_screen(self)

    def _place_switch(self) -> None:
        """In the corner of the menu bar; where the system draws that at the top of the screen, above the pages."""
        if self.menuBar().isNativeMenuBar():
            bar = QToolBar(tr("Workspaces"), movable=False)
            bar.addWidget(self._workspaces.switch)
            self.addToolBar(bar)
        else:
            self.menuBar().setCornerWidget(self._workspaces.switch)

    def _connect(self) -> None:
        self._theme.changed.connect(self._colour)
        self._colour()
        self._keeper.changed.connect(self._on_settings)
        self._keeper.failed.connect(self._status.say)
        self._live.page.painted.connect(self.painted, Qt.ConnectionType.QueuedConnection)  # after paintEvent returned
        self._workspaces.changed.connect(self._on_workspace)
        for said in (self._live.said, self._later.said, self._baseline.said, self._forget.said):
            said.connect(self._status.say)
        self._live.runner.result.connect(self._baseline.show_result)
        self._live.opened.connect(self._status.show_source)
        self._live.settings_asked.connect(self._open_settings)
        self._later.review_asked.connect(self.review)
        self._actions.settings.triggered.connect(self._open_settings)
        self._actions.shortcuts.triggered.connect(self._list_keys)
        self._actions.about.triggered.connect(self._read_again)
        self._actions.quit.triggered.connect(self.close)

    # Settings and looks

    def _open_settings(self) -> None:
        from app.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._keeper.settings, self)
        dialog.accepted.connect(lambda: self._keeper.change(**dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_settings(self, settings: Settings) -> None:
        self._show_settings(settings)
        self._live.follow(settings)

    def _show_settings(self, settings: Settings) -> None:
        self._live.show_settings(settings, self._full_screen.dressed(settings))
        self._theme.choose(settings.theme)

    def _colour(self) -> None:
        self.setStyleSheet(stylesheet(self._theme.colours))
        self.setWindowIcon(icon(Icon.FACE, self._theme.colours.accent))

    def _list_keys(self) -> None:
        from app.ui.window.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._actions.groups, self).open()

    # The first screen

    @cached_property
    def _first(self) -> "FirstStart":
        """Made where it is shown, once in the life of a settings file."""
        from app.ui.window.first_start import FirstStart

        first = FirstStart(self._theme)
        first.accepted.connect(self._on_accepted)
        first.declined.connect(self._on_declined)
        self._pages.addWidget(first)
        return first

    def _enter(self) -> None:
        self._pages.setCurrentWidget(self._workspaces)
        self._actions.enable_session(True)
        self._status.setVisible(not self.isFullScreen())
        if self._to_review is None:
            self._start_live()
        else:
            self.review(self._to_review)

    def _start_live(self) -> None:
        if not self._live_started:
            self._live_started = True
            self._live.start()

    def _on_workspace(self, workspace: Workspace) -> None:
        if workspace is Workspace.LIVE and self._entered():
            self._start_live()
        self._status.show_measures(self._live_started or workspace is Workspace.LIVE)
        self._later.follow(workspace)

    def _entered(self) -> bool:
        return self._pages.currentWidget() is self._workspaces

    def _show_first(self) -> None:
        self._actions.enable_session(False)
        self._status.hide()
        self._pages.setCurrentWidget(self._first)
        self._first.focus_accept()

    def _on_accepted(self) -> None:
        self._consent.give(Purpose.ANALYSE)
        self._enter()

    def _on_declined(self) -> None:
        self._consent.withdraw(Purpose.ANALYSE)
        self.close()

    def _read_again(self) -> None:
        if self._entered():  # the first screen says so already
            from app.ui.window.about import AboutDialog

            AboutDialog(self._theme, self._live.reads(), self._on_declined, self).open()
