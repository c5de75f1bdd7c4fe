"""All files of one recording: what is waiting goes into them, and at the end each is completed as well as it can be."""

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from app.capture.source import SourceInfo
from app.output.live.protocol import program_name
from app.output.sink import OutputError
from app.recording.clock import RecordingClock
from app.recording.events import EventKind, EventLog
from app.recording.folder import EVENTS, SESSION, VIDEO
from app.recording.intake import Batch, Tally
from app.recording.numbers import Numbers
from app.recording.pictures import Pictures
from app.recording.plan import RecordingPlan
from app.recording.session_file import Counts, SessionFile

_DESCRIBE_S = 10.0


class RecordingFiles:
    """Made in an empty folder; one thread writes them, `pictures` by another. Raises OutputError."""

    def __init__(self, folder: Path, plan: RecordingPlan, clock: RecordingClock) -> None:
        self._path = folder / SESSION
        self._clock = clock
        self._plan = plan
        self._session = SessionFile(program_name(), plan.kept, plan.consent, plan.settings)
        self._session.save(self._path)
        self._described_at = time.monotonic()
        self._events = EventLog(folder / EVENTS, clock)
        self._numbers = Numbers(folder, gender=plan.kept.gender)
        self.pictures = None if plan.open_video is None else Pictures(folder / VIDEO, plan.open_video, clock)

    def counts(self, tally: Tally) -> Counts:
        """What was recorded so far."""
        video_bytes = 0 if self.pictures is None else self.pictures.size_bytes
        return Counts(
            frames=tally.frames,
            faces=tally.faces,
            dropped=tally.dropped,
            markers=self._events.counts[EventKind.MARKER],
            gaps=self._events.counts[EventKind.GAP],
            pictures=0 if self.pictures is None else self.pictures.count,
            seconds=tally.seconds,
            size_bytes=self._numbers.size_bytes + self._events.size_bytes + video_bytes,
        )

    def size_on_disk(self) -> int:
        """The length of all files as they lie there now; 0 where the folder is gone."""
        try:
            return sum(path.stat().st_size for path in self._path.parent.rglob("*") if path.is_file())
        except OSError:
            return 0

    def add(self, batch: Batch) -> None:
        """Put events on the disk, and keep rows for the next `flush`. Raises OutputError."""
        self._numbers.add(batch.readings, batch.frames)
        self._events.add(batch.events)
        self._events.flush()

    def flush(self, tally: Tally, source: SourceInfo | None) -> None:
        """Put everything on the disk that is not there yet. Raises OutputError.

        A `session.json` that cannot be replaced now, because another program reads it on Windows, say, is no reason to
        end: the older one stays, and the next time comes.
        """
        self._events.flush()
        self._numbers.flush()
        with suppress(OutputError):
            self._describe(tally, source)
        if self.pictures is not None:
            self.pictures.keep_on_disk()

    def close_video(self) -> None:
        """Raises OutputError."""
        if self.pictures is not None:
            self.pictures.close()

    def describe_end(self, tally: Tally, ended_unix_s: float, reason: str) -> None:
        """Write the end into `session.json`. Raises OutputError."""
        self._session = replace(
            self._session, counts=self.counts(tally), ended_unix_s=ended_unix_s, ended_because=reason
        )
        self._session.save(self._path)

    def join(self) -> None:
        """Close the files and leave one table in place of the pieces. Raises OutputError; the pieces then stay."""
        self._events.close()
        self._numbers.finish()

    def _describe(self, tally: Tally, source: SourceInfo | None) -> None:
        """Renew `session.json` where it says something new, and now and then for the counts."""
        known = replace(
            self._session,
            started_unix_s=self._clock.started_unix_s if self._clock.begun else None,
            source=self._session.source or source,
            facts=self._plan.facts(),
        )
        if known != self._session or time.monotonic() - self._described_at >= _DESCRIBE_S:
            known = replace(known, counts=self.counts(tally))
            known.save(self._path)
            self._session = known
            self._described_at = time.monotonic()
