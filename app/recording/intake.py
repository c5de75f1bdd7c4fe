"""What waits to be written: filled by the threads of a session without waiting, emptied by the recording's own."""

import threading
from dataclasses import dataclass, field

from app.capture.source import SourceInfo
from app.domain.result import FrameResult
from app.output.rows import Row
from app.recording.clock import RecordingClock
from app.recording.columns import frames_row, readings_rows
from app.recording.continuity import Continuity
from app.recording.events import Event, EventKind

MOST_WAITING_ROWS = 20_000
"""A minute of eight faces, some 60 MB: so long a disk may answer nothing."""

TOO_SLOW = "the disk was too slow"

_REASONS = {
    "opening": "the source was opened anew",
    "paused": "paused",
    "lost": "the source was lost",
    "failed": "the analysis failed",
    "ended": "the source had ended",
    "stopped": "the session was stopped",
}
"""What a state of the session says of a gap that begins with it."""


@dataclass(slots=True)
class Batch:
    """What came since the last one."""

    readings: list[Row] = field(default_factory=list)
    frames: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What was taken so far. `seconds` is the time of the last frame, `faces_now` those in it."""

    frames: int = 0
    faces: int = 0
    dropped: int = 0
    seconds: float = 0.0
    faces_now: int = 0


class Intake:
    """Any thread may call it; nothing in it waits for the disk. `source` is the one that frames come from now,
    `reason` the sentence with which it was closed.
    """

    def __init__(self, clock: RecordingClock, asked_at: float) -> None:
        self.tally = Tally()
        self.source: SourceInfo | None = None
        self.reason = ""
        self._clock = clock
        self._asked_at = asked_at
        self._changed = threading.Condition()
        self._batch = Batch()
        self._continuity = Continuity()
        self._last_at = asked_at
        self._closed = False

    def take(self, result: FrameResult) -> None:
        """A frame was analysed; one from before the recording, or older than the last, is left out."""
        at = result.frame.captured_at
        with self._changed:
            if self._closed or at <= self._last_at:
                return
            if len(self._batch.readings) + len(self._batch.frames) >= MOST_WAITING_ROWS:
                self._continuity.told(at, TOO_SLOW)
                self.tally.dropped += 1
                return
            self._last_at = at
            self._clock.begin(at)
            self._keep(result)

    def begins_with(self, result: FrameResult) -> bool:
        """Whether the frame belongs to the recording; the first that does begins its clock."""
        at = result.frame.captured_at
        with self._changed:
            if self._closed or at <= self._asked_at:
                return False
            self._clock.begin(at)
            return True

    def note(self, event: Event) -> None:
        """Something happened; it is written at once."""
        with self._changed:
            if not self._closed:
                self._batch.events.append(event)
                self._changed.notify_all()

    def tell(self, at: float, state: str, source: SourceInfo | None, message: str) -> None:
        """What the session does, in the runtime's words."""
        named = (state, "" if source is None else source.name, message)
        self.note(Event(EventKind.STATE, at, ": ".join(word for word in named if word), "session"))
        with self._changed:
            self.source = source or self.source
            if state in _REASONS:
                self._continuity.told(at, ": ".join(word for word in (_REASONS[state], message) if word))

    def wait(self, timeout_s: float) -> Batch:
        """What has come, once there are events, the end or the time is over; until then events wait for the clock."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (self._clock.begun and self._batch.events), timeout_s)
            batch, self._batch = self._batch, Batch()
            if not (self._closed or self._clock.begun):
                self._batch.events, batch.events = batch.events, []
            return batch

    def close(self, at: float, reason: str) -> None:
        """Take nothing more; a gap that goes on until now is told, and why it ends. Later calls change nothing."""
        with self._changed:
            if self._closed:
                return
            self.reason = reason
            text = f"the recording ended: {reason}" if reason else "the recording was ended"
            self._batch.events += [*self._continuity.end(at), Event(EventKind.STATE, at, text, "recording")]
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed

    def _keep(self, result: FrameResult) -> None:
        passage = self._continuity.follow(result.frame)
        name = "" if self.source is None else self.source.name
        rows = readings_rows(result, self.tally.frames, name, self._clock)
        row = frames_row(result, self.tally.frames, len(rows), passage.dropped, self._clock)
        self._batch.readings.extend(rows)
        self._batch.frames.append(row)
        self._batch.events.extend(passage.events)
        self.tally.frames += 1
        self.tally.faces += len(rows)
        self.tally.dropped += passage.dropped
        self.tally.seconds = float(row["time_s"])
        self.tally.faces_now = len(rows)
