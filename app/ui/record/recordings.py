"""The recordings of a window, one at a time: begun and ended off the GUI thread, and going on from source to source."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.output.sink import OutputError, ResultSink
from app.recording.folder import named_by_time
from app.recording.recorder import Recorder
from app.runtime.session import SessionEvent
from app.ui.session.bridge import Background

# All that writes is imported with the first recording, so that the window comes without it.
if TYPE_CHECKING:
    from app.output.live.sink import Marker
    from app.recording.plan import Outcome, Progress, RecordingPlan
    from app.recording.session_file import Facts


def _no_facts() -> "Facts":
    from app.recording.session_file import Facts

    return Facts()


class Recordings(QObject):
    """`sinks` are what every session of the window writes to; `facts` says what reads the faces now.

    `changed` follows each begin and end, `ended` brings the Outcome of a recording that is closed, `failed` the
    sentence of one that could not begin, or of a part of it that failed while it goes on.
    """

    changed = Signal()
    ended = Signal(object)
    failed = Signal(str)
    _over = Signal(object)
    _problem = Signal(str)

    def __init__(self, facts: "Callable[[], Facts]" = _no_facts) -> None:
        super().__init__()
        self.facts = facts
        self.starting = False
        self._closed = False
        self._background = Background()
        self._recorder = Recorder(self._over.emit, self._problem.emit)
        self._over.connect(self._on_over, Qt.ConnectionType.QueuedConnection)
        self._problem.connect(self.failed, Qt.ConnectionType.QueuedConnection)

    @property
    def sinks(self) -> tuple[ResultSink, ...]:
        return self._recorder.sinks

    def begin(self, parent: Path, plan: "RecordingPlan") -> None:
        """Record into a new folder in this one, named by the time; `changed` or `failed` follows."""
        if self.starting or self.progress() is not None:
            return
        self.starting = True
        self.changed.emit()
        self._background.run(partial(_begun, self._recorder, parent, plan), self._on_begun)

    def end(self) -> None:
        """Complete the recording; `ended` follows."""
        self._recorder.end()
        self.changed.emit()

    def progress(self) -> "Progress | None":
        """How far the recording is; None while there is none."""
        recording = self._recorder.recording
        return None if recording is None else recording.progress()

    def mark(self, marker: "Marker") -> None:
        """Set a marker in the recording, if there is one; from any thread."""
        self._recorder.mark(marker)

    def overhearing(self, on_event: Callable[[SessionEvent], None]) -> Callable[[SessionEvent], None]:
        """A listener to a session that lets the recording know what the source does and passes each event on."""

        def told(event: SessionEvent) -> None:
            self._recorder.tell(str(event.state), event.source, event.message)
            on_event(event)

        return told

    def close(self) -> None:
        """End for good; `wait_closed` waits for it."""
        self._closed = True
        self._recorder.end()

    def wait_closed(self, deadline: float) -> bool:
        """False where it is not closed by then (of `time.perf_counter()`); what is written can be read all the same."""
        begun = self._background.wait(max(0.0, deadline - time.perf_counter()))
        recording = self._recorder.recording
        if recording is not None:
            recording.end()
        return begun and (recording is None or recording.wait(max(0.0, deadline - time.perf_counter())))

    def _on_begun(self, problem: str) -> None:
        self.starting = False
        if self._closed:
            self._recorder.end()
        if problem:
            self.failed.emit(problem)
        self.changed.emit()

    def _on_over(self, outcome: "Outcome") -> None:
        self.ended.emit(outcome)
        self.changed.emit()


def _begun(recorder: Recorder, parent: Path, plan: "RecordingPlan") -> str:
    """Why it could not begin, "" where it did."""
    try:
        recorder.begin(named_by_time(parent), plan)
    except OutputError as error:
        return str(error)
    return ""
