"""`poise record`: what is read of a source, kept in a folder."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.failures import FAILED, CommandError, say
from app.commands.stalls import END_S, LOOK_S, StallTeller
from app.domain.result import FrameResult
from app.output.live.sink import Marker
from app.output.sink import ResultSink
from app.output.uninterrupted import uninterrupted
from app.recording.folder import checked_folder
from app.recording.plan import Outcome, Progress, RecordingPlan
from app.recording.recorder import Recorder
from app.runtime.meter import Meter
from app.runtime.session import Session, SessionEvent, SessionState

if TYPE_CHECKING:
    from app.output.live.lsl_markers import LslMarkers

_CLOSE_S = 60.0
"""A disk that does not answer for so long is left; what is on it can be read."""

_OVER = (SessionState.FAILED, SessionState.ENDED)


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """What the command line asks for. `seconds` None: until the source ends or Ctrl-C."""

    folder: Path
    seconds: float | None = None
    video: bool = False
    anonymise: bool = False
    gender: bool = True
    overwrite: bool = False
    lsl_markers: bool = False

    def refuse_nonsense(self) -> None:
        """Raise CommandError or OutputError before anything is opened."""
        if self.anonymise and not self.video:
            raise CommandError("--anonymise hides the faces of a video; add --video, or leave it out.")
        checked_folder(self.folder, set_aside=self.overwrite)


MakeSession = Callable[[Callable[[SessionEvent], None], Sequence[ResultSink]], Session]
"""Makes the session of the source that was asked for, with these callbacks and sinks."""


def record(request: RecordRequest, make_session: MakeSession, plan: RecordingPlan) -> int:
    """Record until the time is over, the source ends or the recording cannot go on, and return the exit code.

    Raises OutputError where it cannot begin.
    """
    run = _Run()
    with ExitStack() as open_things:
        open_things.callback(run.finish)
        session = make_session(run.on_event, (*run.recorder.sinks, run))
        open_things.callback(session.stop, END_S)
        session.start()
        if run.wait_for_source():
            run.begin(request.folder, plan)
            if request.lsl_markers:
                open_things.callback(_markers(run.recorder.mark).close)
            run.wait(request.seconds, session.meter)
    return FAILED if run.failed else 0


class _Run:
    """One run: hears of the session and the recording, waits for either to end, and shows how far it is."""

    def __init__(self) -> None:
        self.recorder = Recorder(self._on_ended, say)
        self.failed = False
        self._changed = threading.Condition()
        self._opened = self._over = False
        self._first_at: float | None = None
        self._outcome: Outcome | None = None
        self._over_at: float | None = None
        self._line = _ProgressLine()
        self._stalls = StallTeller(self._say)

    def write(self, result: FrameResult) -> None:
        if self._first_at is None and self.recorder.recording is not None:
            with self._changed:
                self._first_at = time.monotonic()
                self._changed.notify_all()

    def close(self) -> None:
        """The end of a session is an event."""

    def on_event(self, event: SessionEvent) -> None:
        self.recorder.tell(str(event.state), event.source, event.message)
        self._stalls.on_event(event)
        if event.message:
            self._say(event.message)
        with self._changed:
            self.failed |= event.state is SessionState.FAILED
            self._opened |= event.state is SessionState.RUNNING
            self._over |= event.state in _OVER
            self._changed.notify_all()

    def wait_for_source(self) -> bool:
        """Whether it could be opened."""
        with self._changed:
            self._changed.wait_for(lambda: self._opened or self._over)
            return self._opened

    def begin(self, folder: Path, plan: RecordingPlan) -> None:
        recording = self.recorder.begin(folder, plan)
        say(f"Recording to {recording.folder}; Ctrl-C ends it.")

    def wait(self, seconds: float | None, meter: Meter) -> None:
        """Wait for the end; `seconds` run from the first frame, so that loading does not count."""
        try:
            while not self._is_over(seconds):
                self._stalls.look(meter)
                if (recording := self.recorder.recording) is not None:
                    self._line.show(recording.progress())
        finally:  # also at Ctrl-C: what the session takes to end is no gap
            self._over_at = time.perf_counter()

    def finish(self) -> None:
        """Complete the recording and say what it holds; Ctrl-C waits."""
        with uninterrupted():
            self._line.end()
            recording = self.recorder.recording
            self.recorder.end(at=self._over_at)
            if recording is not None and not recording.wait(_CLOSE_S):
                self.failed = True
                say(f"The disk does not answer; what was written can be read in {recording.folder}.")
            if self._outcome is not None:
                self._tell(self._outcome)

    def _say(self, sentence: str) -> None:
        self._line.end()
        say(sentence)

    def _is_over(self, seconds: float | None) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._over, self._left_s(seconds))
            return self._over or self._left_s(seconds) == 0

    def _left_s(self, seconds: float | None) -> float:
        """Until the end or the next look."""
        if seconds is None or self._first_at is None:
            return LOOK_S
        return min(LOOK_S, max(0.0, self._first_at + seconds - time.monotonic()))

    def _on_ended(self, outcome: Outcome) -> None:
        with self._changed:
            self._outcome = outcome
            self._over = True
            self._changed.notify_all()

    def _tell(self, outcome: Outcome) -> None:
        for sentence in (outcome.reason, outcome.problem):
            if sentence:
                self.failed = True
                say(sentence)
        counts = outcome.counts
        seen = f"{_counted(counts.frames, 'frame')} with {_counted(counts.faces, 'face')}, {counts.dropped} dropped"
        told = f"{_counted(counts.markers, 'marker')}, {_counted(counts.gaps, 'gap')}"
        say(f"{outcome.folder}: {_clock(counts.seconds)}, {seen}, {told}, {_megabytes(counts.size_bytes)}")


class _ProgressLine:
    """One line on a terminal that is written over; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = False

    def show(self, progress: Progress) -> None:
        if not sys.stderr.isatty():
            return
        counts = progress.counts
        seen = f"{_counted(counts.frames, 'frame')}  {_counted(progress.faces_now, 'face')} now"
        line = f"{_clock(progress.seconds)}  {seen}  {counts.dropped} dropped  {_megabytes(counts.size_bytes)}"
        sys.stderr.write(f"\r{line:<78}")
        sys.stderr.flush()
        self._shown = True

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\n")
            self._shown = False


def _markers(on_marker: Callable[[Marker], None]) -> "LslMarkers":
    from app.output.live.lsl_markers import LslMarkers  # its library takes half a second

    return LslMarkers(on_marker)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB"
