"""What a report says: a recording or table, read and summed up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.plain_text import plain
from app.recording.reader import SeenFace, StoredRecording
from app.recording.stored_session import StoredEvent
from app.recording.summary import AngleRange, Summary, summarise
from app.report.charts import Column, Curve, Tick, clock, columns_of, curves_of, reach_deg, time_ticks

MOST_FACES = 12
"""So many faces, those seen for longest, have a part of their own."""

_LONGEST_TEXT = 300
_SETTINGS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FaceReport:
    """One face over the whole time. `reasons`: why it was not judged, with the share of its rows."""

    face: SeenFace
    summary: Summary
    emotions: tuple[Column, ...]
    attention: tuple[Column, ...]
    curves: tuple[Curve, ...]
    reach_deg: int
    reasons: tuple[tuple[str, float], ...]
    baselines: tuple[tuple[str, float], ...]

    @property
    def pose(self) -> Mapping[str, AngleRange]:
        return self.summary.pose


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a page needs; texts from outside are in one line and can be shown, but are no markup.

    `facts` are titles with values, in groups; `left_out` counts the faces without a part of their own.
    """

    title: str
    made_at: str
    duration_s: float
    recorded_s: float
    frames: int
    faces: tuple[FaceReport, ...]
    left_out: int
    markers: tuple[StoredEvent, ...]
    gaps: tuple[StoredEvent, ...]
    ticks: tuple[Tick, ...]
    facts: Mapping[str, tuple[tuple[str, str], ...]]
    consent: str
    problems: tuple[str, ...]
    is_table: bool

    @property
    def duration(self) -> str:
        return clock(self.duration_s)


def report_of(recording: StoredRecording, now: datetime | None = None) -> Report:
    """Read all of it. Raises ReadError; takes about a second for an hour."""
    longest = sorted(recording.faces, key=lambda face: face.frames, reverse=True)
    chosen = sorted(longest[:MOST_FACES], key=lambda face: face.face_id)
    told = _told(recording)
    duration = recording.duration_s
    return Report(
        title=plain(recording.title),
        made_at=(now or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
        duration_s=duration,
        recorded_s=recording.frames.recorded_s(0.0, duration),
        frames=len(recording.frames.time_s),
        faces=tuple(_face(recording, face, told.get(face.face_id, _Told())) for face in chosen),
        left_out=len(recording.faces) - len(chosen),
        markers=recording.markers,
        gaps=recording.gaps,
        ticks=time_ticks(duration),
        facts=_facts(recording),
        consent=_consent(_part(recording.facts, "consent")),
        problems=recording.problems,
        is_table=not recording.facts and not recording.events and bool(recording.files),
    )


class _Told:
    """What the texts of a face's rows say: why it was not judged, and the baselines it was measured from."""

    def __init__(self) -> None:
        self.rows = 0
        self.reasons: Counter[str] = Counter()
        self.baselines: Counter[str] = Counter()

    def shares(self, counted: Counter[str]) -> tuple[tuple[str, float], ...]:
        return tuple((plain(name), count / self.rows) for name, count in counted.most_common() if name)


def _told(recording: StoredRecording) -> dict[int, _Told]:
    names = tuple(name for name in ("reason", "baseline") if name in recording.columns.names)
    table = recording.read(("face_id", *names))
    empty = [""] * table.num_rows
    texts = [table[name].to_pylist() if name in names else empty for name in ("reason", "baseline")]
    told: dict[int, _Told] = {}
    for (face_id, reason, baseline), count in Counter(zip(table["face_id"].to_pylist(), *texts, strict=True)).items():
        one = told.setdefault(int(face_id), _Told())
        one.rows += count
        one.reasons[str(reason or "")] += count
        one.baselines[str(baseline or "")] += count
    return told


def _face(recording: StoredRecording, face: SeenFace, told: _Told) -> FaceReport:
    track = recording.track(face.face_id)
    duration = recording.duration_s
    emotions, attention = columns_of(recording.frames, track, duration)
    reach = reach_deg(track)
    return FaceReport(
        face=face,
        summary=summarise(recording.frames, track, 0.0, duration),
        emotions=emotions,
        attention=attention,
        curves=curves_of(track, duration, reach),
        reach_deg=reach,
        reasons=told.shares(told.reasons),
        baselines=told.shares(told.baselines),
    )


def _facts(recording: StoredRecording) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the recording says of itself, read with suspicion: anyone may have written that file."""
    facts = recording.facts
    counts, kept = _part(facts, "counts"), _part(facts, "kept")
    groups = {
        "Recording": (
            ("Name", recording.title),
            ("Input", recording.file),
            ("Started", _moment(facts.get("started_at"))),
            ("Ended", _moment(facts.get("ended_at"))),
            ("Ended because", facts.get("ended_because")),
            ("Written by", facts.get("program")),
            ("Frames that were not analysed", counts.get("dropped")),
            ("Video kept", _with(kept, "video", "anonymised")),
        ),
        "Source": tuple((name, value) for name, value in _part(facts, "source").items()),
        "Network": tuple((name, value) for name, value in _part(facts, "model").items()),
        "Device": tuple((name, value) for name, value in _part(facts, "device").items()),
        "Baseline": _baseline(_part(facts, "baseline")),
        "Settings": tuple(_part(facts, "settings").items())[:_SETTINGS_SHOWN],
    }
    texts = {
        title: tuple((plain(str(name), 60), _text(value)) for name, value in rows) for title, rows in groups.items()
    }
    shown = {title: tuple((name, text) for name, text in rows if text) for title, rows in texts.items()}
    return {title: rows for title, rows in shown.items() if rows}


def _baseline(values: Mapping[str, Any]) -> tuple[tuple[str, object], ...]:
    told = {**values, "taken_at": _moment(values.get("taken_at"))}
    return tuple((name, told.get(name)) for name in ("name", "on", "taken_at", "network", "readings"))


def _with(values: Mapping[str, Any], name: str, addition: str) -> object:
    if values.get(name) and values.get(addition):
        return f"yes, {addition}"
    return values.get(name)


def _consent(values: Mapping[str, Any]) -> str:
    """What was agreed to, and when."""
    text, at = _text(values.get("text")), _moment(values.get("agreed_at"))
    return f"Agreed at {at}: {text}" if text and at else text


def _moment(value: object) -> str:
    """A moment of ISO 8601 in UTC as it is read, any other text as it is."""
    text = _text(value)
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError):
        return text


def _part(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = facts.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """A value in words, "" where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(str(value), 1000 if isinstance(value, str) else _LONGEST_TEXT)
