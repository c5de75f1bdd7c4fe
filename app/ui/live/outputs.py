"""The live sinks of a window: they start and stop by their kind and outlive the sessions that feed them."""

import time
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from app.output.live.broadcast import Broadcast
from app.output.live.sink import LiveSink, SinkStatus, SourceState
from app.output.sink import OutputError
from app.runtime.session import SessionEvent
from app.ui.session.bridge import Background

MAX_RATE_HZ = 60.0


class OutputKind(StrEnum):
    """What can be sent at once; one sink of each."""

    WEBSOCKET = "WebSocket"
    LSL = "Lab Streaming Layer"
    OSC = "OSC"
    JSON_LINES = "JSON lines"


OpenSink = Callable[[Broadcast], LiveSink]
"""Opens a sink, off the GUI thread; raises OutputError. The broadcast takes the markers of others."""


class Outputs(QObject):
    """`broadcast` is what every session of the window writes to.

    `changed` follows each start and stop, `failed` brings the sentence of a sink that could not begin or has ended.
    """

    changed = Signal()
    failed = Signal(str)
    _ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.broadcast = Broadcast(lambda error: self._ended.emit(str(error)), MAX_RATE_HZ)
        self._running: dict[OutputKind, LiveSink] = {}
        self._starting: set[OutputKind] = set()
        self._background = Background()
        self._closed = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def start(self, kind: OutputKind, open_sink: OpenSink) -> None:
        """Begin to send; `changed` or `failed` follows."""
        if kind in self._running or kind in self._starting:
            return
        self._starting.add(kind)
        self.changed.emit()
        self._background.run(partial(_opened, open_sink, self.broadcast), partial(self._on_opened, kind))

    def stop(self, kind: OutputKind) -> None:
        """End it; a sink that takes its time is closed off the GUI thread."""
        sink = self._running.pop(kind, None)
        if sink is not None:
            self._background.run(partial(_removed, self.broadcast, sink), self._tell_problem)
        self.changed.emit()

    def is_starting(self, kind: OutputKind) -> bool:
        return kind in self._starting

    def status(self, kind: OutputKind) -> SinkStatus | None:
        """What the sink of a kind says of itself; None while none runs."""
        sink = self._running.get(kind)
        return None if sink is None else sink.status()

    def overhearing(self, on_event: Callable[[SessionEvent], None]) -> Callable[[SessionEvent], None]:
        """A listener to a session that tells the readers what the source does and passes each event on."""

        def told(event: SessionEvent) -> None:
            name = "" if event.source is None else event.source.name
            self.broadcast.tell(SourceState(str(event.state), name, event.message))
            on_event(event)

        return told

    def close(self) -> None:
        """End all of them; `wait_closed` waits for it."""
        self._closed = True
        for kind in tuple(self._running):
            self.stop(kind)

    def wait_closed(self, deadline: float) -> bool:
        """False where a sink is not closed by then (of `time.perf_counter()`)."""
        return self._background.wait(max(0.0, deadline - time.perf_counter()))

    def _on_opened(self, kind: OutputKind, opened: LiveSink | str) -> None:
        self._starting.discard(kind)
        if isinstance(opened, str):
            self.failed.emit(opened)
        elif self._closed:
            opened.close()
        elif opened in self.broadcast.sinks:  # else it has ended already, and that was told
            self._running[kind] = opened
        self.changed.emit()

    def _on_ended(self, sentence: str) -> None:
        """A sink failed, and the broadcast has let go of it."""
        alive = self.broadcast.sinks
        self._running = {kind: sink for kind, sink in self._running.items() if sink in alive}
        self.failed.emit(sentence)
        self.changed.emit()

    def _tell_problem(self, problem: str) -> None:
        if problem:
            self.failed.emit(problem)


def _opened(open_sink: OpenSink, broadcast: Broadcast) -> LiveSink | str:
    """The sink, or the sentence that says why there is none."""
    try:
        sink = open_sink(broadcast)
    except OutputError as error:
        return str(error)
    broadcast.add(sink)
    return sink


def _removed(broadcast: Broadcast, sink: LiveSink) -> str:
    try:
        broadcast.remove(sink)
    except OutputError as error:
        return str(error)
    return ""
