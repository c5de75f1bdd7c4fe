"""Keeps one session running: replaces it, pauses it, stops it, without ever waiting on the GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.result import FrameResult
from app.overlay.translation import tr
from app.runtime.failure import FailedPart
from app.runtime.meter import MeterSnapshot
from app.runtime.session import Session, SessionEvent, SessionState
from app.settings import Settings
from app.ui.session.bridge import Background, SessionBridge
from app.ui.session.consent import Consent, Purpose
from app.ui.sources.camera_permission import CAMERA_REFUSED, ask_for_camera

STOP_TIMEOUT_S = 2.0
_LOOK_MS = 500


class SessionFactory(Protocol):
    """Makes the session of the settings; the callbacks are called on the session's threads."""

    def __call__(
        self, settings: Settings, on_ready: Callable[[], None], on_event: Callable[[SessionEvent], None]
    ) -> Session: ...


class SessionRunner(QObject):
    """The running session of a window; `result` brings each newest FrameResult, `changed` each SessionEvent.

    `stalled` brings a Stall twice a second while the source or the analysis does not answer, and None once it does.
    """

    result = Signal(object)
    changed = Signal(object)
    stalled = Signal(object)

    def __init__(self, make_session: SessionFactory, background: Background, consent: Consent, parent: QObject) -> None:
        super().__init__(parent)
        self._consent = consent
        self._make_session = make_session
        self._background = background
        self._bridge: SessionBridge | None = None
        self._wanted: Settings | None = None
        self._stopping = False
        self._paused = False
        self._closed = False
        self._live = self._runs = self._was_stalled = False
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_for_stall)
        self._look.start()

    def run(self, settings: Settings) -> None:
        """Begin anew with these settings; the session before is stopped first, so that its device is free.

        Nothing happens before the user has agreed, whoever asks for it.
        """
        if not self._consent.given(Purpose.ANALYSE):
            return
        self._wanted = settings
        self._paused = self._runs = False
        self.changed.emit(SessionEvent(SessionState.OPENING, "", None))
        if self._stopping:
            return
        bridge, self._bridge = self._bridge, None
        if bridge is None:
            self._begin()
            return
        self._disconnect(bridge)
        self._stopping = True
        self._background.run(partial(bridge.stop, STOP_TIMEOUT_S), partial(self._on_stopped, bridge))

    def pause(self, paused: bool) -> None:
        self._paused = paused
        if self._bridge is not None:
            self._bridge.pause(paused)

    def seek(self, position_s: float) -> None:
        """Go on from another place of a file; while paused, show it."""
        if self._bridge is not None:
            self._bridge.seek(position_s)

    def repeat(self, on: bool) -> None:
        """Whether a file starts again at its end."""
        if self._bridge is not None:
            self._bridge.repeat(on)

    def close(self, timeout_s: float) -> bool:
        """Stop for good and wait for it; False where a thread had to be left behind."""
        self._closed = True
        self._look.stop()
        bridge, self._bridge = self._bridge, None
        if bridge is None:
            return True
        self._disconnect(bridge)
        return bridge.stop(timeout_s)

    def painted(self, result: FrameResult, at: float) -> None:
        """A frame came to the screen at this moment."""
        if self._bridge is not None:
            self._bridge.meter.painted(result, at)

    def measured(self) -> MeterSnapshot | None:
        """Rates, latency and drops; None while nothing runs."""
        return None if self._bridge is None else self._bridge.meter.snapshot()

    def _on_stopped(self, bridge: SessionBridge, _: bool) -> None:
        bridge.deleteLater()
        self._stopping = False
        self._begin()

    def _begin(self) -> None:
        if not self._closed and self._wanted is not None:
            ask_for_camera(self._wanted.source, self, partial(self._start, self._wanted))

    def _start(self, settings: Settings, allowed: bool) -> None:
        """Start, unless something else is wanted since the question for the camera."""
        if self._closed or settings is not self._wanted or self._bridge is not None:
            return
        if not allowed:
            self.changed.emit(SessionEvent(SessionState.FAILED, tr(CAMERA_REFUSED), None, FailedPart.SOURCE))
            return
        bridge = SessionBridge(partial(self._make_session, settings))
        bridge.ready.connect(self._on_ready)
        bridge.changed.connect(self._on_changed, Qt.ConnectionType.QueuedConnection)
        self._bridge = bridge
        bridge.start()
        bridge.pause(self._paused)

    def _disconnect(self, bridge: SessionBridge) -> None:
        bridge.ready.disconnect(self._on_ready)
        bridge.changed.disconnect(self._on_changed)

    @Slot()
    def _on_ready(self) -> None:
        newest = None if self._bridge is None else self._bridge.newest()
        if newest is not None:
            self.result.emit(newest)

    @Slot(object)
    def _on_changed(self, event: SessionEvent) -> None:
        if self._bridge is not None:
            self._runs = event.state is SessionState.RUNNING
            self._live = event.source is not None and event.source.live
            self.changed.emit(event)

    def _look_for_stall(self) -> None:
        stall = self._bridge.meter.stall(self._live) if self._bridge is not None and self._runs else None
        if stall is not None or self._was_stalled:
            self._was_stalled = stall is not None
            self.stalled.emit(stall)
