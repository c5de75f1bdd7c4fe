"""Recordings come and go while session after session runs: what each session of a window writes to."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.capture.source import SourceInfo
from app.domain.result import FrameResult
from app.output.sink import ResultSink

# All that writes is imported with the first recording, so that the window comes without it.
if TYPE_CHECKING:
    from app.output.live.sink import Marker
    from app.recording.plan import Outcome, RecordingPlan
    from app.recording.recording import Recording


class Recorder:
    """Holds the recording that runs, if any. Any thread may call it.

    `on_ended` gets each Outcome, `on_problem` a sentence where something failed and the recording goes on; both on
    threads of the recording or of a session. `sinks` are for every session: one for the numbers, one for the video,
    so that a video that takes its time keeps no number back.
    """

    def __init__(self, on_ended: "Callable[[Outcome], None]", on_problem: Callable[[str], None]) -> None:
        self._on_ended, self._on_problem = on_ended, on_problem
        self._lock = threading.Lock()
        self._recording: Recording | None = None
        self._told: tuple[str, SourceInfo | None, str] | None = None

    @property
    def sinks(self) -> tuple[ResultSink, ...]:
        """What a session writes to; they take nothing while nothing is recorded."""
        return (
            _Sink(lambda recording, result: recording.take(result), self),
            _Sink(lambda recording, result: recording.take_picture(result), self),
        )

    @property
    def recording(self) -> "Recording | None":
        """The one that runs, or is being completed."""
        return self._recording

    def begin(self, folder: Path, plan: "RecordingPlan") -> "Recording":
        """Record from now on; takes up to a second. Raises OutputError, RuntimeError where one runs already."""
        from app.recording.recording import Recording

        with self._lock:
            if self._recording is not None:
                raise RuntimeError("one recording at a time")
            self._recording = recording = Recording(folder, plan, self._ended, self._on_problem)
        if self._told is not None:
            recording.tell(*self._told)
        return recording

    def end(self, reason: str = "", at: float | None = None) -> None:
        """Complete the recording, if one runs; `on_ended` follows. The end was asked for `at`, or now."""
        if (recording := self._recording) is not None:
            recording.end(reason, at)

    def mark(self, marker: "Marker") -> None:
        """A marker of whatever origin."""
        if (recording := self._recording) is not None:
            from app.recording.events import Event, EventKind

            recording.note(Event(EventKind.MARKER, marker.captured_at, marker.text, marker.origin))

    def tell(self, state: str, source: SourceInfo | None, message: str) -> None:
        """What the session does, in the runtime's words."""
        self._told = (state, source, message)
        if (recording := self._recording) is not None:
            recording.tell(state, source, message)

    def _ended(self, outcome: "Outcome") -> None:
        with self._lock:  # `begin` may not have returned yet
            self._recording = None
        self._on_ended(outcome)


class _Sink:
    """A ResultSink that passes on to the recording of the moment; a session that ends does not end it."""

    def __init__(self, action: "Callable[[Recording, FrameResult], None]", recorder: Recorder) -> None:
        self._action = action
        self._recorder = recorder

    def write(self, result: FrameResult) -> None:
        if (recording := self._recorder.recording) is not None:
            self._action(recording, result)

    def close(self) -> None:
        """The recording goes on with the next session."""
