"""What a recording says of itself and of what happened, as it is read back: `session.json` and `events.jsonl`."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.plain_text import plain
from app.recording.events import LONGEST_TEXT, EventKind
from app.recording.folder import SESSION
from app.recording.session_file import SCHEMA
from app.recording.stored_rows import ReadError


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A marker, a gap or a change of state, in seconds since the recording's first frame.

    `until_s` is the end of a gap, else None. `source` names who told of it.
    """

    kind: EventKind
    time_s: float
    text: str
    source: str = ""
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class StoredSession:
    """`facts` is the content of `session.json`, empty where it cannot be read; `problem` then says so."""

    facts: dict[str, Any]
    problem: str = ""

    @property
    def finished(self) -> bool:
        return bool(self.facts.get("ended_at"))


def read_session(path: Path) -> StoredSession:
    """Read `session.json`; one that is missing or broken does not keep the numbers from being read.

    Raises ReadError where a newer program wrote it.
    """
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        return StoredSession({}, f"{path.name} is missing or damaged, so the recording says nothing of itself.")
    schema = facts.get("schema")
    if not isinstance(schema, int) or schema > SCHEMA:
        raise ReadError(
            f"{plain(path.parent.name)} was recorded with another version of Poise (its form is"
            f" {plain(str(schema))}, this program reads {SCHEMA}); open it with a newer Poise."
        )
    return StoredSession(facts)


def read_events(path: Path) -> tuple[StoredEvent, ...]:
    """All events in their order in time; lines that are cut off or no events are passed over."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    events = [event for event in map(_event, lines) if event is not None]
    return tuple(sorted(events, key=lambda event: event.time_s))


def _event(line: str) -> StoredEvent | None:
    try:
        fields = json.loads(line)
        until = fields.get("until_s")
        return StoredEvent(
            EventKind(fields["kind"]),
            _seconds(fields["time_s"]),
            plain(str(fields.get("text", "")), LONGEST_TEXT),
            plain(str(fields.get("source", ""))),
            None if until is None else _seconds(until),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds):
        raise ValueError("no moment")
    return seconds


def newest_recording(parent: Path) -> Path | None:
    """The folder in `parent` whose recording changed last, None where there is none."""
    try:
        found = [(path.stat().st_mtime, path.parent) for path in parent.glob(f"*/{SESSION}")]
    except OSError:
        return None
    return max(found)[1] if found else None
