"""The columns of a table of results: one row per face and frame."""

from dataclasses import dataclass

from app.domain.reading import EMOTIONS, FaceReading, Flaw, Reading
from app.domain.result import FrameResult

Value = str | int | float
Row = dict[str, Value]
"""One face of one frame: column to value, in the order of `COLUMNS`."""

UNCERTAIN = "uncertain"
"""Stands in the column `emotion` where the network is not sure enough to show one."""

_PLACE = (
    *("file", "time_s", "frame", "face_id", "box_x", "box_y", "box_w", "box_h"),
    *("valid", "reason", "attention", "baseline"),
)
_READING = (
    *(str(emotion) for emotion in EMOTIONS),
    "emotion",
    "confidence",
    "yaw_deg",
    "pitch_deg",
    "roll_deg",
    "female",
)
COLUMNS: tuple[str, ...] = (*_PLACE, *_READING, *(f"{name}_raw" for name in _READING))
"""`emotion` is the label shown (or "uncertain"), `emotion_raw` the likeliest class of this frame alone.

`valid` is 1, or 0 where the face is not good enough to judge: `reason` then says why in two or three words, and is
empty otherwise. The values stand there all the same, those of a face that is not valid unsmoothed. `attention` is
empty in still pictures and where the pose cannot be told. `baseline` names the baseline that the smoothed columns of
this row are measured from, and is empty where there is none.
"""

FACE_COLUMNS = COLUMNS[COLUMNS.index("face_id") :]
"""Those that say something of the face; the ones before say where it was seen."""

TEXT_COLUMNS = frozenset({"file", "reason", "attention", "baseline", "emotion", "emotion_raw"})
WHOLE_COLUMNS = frozenset({"frame", "face_id", "valid"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns in order; which hold text, which whole numbers; the others hold fractions."""

    names: tuple[str, ...]
    text: frozenset[str]
    whole: frozenset[str]

    def without(self, left_out: frozenset[str]) -> "Columns":
        return Columns(tuple(name for name in self.names if name not in left_out), self.text, self.whole)


READING_COLUMNS = Columns(COLUMNS, TEXT_COLUMNS, WHOLE_COLUMNS)
GENDER_COLUMNS = frozenset({"female", "female_raw"})


def rows_of(file: str, result: FrameResult) -> tuple[Row, ...]:
    """The rows of a result; a face the detector has lost for the moment gives none."""
    return tuple(_row(file, result, face) for face in result.faces if face.face.observed)


def face_columns(reading: FaceReading) -> Row:
    """The columns of one face, from `face_id` on, as they stand in a table and in a message alike."""
    box = reading.face.box
    corners = tuple(round(value, 1) for value in (box.x, box.y, box.width, box.height))
    shown = UNCERTAIN if reading.label is None else str(reading.label)
    judged = (*_validity(reading.flaw), str(reading.attention or ""), reading.baseline)
    smoothed = _reading(reading.reading, shown)
    raw = _reading(reading.raw, str(reading.raw.emotion.top))
    return dict(zip(FACE_COLUMNS, (reading.face.track_id, *corners, *judged, *smoothed, *raw), strict=True))


def _row(file: str, result: FrameResult, reading: FaceReading) -> Row:
    place: Row = {"file": file, "time_s": round(result.frame.time_s, 3), "frame": result.frame.index}
    return place | face_columns(reading)


def _validity(flaw: Flaw | None) -> tuple[int, str]:
    return (1, "") if flaw is None else (0, str(flaw))


def _reading(reading: Reading, emotion: str) -> tuple[Value, ...]:
    """Probabilities with four decimals, angles with two: more would be noise."""
    pose = reading.pose
    return (
        *(round(probability, 4) for probability in reading.emotion.probabilities),
        emotion,
        round(reading.emotion.confidence, 4),
        round(pose.yaw_deg, 2),
        round(pose.pitch_deg, 2),
        round(pose.roll_deg, 2),
        round(reading.female, 4),
    )
