"""One row for each file and face: how long it was seen, and what was read of it on the whole."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.reading import EMOTIONS
from app.output.rows import Columns, Row

_EMOTIONS = tuple(str(emotion) for emotion in EMOTIONS)
_ANGLES = ("yaw_deg", "pitch_deg", "roll_deg")
_MEANS = (*_EMOTIONS, *_ANGLES, "female")
_PLACES = dict.fromkeys(_ANGLES, 2)

SUMMARY_COLUMNS = Columns(
    names=(
        *("file", "face_id", "frames", "first_s", "last_s", "valid", "emotion", "emotion_share"),
        *_MEANS,
        *(f"{angle}_sd" for angle in _ANGLES),
    ),
    text=frozenset({"file", "emotion"}),
    whole=frozenset({"face_id", "frames"}),
)
"""`valid` is the share of valid frames. All that follows is over the valid frames, or over all where none is valid:
the emotion shown most often with its share, the mean of every probability and angle, the angles' standard deviations.
"""


class FaceSummaries:
    """Adds rows up, one face of one file at a time."""

    def __init__(self) -> None:
        self._faces: dict[tuple[str, int], _Face] = {}

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._faces.setdefault((str(row["file"]), int(row["face_id"])), _Face()).add(row)

    def rows(self) -> tuple[Row, ...]:
        """The columns of `SUMMARY_COLUMNS`, in the order in which the faces appeared."""
        return tuple({**_named(*key), **face.row()} for key, face in self._faces.items())


def _named(file: str, face_id: int) -> Row:
    return {"file": file, "face_id": face_id}


@dataclass(slots=True)
class _Sums:
    frames: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    sums: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_MEANS, 0.0))
    squares: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_ANGLES, 0.0))

    def add(self, row: Row) -> None:
        self.frames += 1
        self.shown[str(row["emotion"])] += 1
        for name in _MEANS:
            self.sums[name] += float(row[name])
        for name in _ANGLES:
            self.squares[name] += float(row[name]) ** 2

    def row(self) -> Row:
        emotion, often = self.shown.most_common(1)[0]
        means = {name: total / self.frames for name, total in self.sums.items()}
        spreads = {
            f"{name}_sd": round(max(0.0, total / self.frames - means[name] ** 2) ** 0.5, 2)
            for name, total in self.squares.items()
        }
        rounded = {name: round(mean, _PLACES.get(name, 4)) for name, mean in means.items()}
        return {"emotion": emotion, "emotion_share": round(often / self.frames, 4), **rounded, **spreads}


@dataclass(slots=True)
class _Face:
    first_s: float | None = None
    last_s: float = 0.0
    every: _Sums = field(default_factory=_Sums)
    valid: _Sums = field(default_factory=_Sums)

    def add(self, row: Row) -> None:
        time_s = float(row["time_s"])
        self.first_s = time_s if self.first_s is None else self.first_s
        self.last_s = time_s
        self.every.add(row)
        if row["valid"]:
            self.valid.add(row)

    def row(self) -> Row:
        seen: Row = {"frames": self.every.frames, "first_s": self.first_s or 0.0, "last_s": self.last_s}
        judged = self.valid if self.valid.frames else self.every
        return {**seen, "valid": round(self.valid.frames / self.every.frames, 4), **judged.row()}
