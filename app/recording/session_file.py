"""What a recording says of itself: `session.json`, replaced as a whole whenever something of it changes."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.capture.source import SourceInfo
from app.output.part_file import keep_names, new_part_file, write_failure

SCHEMA = 1
"""Grows when a reader of the old one would misread the new one; new fields alone do not count."""

_CLOCK = (
    "time_s: seconds of a steady clock since the first frame of the recording was captured;"
    " unix_time_s: started_unix_s + time_s, seconds since 1970-01-01 UTC"
)


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The network that read the faces: its file, the file's SHA-256, and the name and version on its card."""

    file: str
    sha256: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What read the faces, None while it is not loaded; `device` as `poise doctor` tells it.

    `baseline`: what there is to say of the baseline in force, None without one.
    """

    model: ModelFacts | None = None
    device: Mapping[str, object] | None = None
    baseline: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: always the numbers; `anonymised` (faces hidden) says something of a video only."""

    video: bool = False
    anonymised: bool = False
    gender: bool = True


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the user was told before anything was kept, and when he agreed (ISO 8601, UTC)."""

    text: str
    agreed_at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """`dropped`: frames of the source that were not analysed. `pictures`: those in the video, which may be fewer than
    the frames. `seconds` is the time of the last frame.
    """

    frames: int = 0
    faces: int = 0
    dropped: int = 0
    markers: int = 0
    gaps: int = 0
    pictures: int = 0
    seconds: float = 0.0
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class SessionFile:
    """Everything in `session.json`; docs/recording.md explains each field."""

    program: str
    kept: Kept
    consent: Agreement
    settings: Mapping[str, object] = field(default_factory=dict)
    started_unix_s: float | None = None
    ended_unix_s: float | None = None
    ended_because: str = ""
    source: SourceInfo | None = None
    facts: Facts = Facts()
    counts: Counts = Counts()

    def to_json(self) -> str:
        fields = {
            "schema": SCHEMA,
            "program": self.program,
            "started_at": iso_utc(self.started_unix_s),
            "started_unix_s": self.started_unix_s,
            "ended_at": iso_utc(self.ended_unix_s),
            "ended_because": self.ended_because,
            "clock": _CLOCK,
            "source": _source(self.source),
            "model": None if self.facts.model is None else asdict(self.facts.model),
            "device": None if self.facts.device is None else dict(self.facts.device),
            "settings": dict(self.settings),
            "consent": asdict(self.consent),
            "baseline": None if self.facts.baseline is None else dict(self.facts.baseline),
            "kept": asdict(self.kept),
            "counts": asdict(self.counts),
        }
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"

    def save(self, path: Path) -> None:
        """Replace the file as a whole, on the disk itself. Raises OutputError; the older one then stays."""
        part = new_part_file(path)
        try:
            with part.open("r+b") as file:
                file.write(self.to_json().encode())
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            keep_names(path.parent)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise write_failure(path, error) from error


def iso_utc(unix_s: float | None) -> str | None:
    return None if unix_s is None else datetime.fromtimestamp(unix_s, UTC).isoformat(timespec="milliseconds")


def utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _source(info: SourceInfo | None) -> dict[str, object] | None:
    if info is None:
        return None
    size: dict[str, object] = {"width_px": info.width_px, "height_px": info.height_px, "fps": info.fps}
    return {"name": info.name, "kind": str(info.kind), **size}
