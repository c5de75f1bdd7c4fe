"""The workspace Live: a source, the session that reads it, and the page that shows it."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.capture.cameras import Camera
from app.capture.opening import DEMO
from app.capture.source import SourceKind
from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.runtime.session import SessionEvent, SessionState
from app.settings import Settings
from app.ui.look.theme import Theme
from app.ui.session.bridge import Background
from app.ui.session.consent import Consent, Purpose
from app.ui.session.runner import SessionFactory, SessionRunner
from app.ui.settings.keeper import SettingsKeeper
from app.ui.sources.choice import AUTOMATIC, SourceChoice
from app.ui.sources.recent import with_newest
from app.ui.video.output_window import OutputWindow
from app.ui.video.seek_bar import SeekBar
from app.ui.video.snapshot import Snapshots
from app.ui.window.actions import Actions
from app.ui.window.banner import Banner
from app.ui.window.controls import SessionControls
from app.ui.window.live_page import LivePage
from app.ui.window.view_switches import ViewSwitches

_STEP_S = 5.0
_NEEDS_RESTART = frozenset(
    ("source", "capture_width_px", "capture_height_px", "capture_fps", "detector_reach", "max_faces", "model_path",
     "device", "uncertain_below", "smoothing_s", "away_yaw_deg", "away_pitch_deg", "away_after_s", "facing_after_s",
     "absent_after_s")
)  # fmt: skip


class LiveWorkspace(QObject):
    """Runs the source of the settings on its `page`; the window says when.

    `said` brings a sentence and the path of what was saved (or None), `opened` the SourceInfo of the open source (or
    None), `settings_asked` that the user wants the dialog.
    """

    said = Signal(str, object)
    opened = Signal(object)
    settings_asked = Signal()

    def __init__(
        self,
        keeper: SettingsKeeper,
        theme: Theme,
        consent: Consent,
        actions: Actions,
        background: Background,
        make_session: SessionFactory,
        list_cameras: Callable[[], tuple[Camera, ...]],
        snapshots: Path,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._running = keeper.settings
        self._keeper, self._consent, self._actions = keeper, consent, actions
        self.runner = SessionRunner(make_session, background, consent, self)
        self._sources = SourceChoice(list_cameras, background, actions, consent, keeper, window)
        self.controls = SessionControls(theme, actions, self._sources.menu)
        self._banner = Banner(theme, self._sources.menu)
        self._seek_bar = SeekBar(actions.repeat)
        self.page = LivePage(keeper.settings, theme, self.controls, self._banner, self._seek_bar)
        self._switches = ViewSwitches(actions, keeper, self.page, self)
        self.output = OutputWindow()
        self._snapshots = Snapshots(snapshots, background, self)
        self._connect()
        self._connect_actions()

    @property
    def sources(self) -> SourceChoice:
        """The choice of sources, with its menu."""
        return self._sources

    def start(self) -> None:
        """Look for cameras, and run the source of the settings."""
        self._sources.look_for_cameras()
        self.page.picture.setFocus()
        self._restart()

    def choose(self, source: str) -> None:
        """Run another source and keep it; nothing opens and nothing is kept before the user has agreed."""
        if not self._consent.given(Purpose.ANALYSE):
            return
        if self._keeper.settings.source == source:
            self._restart()
        else:
            recent = with_newest(source, self._keeper.settings.recent_sources)
            self._keeper.change(source=source, recent_sources=recent)

    def show_settings(self, settings: Settings, dressed: Settings) -> None:
        """Show what is set, the page as it is `dressed` for now; run anew where the session must know of a change."""
        self.page.show_settings(dressed)
        self._switches.refresh()
        self._sources.show_current(settings.source)

    def follow(self, settings: Settings) -> None:
        """Start again where the session that runs was made with other settings."""
        if any(getattr(settings, name) != getattr(self._running, name) for name in _NEEDS_RESTART):
            self._restart()

    def reads(self) -> str:
        """What is being read now, "" where nothing is."""
        return "" if self.runner.measured() is None else self._sources.name_of(self._running.source)

    def close(self, timeout_s: float) -> bool:
        """Stop for good and wait for it; False where a thread had to be left behind."""
        self.output.close()
        return self.runner.close(timeout_s)

    def _connect(self) -> None:
        self.runner.result.connect(self.page.show_result)
        self.runner.changed.connect(self._on_session)
        self.runner.stalled.connect(self.page.show_stall)
        self.page.shown.connect(self.output.show_result)
        self._snapshots.taken.connect(lambda outcome: self.said.emit(outcome.sentence, outcome.path))
        self.page.painted.connect(self._on_painted)
        card = self.page.card
        card.again.connect(self._restart)
        card.demo.connect(lambda: self.choose(DEMO))
        card.choose.connect(self.controls.open_sources)
        card.file.connect(self._actions.open_file.trigger)
        card.settings.connect(self.settings_asked)
        card.network.connect(lambda: self._keeper.change(model_path=""))
        self._sources.chosen.connect(self.choose)
        self._sources.said.connect(lambda sentence: self.said.emit(sentence, None))

    def _connect_actions(self) -> None:
        actions = self._actions
        actions.choose.triggered.connect(self.controls.open_sources)
        actions.again.triggered.connect(self._restart)
        actions.pause.toggled.connect(self._on_pause)
        actions.snapshot.triggered.connect(lambda: self._snapshots.take(self.page.last, self.page.style_now))
        self._seek_bar.sought.connect(self.runner.seek)
        actions.back.triggered.connect(lambda: self._seek_bar.step(-_STEP_S))
        actions.forward.triggered.connect(lambda: self._seek_bar.step(_STEP_S))
        actions.repeat.toggled.connect(self.runner.repeat)
        actions.next_face.triggered.connect(lambda: self.page.step_face(1))
        actions.previous_face.triggered.connect(lambda: self.page.step_face(-1))
        actions.output.triggered.connect(self.output.show)

    @Slot()
    def _restart(self) -> None:
        self._running = self._keeper.settings
        self._actions.pause.setChecked(False)
        self.runner.run(self._running)

    @Slot(object)
    def _on_session(self, event: SessionEvent) -> None:
        if event.source is not None:
            demo = event.source.kind is SourceKind.DEMO
            self.controls.name_source(tr("Demo clip") if demo else event.source.name)
        elif event.state is SessionState.OPENING:
            self.controls.name_source(self._sources.name_of(self._running.source))
        running = event.state in (SessionState.RUNNING, SessionState.PAUSED)
        if event.message and running:
            self.said.emit(event.message, None)
        self.opened.emit(event.source)
        self._actions.enable_running(running, seekable=bool(event.source and event.source.duration_s))
        self._banner.show_event(event, self._running.source == AUTOMATIC)
        self.page.show_event(event)
        self._switches.refresh()

    def _on_pause(self, paused: bool) -> None:
        self.runner.pause(paused)
        self.controls.show_paused(paused)

    @Slot(object)
    def _on_painted(self, result: FrameResult) -> None:
        self.runner.painted(result, time.perf_counter())
