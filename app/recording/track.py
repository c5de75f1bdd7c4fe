"""All that was read of one face, as columns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES, EMOTIONS, Attention, Emotion, Flaw

if TYPE_CHECKING:
    import pyarrow as pa

_EMOTIONS = tuple(str(emotion) for emotion in EMOTIONS)
_ANGLES = tuple(f"{angle}_deg" for angle in ANGLES)
_BOX = ("box_x", "box_y", "box_w", "box_h")

NEEDED = ("time_s", "face_id", "valid", "emotion", *_EMOTIONS, *_ANGLES)
"""A table without one of these columns is none of Poise."""

_WELCOME = ("reason", "attention", *_BOX)
NO_LABEL = -1
"""Stands for an uncertain emotion, and for an attention that is not known."""

FLAWS = tuple(Flaw)
_FACING_AWAY = (Attention.FACING, Attention.AWAY)


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The rows of one face, ascending in time: n moments.

    `time_s` float64 [n]; `emotions` float32 [n, 8] probabilities in the order of `EMOTIONS`; `angles_deg` float32
    [n, 3] yaw, pitch, roll; `label` int8 [n] index of the emotion shown, NO_LABEL where uncertain; `judged` bool [n]
    whether anything is claimed of the face; `flaw` int8 [n] index of why not in FLAWS, NO_LABEL where nothing is known;
    `pose_stands` bool [n] whether its angles are; `attention` int8 [n], 0
    facing, 1 away, NO_LABEL unknown; `box` float32 [n, 4] left, top, width, height in frame pixels, NaN where the table
    has none.
    """

    face_id: int
    time_s: NDArray[np.float64]
    emotions: NDArray[np.float32]
    angles_deg: NDArray[np.float32]
    label: NDArray[np.int8]
    judged: NDArray[np.bool_]
    flaw: NDArray[np.int8]
    pose_stands: NDArray[np.bool_]
    attention: NDArray[np.int8]
    box: NDArray[np.float32]

    def row_at(self, time_s: float, longest_s: float) -> int | None:
        """The last row not later than a moment, None where that is longer ago than `longest_s`."""
        row = int(np.searchsorted(self.time_s, time_s + 1e-6, side="right")) - 1
        return row if row >= 0 and time_s - self.time_s[row] <= longest_s else None

    def emotion_at(self, row: int) -> Emotion | None:
        """The emotion shown, None where the network was uncertain or the face was not judged."""
        return EMOTIONS[self.label[row]] if self.label[row] >= 0 and self.judged[row] else None

    def flaw_at(self, row: int) -> Flaw:
        """Why the face was not judged; where the table does not say, that it was not readable."""
        return FLAWS[self.flaw[row]] if self.flaw[row] >= 0 else Flaw.UNREADABLE


def columns_of_track(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those that a track is made of, of the columns a table has."""
    return (*NEEDED, *(name for name in _WELCOME if name in names))


def track_of(face_id: int, table: "pa.Table") -> Track:
    """The track of the rows of one face, a pyarrow table with the columns of `columns_of_track`."""
    time_s = _numbers(table, "time_s")
    order = np.argsort(time_s, kind="stable")
    judged = _numbers(table, "valid") > 0
    names = set(table.column_names)
    unknown = np.full(len(judged), NO_LABEL, np.int8)
    flaw = _codes(table, "reason", tuple(map(str, FLAWS))) if "reason" in names else unknown
    attention = _codes(table, "attention", tuple(map(str, _FACING_AWAY))) if "attention" in names else unknown
    box = _stacked(table, _BOX) if set(_BOX) <= names else np.full((len(judged), 4), np.nan, np.float32)
    return Track(
        face_id,
        time_s[order],
        _stacked(table, _EMOTIONS)[order],
        _stacked(table, _ANGLES)[order],
        _codes(table, "emotion", _EMOTIONS)[order],
        judged[order],
        flaw[order],
        (judged | (flaw == FLAWS.index(Flaw.TURNED)))[order],
        attention[order],
        box[order],
    )


def _stacked(table: "pa.Table", names: tuple[str, ...]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):  # a number that is none of Poise's
        return np.stack([_numbers(table, name).astype(np.float32) for name in names], axis=1)


def _numbers(table: "pa.Table", name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    return np.asarray(table[name].cast(pa.float64()).to_numpy(), np.float64)


def _codes(table: "pa.Table", name: str, words: tuple[str, ...]) -> NDArray[np.int8]:
    """The place of each word in `words`, -1 for all others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places = pc.index_in(table[name].cast(pa.string()), pa.array(words, pa.string()))
    return np.asarray(places.fill_null(NO_LABEL).to_numpy(), np.int8)
