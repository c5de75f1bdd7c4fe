"""The window: puts its parts together, and starts and stops what runs behind them."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMessageBox, QStackedWidget

from app.capture.cameras import Camera
from app.capture.opening import DEMO
from app.capture.source import SourceKind
from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.paths import snapshots_dir
from app.perception.model import DeviceReport
from app.runtime.session import SessionEvent, SessionState
from app.settings import Settings
from app.ui.live.control import LiveControl
from app.ui.live.outputs import Outputs
from app.ui.look.icons import Icon, icon
from app.ui.look.stylesheet import stylesheet
from app.ui.look.theme import Theme
from app.ui.session.bridge import Background
from app.ui.session.consent import Consent, Purpose
from app.ui.session.runner import SessionFactory, SessionRunner
from app.ui.settings.dialog import SettingsDialog
from app.ui.settings.keeper import SettingsKeeper
from app.ui.sources.choice import AUTOMATIC, SourceChoice
from app.ui.sources.recent import with_newest
from app.ui.video.output_window import OutputWindow
from app.ui.video.seek_bar import SeekBar
from app.ui.video.snapshot import Snapshots
from app.ui.window.about import AboutDialog
from app.ui.window.actions import Actions
from app.ui.window.banner import Banner
from app.ui.window.controls import SessionControls
from app.ui.window.first_start import FirstStart
from app.ui.window.full_screen import FullScreen
from app.ui.window.live_page import LivePage
from app.ui.window.room import SMALLEST_SIZE, first_place, keep_on_screen
from app.ui.window.shortcuts import ShortcutsDialog
from app.ui.window.status_line import StatusLine
from app.ui.window.view_switches import ViewSwitches

_STEP_S = 5.0
_NEEDS_RESTART = frozenset(
    ("source", "capture_width_px", "capture_height_px", "capture_fps", "detector_reach", "max_faces", "model_path",
     "device", "uncertain_below", "smoothing_s", "away_yaw_deg", "away_pitch_deg", "away_after_s", "facing_after_s",
     "absent_after_s")
)  # fmt: skip

_CLOSE_S = 1.5


class MainWindow(QMainWindow):
    """Show it, then call `start`. `device` says where the network runs, how fast and why, None until it is loaded.

    `painted` brings each FrameResult after it was painted. Closing takes at most two seconds; `left_behind` then tells
    whether something hung and was left behind. `outputs` are fed by the sessions that `make_session` makes.
    """

    painted = Signal(object)

    def __init__(
        self,
        settings: Settings,
        save_settings: Callable[[Settings], None],
        make_session: SessionFactory,
        list_cameras: Callable[[], tuple[Camera, ...]],
        device: Callable[[], DeviceReport | None],
        snapshots: Path | None = None,
        outputs: Outputs | None = None,
    ) -> None:
        super().__init__()
        self.left_behind = False
        self._running = settings
        self._background = Background()
        self._theme = Theme(settings.theme, self)
        self._keeper = SettingsKeeper(settings, save_settings, self._background, self)
        self._consent = Consent(self._keeper)
        self._runner = SessionRunner(make_session, self._background, self._consent, self)
        self._actions = Actions(self)
        self._sources = SourceChoice(list_cameras, self._background, self._actions, self._consent, self._keeper, self)
        self._controls = SessionControls(self._theme, self._actions, self._sources.menu)
        self._banner = Banner(self._theme, self._sources.menu)
        self._seek_bar = SeekBar(self._actions.repeat)
        self._page = LivePage(settings, self._theme, self._controls, self._banner, self._seek_bar, self._background)
        self._switches = ViewSwitches(self._actions, self._keeper, self._page, self)
        self._status = StatusLine(self._runner.measured, device)
        self._live = LiveControl(outputs or Outputs(), self._consent, self._actions.live, self._status, self)
        self._first = FirstStart(self._theme)
        self._pages = QStackedWidget()
        self._output = OutputWindow()
        self._snapshots = Snapshots(snapshots or snapshots_dir(), self._background, self)
        self._full_screen = FullScreen(self, self._actions, self._page, (self.menuBar(), self._controls), self._entered)
        self._build()
        self._connect()
        self._colour()
        self._show_settings(settings)

    @property
    def last_result(self) -> FrameResult | None:
        """The result that is shown."""
        return self._page.last

    def start(self) -> None:
        """Begin with the source of the settings, or with the first screen where it was not accepted yet."""
        self._page.timeline.start()
        begin = self._enter if self._consent.given(Purpose.ANALYSE) else self._show_first
        begin()

    def tell(self, sentences: Sequence[str]) -> None:
        """Show what the user should know, in a message of its own; nothing where there is nothing to tell."""
        if sentences:
            message = QMessageBox(QMessageBox.Icon.Information, "Poise", "\n\n".join(sentences), parent=self)
            message.setTextFormat(Qt.TextFormat.PlainText)
            message.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            message.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        for dialog in self.findChildren(QDialog):
            dialog.close()  # an open one would keep the program running
        self._output.close()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        deadline = time.perf_counter() + _CLOSE_S
        self._live.close()
        stopped = self._runner.close(_CLOSE_S * 2 / 3)
        saved = self._keeper.close(deadline, window_geometry=geometry, **self._page.measures())
        self.left_behind = not (stopped and saved and self._live.wait_closed(deadline))
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self._full_screen.follow()
            self._page.show_settings(self._full_screen.dressed(self._keeper.settings))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._consent.given(Purpose.ANALYSE):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            self._choose_source(url.toLocalFile() or url.toString(QUrl.ComponentFormattingOption.PrettyDecoded))

    # Putting together

    def _build(self) -> None:
        self.setWindowTitle("Poise")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST_SIZE)
        self._actions.fill(self.menuBar(), self._sources.menu)
        self._pages.addWidget(self._page)
        self._pages.addWidget(self._first)
        self.setCentralWidget(self._pages)
        self.setStatusBar(self._status)
        geometry = self._keeper.settings.window_geometry
        if not (geometry and self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            self.setGeometry(first_place(self.screen().availableGeometry()))
        keep_on_screen(self)

    def _connect(self) -> None:
        self._theme.changed.connect(self._colour)
        self._keeper.changed.connect(self._on_settings)
        self._keeper.failed.connect(self._status.say)
        self._runner.result.connect(self._page.show_result)
        self._runner.changed.connect(self._on_session)
        self._runner.stalled.connect(self._page.show_stall)
        self._page.shown.connect(self._output.show_result)
        self._snapshots.taken.connect(lambda outcome: self._status.say(outcome.sentence, outcome.path))
        self._page.painted.connect(self._on_painted)
        self._page.painted.connect(self.painted, Qt.ConnectionType.QueuedConnection)  # after paintEvent has returned
        self._page.card.again.connect(self._restart)
        self._page.card.demo.connect(lambda: self._choose_source(DEMO))
        self._page.card.choose.connect(self._controls.open_sources)
        self._page.card.file.connect(self._actions.open_file.trigger)
        self._page.card.settings.connect(self._open_settings)
        self._page.card.network.connect(lambda: self._keeper.change(model_path=""))
        self._sources.chosen.connect(self._choose_source)
        self._first.accepted.connect(self._on_accepted)
        self._first.declined.connect(self._on_declined)
        self._connect_actions()

    def _connect_actions(self) -> None:
        actions = self._actions
        actions.choose.triggered.connect(self._controls.open_sources)
        actions.again.triggered.connect(self._restart)
        actions.pause.toggled.connect(self._on_pause)
        actions.snapshot.triggered.connect(lambda: self._snapshots.take(self._page.last, self._page.style_now))
        self._seek_bar.sought.connect(self._runner.seek)
        actions.back.triggered.connect(lambda: self._seek_bar.step(-_STEP_S))
        actions.forward.triggered.connect(lambda: self._seek_bar.step(_STEP_S))
        actions.repeat.toggled.connect(self._runner.repeat)
        actions.next_face.triggered.connect(lambda: self._page.step_face(1))
        actions.previous_face.triggered.connect(lambda: self._page.step_face(-1))
        actions.output.triggered.connect(self._output.show)
        actions.settings.triggered.connect(self._open_settings)
        actions.shortcuts.triggered.connect(lambda: ShortcutsDialog(self._actions.groups, self).open())
        actions.about.triggered.connect(self._read_again)
        actions.quit.triggered.connect(self.close)

    # Sources and sessions

    def _enter(self) -> None:
        self._sources.look_for_cameras()
        self._pages.setCurrentWidget(self._page)
        self._actions.enable_session(True)
        self._page.picture.setFocus()
        self._status.setVisible(not self.isFullScreen())
        self._restart()

    def _entered(self) -> bool:
        return self._pages.currentWidget() is self._page

    def _choose_source(self, source: str) -> None:
        if not self._consent.given(Purpose.ANALYSE):  # a drop on the first screen, say: nothing opens, nothing is kept
            return
        if self._keeper.settings.source == source:
            self._restart()
        else:
            recent = with_newest(source, self._keeper.settings.recent_sources)
            self._keeper.change(source=source, recent_sources=recent)

    @Slot()
    def _restart(self) -> None:
        self._running = self._keeper.settings
        self._actions.pause.setChecked(False)
        self._runner.run(self._running)

    @Slot(object)
    def _on_session(self, event: SessionEvent) -> None:
        if event.source is not None:
            demo = event.source.kind is SourceKind.DEMO
            self._controls.name_source(tr("Demo clip") if demo else event.source.name)
        elif event.state is SessionState.OPENING:
            self._controls.name_source(self._sources.name_of(self._running.source))
        if event.message and event.state in (SessionState.RUNNING, SessionState.PAUSED):
            self._status.say(event.message)
        self._status.show_source(event.source)
        running = event.state in (SessionState.RUNNING, SessionState.PAUSED)
        self._actions.enable_running(running, seekable=bool(event.source and event.source.duration_s))
        self._banner.show_event(event, self._running.source == AUTOMATIC)
        self._page.show_event(event)
        self._switches.refresh()

    def _on_pause(self, paused: bool) -> None:
        self._runner.pause(paused)
        self._controls.show_paused(paused)

    @Slot(object)
    def _on_painted(self, result: FrameResult) -> None:
        self._runner.painted(result, time.perf_counter())

    # Settings and looks

    def _open_settings(self) -> None:
        dialog = SettingsDialog(self._keeper.settings, self)
        dialog.accepted.connect(lambda: self._keeper.change(**dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._show_settings(settings)
        if any(getattr(settings, name) != getattr(self._running, name) for name in _NEEDS_RESTART):
            self._restart()

    def _show_settings(self, settings: Settings) -> None:
        self._page.show_settings(self._full_screen.dressed(settings))
        self._switches.refresh()
        self._theme.choose(settings.theme)
        self._sources.show_current(settings.source)

    def _colour(self) -> None:
        self.setStyleSheet(stylesheet(self._theme.colours))
        self.setWindowIcon(icon(Icon.FACE, self._theme.colours.accent))

    # The first screen

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
        if self._pages.currentWidget() is self._first:
            return  # it says so already
        reads = "" if self._runner.measured() is None else self._sources.name_of(self._running.source)
        AboutDialog(self._theme, reads, self._on_declined, self).open()
