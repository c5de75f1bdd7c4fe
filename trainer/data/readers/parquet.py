"""Our own Parquet columns: `image` with any of votes_*, label, yaw/pitch/roll, gender, split, fold, face_box."""

import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.face import Box
from app.domain.reading import EMOTIONS, Emotion, Pose
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.fer2013 import MOST_UNUSABLE_VOTES

VALIDATION_FOLD, TEST_FOLD = 7, 8
_ROWS_AT_ONCE = 512
_UNUSABLE_LABELS = (("muxspace_facial_expressions", "disgust"),)
"""Of muxspace: 195 of its 208 disgust pictures are blurred film frames."""


def fits(path: Path) -> bool:
    return path.suffix == ".parquet"


def read_pictures(path: Path) -> Iterator[Picture]:
    """The usable pictures of a file, test rows included with their role. Raises DataError."""
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} cannot be read as Parquet ({error}); check the path.") from error
    if "image" not in file.schema_arrow.names:
        raise DataError(f"{path} has no column `image`; see docs/training.md for the columns.")
    try:
        for number, row in enumerate(_rows(file)):
            if row.get("fer_row") != -1:  # placeholders and half-hidden faces of FER2013
                yield _picture(row, path, number)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} breaks off ({error}); copy the file again.") from error


def _rows(file: pq.ParquetFile) -> Iterator[Mapping[str, Any]]:
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        yield from batch.to_pylist()


def _picture(row: Mapping[str, Any], path: Path, number: int) -> Picture:
    key, place = str(row.get("id") or f"row {number}"), f"{path}, row {number}"
    try:
        labels = Labels(_emotion(row), _pose(row), _female(row), _other_votes(row), _own_label(row))
    except (KeyError, TypeError, ValueError) as error:
        what = f"there is no {error}" if isinstance(error, KeyError) else error
        raise DataError(f"{place} ({key}): {what}.") from error
    source = str(row.get("source") or path.stem)
    return Picture(source, key, _role(row, key), row["image"] or b"", labels, _box(row), place)


def _role(row: Mapping[str, Any], key: str) -> Role:
    """Official splits where there are any; HELEN's tenth by the hash of the id, UTKFace's folds 7 and 8."""
    split, fold = row.get("split"), row.get("fold")
    if split == "test" or fold == TEST_FOLD:
        return Role.TEST
    if split == "val" or fold == VALIDATION_FOLD:
        return Role.VALIDATION
    if row.get("landmarks68") is not None and zlib.crc32(key.encode()) % 10 == 0:
        return Role.VALIDATION
    return Role.TRAIN


def _emotion(row: Mapping[str, Any]) -> tuple[float, ...] | None:
    if "votes_neutral" in row:
        votes = tuple(float(row[f"votes_{emotion}"]) for emotion in EMOTIONS)
        return votes if sum(votes) > 0 and sum(_other_votes(row)) <= MOST_UNUSABLE_VOTES else None
    label = row.get("label")
    spoilt = (row.get("source"), label) in _UNUSABLE_LABELS
    if not label or spoilt or "yaw" in row:  # beside angles it says how they were fitted
        return None
    if label not in EMOTIONS:
        raise ValueError(f"label is `{label}` and none of {', '.join(EMOTIONS)}")
    return single_label(Emotion(label))


def _own_label(row: Mapping[str, Any]) -> Emotion | None:
    """Beside votes, `label` is the set's own; a word that is none of the eight classes says nothing."""
    label = row.get("label")
    return Emotion(label) if "votes_neutral" in row and label in EMOTIONS else None


def _other_votes(row: Mapping[str, Any]) -> tuple[float, float]:
    return (float(row["votes_unknown"]), float(row["votes_NF"])) if "votes_neutral" in row else (0.0, 0.0)


def _pose(row: Mapping[str, Any]) -> Pose | None:
    if row.get("yaw") is None:
        return None
    return Pose(float(row["yaw"]), float(row["pitch"]), float(row["roll"]))


def _female(row: Mapping[str, Any]) -> float | None:
    gender = row.get("gender")
    if gender is None:
        return None
    if gender not in ("female", "male"):
        raise ValueError(f"gender is `{gender}` instead of female or male")
    return 1.0 if gender == "female" else 0.0


def _box(row: Mapping[str, Any]) -> Box | None:
    box = row.get("face_box")
    return None if box is None else Box(*box)
