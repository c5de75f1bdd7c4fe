"""What a file says of its pictures, as arrays; NaN, NO_CLASS or None where it says nothing of a row."""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.domain.reading import ANGLES, EMOTIONS
from trainer.data.picture import DataError
from trainer.evaluation.metrics import NO_CLASS
from trainer.evaluation.rows import Selection

_EMOTION_VOTES = tuple(f"votes_{emotion}" for emotion in EMOTIONS)
_OTHER_VOTES = ("votes_unknown", "votes_NF")
_VOTES = (*_EMOTION_VOTES, *_OTHER_VOTES)
_TAUGHT = "taught"
LABEL_COLUMNS = (*_VOTES, "label", "smile", *ANGLES, _TAUGHT, "gender", "race", "age")

_SMILE = {"smile": 1.0, "smiling": 1.0, "yes": 1.0, "true": 1.0, "1": 1.0, "1.0": 1.0}
_NO_SMILE = ("non-smile", "nonsmile", "non-smiling", "no-smile", "not-smiling", "no", "false", "0", "0.0", "neutral")
_SMILES = _SMILE | dict.fromkeys(_NO_SMILE, 0.0)
_GENDERS = {"female": 1.0, "f": 1.0, "woman": 1.0, "male": 0.0, "m": 0.0, "man": 0.0}


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Labels of n rows; a field is None when the file has no such column.

    `votes` int64 [n, 10]; `emotion` int64 [n], the class of column `label`; `smile` and `female` float64 [n] of 1, 0
    and NaN; `angles_deg` float64 [n, 3] in the order of ANGLES. `notes` are sentences on columns that were ignored.
    """

    votes: NDArray[np.int64] | None
    emotion: NDArray[np.int64] | None
    smile: NDArray[np.float64] | None
    angles_deg: NDArray[np.float64] | None
    female: NDArray[np.float64] | None
    race: tuple[str | None, ...] | None
    age: tuple[int | None, ...] | None
    notes: tuple[str, ...]


def truth_of(selection: Selection) -> Truth:
    """Read the label columns of the chosen rows. Raises DataError for votes or angles that are no numbers."""
    table, notes = selection.labels, list[str]()
    return Truth(
        votes=_votes(selection),
        emotion=_emotion(table, notes),
        smile=_two_kinds(table, "smile", _SMILES, notes),
        angles_deg=_angles(selection, notes),
        female=_two_kinds(table, "gender", _GENDERS, notes),
        race=_race(table),
        age=_age(table),
        notes=tuple(f"{selection.path}: {note}." for note in notes),
    )


def _votes(selection: Selection) -> NDArray[np.int64] | None:
    names = selection.labels.column_names
    if any(name not in names for name in _EMOTION_VOTES):
        return None
    none = np.zeros(selection.rows.size)
    columns = [_numbers(selection, name) if name in names else none for name in _VOTES]
    votes: NDArray[np.int64] = np.nan_to_num(np.stack(columns, axis=1)).astype(np.int64)
    return votes


def _emotion(table: pa.Table, notes: list[str]) -> NDArray[np.int64] | None:
    """Classes of `label`, only when all its values are names of the eight; a missing value is no value."""
    values = _texts(table, "label")
    if values is None:
        return None
    classes = {str(emotion): index for index, emotion in enumerate(EMOTIONS)}
    strange = {value for value in values if value is not None and value not in classes}
    if strange:
        notes.append(f"column label is ignored: {_first(strange)} is none of the eight emotions")
        return None
    return np.array([NO_CLASS if value is None else classes[value] for value in values], dtype=np.int64)


def _two_kinds(table: pa.Table, name: str, kinds: dict[str, float], notes: list[str]) -> NDArray[np.float64] | None:
    values = _texts(table, name)
    if values is None:
        return None
    plain = [None if value is None else re.sub(r"[\s_]+", "-", value.strip().lower()) for value in values]
    strange = {value for value in plain if value and value not in kinds}
    if strange:
        notes.append(f"column {name} is ignored: {_first(strange)} is not understood")
        return None
    return np.array([kinds[value] if value else np.nan for value in plain])


def _angles(selection: Selection, notes: list[str]) -> NDArray[np.float64] | None:
    if any(name not in selection.labels.column_names for name in ANGLES):
        return None
    angles: NDArray[np.float64] = np.stack([_numbers(selection, name) for name in ANGLES], axis=1)
    taught = selection.labels[_TAUGHT].to_pylist().count(True) if _TAUGHT in selection.labels.column_names else 0
    if taught:
        known = int(np.isfinite(angles).all(axis=1).sum())
        notes.append(f"the angles of {taught:,} of {known:,} pictures are a teacher's, not measured")
    return angles


def _race(table: pa.Table) -> tuple[str | None, ...] | None:
    values = _texts(table, "race")
    return None if values is None else tuple(value or None for value in values)


def _age(table: pa.Table) -> tuple[int | None, ...] | None:
    """Ages in years; of a range such as `20-29` its lower end."""
    values = _texts(table, "age")
    if values is None:
        return None
    numbers = (re.search(r"\d+", value or "") for value in values)
    return tuple(int(number.group()) if number else None for number in numbers)


def _numbers(selection: Selection, name: str) -> NDArray[np.float64]:
    """A column as float64 [n], NaN where it is empty."""
    try:
        return np.asarray(selection.labels.column(name).cast(pa.float64()).to_numpy(), dtype=np.float64)
    except pa.ArrowException as error:
        raise DataError(f"Column {name} of {selection.path} must hold numbers ({error}).") from error


def _texts(table: pa.Table, name: str) -> list[str | None] | None:
    if name not in table.column_names:
        return None
    values = table.column(name).to_pylist()
    return [None if value is None or value != value else str(value) for value in values]  # NaN is not itself


def _first(values: set[str]) -> str:
    return repr(min(values))
