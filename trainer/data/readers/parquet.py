"""Our own Parquet columns: `image` with any of votes_*, label, yaw/pitch/roll, gender, split, fold, face_box."""

import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.face import Box
from app.domain.reading import EMOTIONS, Pose
from trainer.data.picture import DataError, Labels, Picture, Role

VALIDATION_FOLD, TEST_FOLD = 7, 8
_ROWS_AT_ONCE = 512
_MOST_UNUSABLE_VOTES = 4
"""Of ten; a picture with more votes for "unknown" or "not a face" teaches no emotion."""
_SINGLE_LABEL_TRUST = 0.8
"""Share of a single annotator's label; the rest is spread over the other classes."""
_UNUSABLE_LABELS = ("disgust",)
"""Of muxspace: 195 of its 208 disgust pictures are blurred film frames."""


def read_pictures(path: Path) -> Iterator[Picture]:
    """The usable pictures of a file, test rows included with their role. Raises DataError."""
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} cannot be read as Parquet ({error}); check the path.") from error
    if "image" not in file.schema_arrow.names:
        raise DataError(f"{path} has no column `image`; see docs/training.md for the columns.")
    number = 0
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            if row.get("fer_row") != -1:  # placeholders and half-hidden faces of FER2013
                yield _picture(row, path, number)
            number += 1


def _picture(row: Mapping[str, Any], path: Path, number: int) -> Picture:
    key = str(row.get("id") or f"row {number}")
    try:
        labels = Labels(_emotion(row), _pose(row), _female(row))
    except ValueError as error:
        raise DataError(f"{path}, row {number} ({key}): {error}.") from error
    return Picture(str(row.get("source") or path.stem), key, _role(row, key), row["image"] or b"", labels, _box(row))


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
        unusable = row["votes_unknown"] + row["votes_NF"]
        return votes if sum(votes) > 0 and unusable <= _MOST_UNUSABLE_VOTES else None
    label = row.get("label")
    if label not in EMOTIONS or label in _UNUSABLE_LABELS:
        return None
    rest = (1 - _SINGLE_LABEL_TRUST) / (len(EMOTIONS) - 1)
    return tuple(_SINGLE_LABEL_TRUST if emotion == label else rest for emotion in EMOTIONS)


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
