"""The border between the program's threads and Qt: what threads tell becomes queued signals on the GUI thread."""

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.result import FrameResult
from app.runtime.meter import Meter
from app.runtime.session import Session, SessionEvent

T = TypeVar("T")


class MakeSession(Protocol):
    """Makes a session that calls back on its own threads."""

    def __call__(self, on_ready: Callable[[], None], on_event: Callable[[SessionEvent], None]) -> Session: ...


class SessionBridge(QObject):
    """One session as the GUI thread sees it: `ready` (a result can be taken) and `changed` arrive queued.

    Keep the bridge until its session has stopped.
    """

    ready = Signal()
    changed = Signal(object)  # SessionEvent
    _result_lies_ready = Signal()

    def __init__(self, make_session: MakeSession) -> None:
        super().__init__()
        self._announced = False
        self._result_lies_ready.connect(self._on_result_lies_ready, Qt.ConnectionType.QueuedConnection)
        self._session = make_session(self._announce, self.changed.emit)

    @property
    def meter(self) -> Meter:
        return self._session.meter

    def start(self) -> None:
        self._session.start()

    def pause(self, paused: bool) -> None:
        self._session.pause(paused)

    def seek(self, position_s: float) -> None:
        self._session.seek(position_s)

    def repeat(self, on: bool) -> None:
        self._session.repeat(on)

    def newest(self) -> FrameResult | None:
        """The newest result that was not taken yet; never waits."""
        return self._session.results.poll()

    def stop(self, timeout_s: float) -> bool:
        """End the session; waits, so call it on another thread, or when the window closes."""
        return self._session.stop(timeout_s)

    def _announce(self) -> None:
        # One announcement at a time: a slow window must not find a heap of them in its event queue.
        if not self._announced:
            self._announced = True
            self._result_lies_ready.emit()

    @Slot()
    def _on_result_lies_ready(self) -> None:
        self._announced = False  # before the result is taken, so that no later one goes unannounced
        self.ready.emit()


class Background(QObject):
    """Runs short work on threads of its own and hands what it returns to a function on the GUI thread.

    The work answers with its failure instead of raising it.
    """

    _done = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._threads: list[threading.Thread] = []
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def body() -> None:
            self._done.emit(then, work())

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=body, name="poise-background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait for all work that runs; False where some of it goes on."""
        deadline = time.perf_counter() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.perf_counter()))
        return not any(thread.is_alive() for thread in self._threads)

    @Slot(object, object)
    def _on_done(self, then: Callable[[Any], None], outcome: Any) -> None:
        then(outcome)
