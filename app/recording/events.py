"""What happened while a recording was made: markers, gaps, and what the source did, one line of JSON each."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.output.part_file import GrowingFile, new_file
from app.recording.clock import RecordingClock

LONGEST_TEXT = 500


class EventKind(StrEnum):
    """GAP: no frame was recorded from `time_s` to `until_s`. STATE: the source or the recording itself changed."""

    MARKER = "marker"
    GAP = "gap"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a moment, or from one to another, of `time.perf_counter()`.

    `source` says who told of it: "hotkey", "window", "lsl", "websocket", "session", "recording".
    """

    kind: EventKind
    at: float
    text: str
    source: str
    until: float | None = None

    def line(self, clock: RecordingClock) -> str:
        """The event as a line of JSON, in the time of the recording."""
        fields: dict[str, object] = {
            "time_s": clock.time_s(self.at),
            "unix_time_s": clock.unix_time_s(self.at),
            "kind": str(self.kind),
            "text": self.text[:LONGEST_TEXT],
            "source": self.source,
        }
        if self.until is not None:
            fields["until_s"] = clock.time_s(self.until)
        return json.dumps(fields, ensure_ascii=False) + "\n"


class EventLog:
    """The file of events. One thread writes it; what a `flush` had before it lies on the disk when it returns."""

    def __init__(self, path: Path, clock: RecordingClock) -> None:
        self._file = GrowingFile(new_file(path), path, lasting=True)
        self._clock = clock
        self._waiting: list[Event] = []
        self.counts: Counter[EventKind] = Counter()

    def add(self, events: Sequence[Event]) -> None:
        """Events for the next `flush`."""
        self._waiting += events
        self.counts.update(event.kind for event in events)

    def flush(self) -> None:
        """Raises OutputError; what was not written waits for another try."""
        if self._waiting:
            self._file.append("".join(event.line(self._clock) for event in self._waiting).encode())
            self._waiting = []

    @property
    def size_bytes(self) -> int:
        return self._file.size_bytes

    def close(self) -> None:
        self._file.close()
