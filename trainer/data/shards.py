"""Prepared pictures on disk: Parquet shards that several workers and machines can read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.face import Point
from app.domain.movements import MOVEMENTS
from app.domain.reading import Pose
from app.perception.crop import CROP_RULE, Crop
from trainer.data.picture import DataError, FoundPicture, Labels, Picture, Role

ROWS_PER_GROUP = 1024
BYTES_PER_GROUP = 32 * 2**20
"""Of pictures; a row group ends with the first of the two."""
ROWS_PER_SHARD = 8192
_ROWS_AT_ONCE = 128
_RULE_KEY = b"poise_crop_rule"
MOVED = "movements"

_SCHEMA = pa.schema(
    [
        ("image", pa.binary()),
        ("source", pa.string()),
        ("key", pa.string()),
        ("role", pa.string()),
        ("crop", pa.list_(pa.float32(), 4)),  # centre x, centre y, side, turn in degrees; null: no face found
        ("emotion", pa.list_(pa.float32(), 8)),
        ("pose", pa.list_(pa.float32(), 3)),  # yaw, pitch, roll in degrees, in the picture
        ("taught", pa.bool_()),
        ("female", pa.float32()),
        (MOVED, pa.list_(pa.float32(), len(MOVEMENTS))),  # shards of earlier versions lack it
    ],
    metadata={_RULE_KEY: CROP_RULE.encode()},
)


def write_shards(pictures: Iterable[FoundPicture], folder: Path, role: Role) -> tuple[Path, ...]:
    """Write the pictures as `<role>-00000.parquet`, ... in the given order, a row group in memory at a time.

    Shards of that role from an earlier time are replaced once all new ones are written. Raises DataError when the
    disk refuses.
    """
    parts, rest = list[Path](), iter(pictures)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while first := next(rest, None):
            parts.append(folder / f"{role}-{len(parts):05d}.part")
            _write_shard(chain([first], islice(rest, ROWS_PER_SHARD - 1)), parts[-1])
        for old in folder.glob(f"{role}-*.parquet"):
            old.unlink()
        return tuple(part.replace(part.with_suffix(".parquet")) for part in parts)
    except OSError as error:
        raise DataError(f"{folder} cannot be written ({error}); free space or choose another folder.") from error
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _write_shard(pictures: Iterator[FoundPicture], path: Path) -> None:
    # statistics would be of whole pictures, the least and the greatest of their bytes, twice in every row group
    with pq.ParquetWriter(path, _SCHEMA, use_dictionary=["source", "role"], write_statistics=False) as writer:
        for group in _groups(pictures):
            writer.write_table(pa.Table.from_pylist(group, schema=_SCHEMA), row_group_size=ROWS_PER_GROUP)


def _groups(pictures: Iterator[FoundPicture]) -> Iterator[list[dict[str, Any]]]:
    """Rows of one row group after the other, few where pictures are large."""
    rows, size_bytes = list[dict[str, Any]](), 0
    for found in pictures:
        rows.append(_row(found))
        size_bytes += len(found.picture.image)
        if len(rows) == ROWS_PER_GROUP or size_bytes >= BYTES_PER_GROUP:
            yield rows
            rows, size_bytes = [], 0
    if rows:
        yield rows


def has_shards(folder: Path, role: Role) -> bool:
    return any(folder.glob(f"{role}-*.parquet"))


def read_shards(folder: Path, role: Role) -> Iterator[FoundPicture]:
    """The pictures of a role in the order they were written. Raises DataError."""
    for path in shard_paths(folder, role):
        with reading(path):
            yield from _read_shard(path)


def shard_paths(folder: Path, role: Role) -> tuple[Path, ...]:
    """The shards of a role in the order they were written; raises DataError where there is none."""
    paths = tuple(sorted(folder.glob(f"{role}-*.parquet")))
    if not paths:
        raise DataError(f"{folder} holds no {role} shards; make them with `poise-train prepare`.")
    return paths


@contextmanager
def reading(path: Path, part: str = "") -> Iterator[None]:
    """What the disk or the file refuses becomes a DataError that names the file and the part of it."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path}{part} cannot be read ({error}); run `poise-train prepare` again.") from error


def refuse_other_rule(file: pq.ParquetFile, path: Path) -> None:
    """Raises DataError for a shard whose faces were found by another crop rule."""
    rule = (file.schema_arrow.metadata or {}).get(_RULE_KEY, b"none").decode()
    if rule != CROP_RULE:
        raise DataError(f"{path} was made with crop rule {rule}, not {CROP_RULE}; run `poise-train prepare` again.")


def _read_shard(path: Path) -> Iterator[FoundPicture]:
    file = pq.ParquetFile(path)
    refuse_other_rule(file, path)
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        yield from (_found(row) for row in batch.to_pylist())


def _row(found: FoundPicture) -> dict[str, Any]:
    crop, pose = found.crop, found.labels.pose
    return {
        "image": found.picture.image,
        "source": found.picture.source,
        "key": found.picture.key,
        "role": str(found.picture.role),
        "crop": None if crop is None else (crop.centre.x, crop.centre.y, crop.side_px, crop.turn_deg),
        "emotion": found.labels.emotion,
        "pose": None if pose is None else pose.angles_deg,
        "taught": found.taught,
        "female": found.labels.female,
        MOVED: found.labels.movements,
    }


def _found(row: dict[str, Any]) -> FoundPicture:
    crop, pose, emotion, movements = row["crop"], row["pose"], row["emotion"], row.get(MOVED)
    labels = Labels(
        emotion=None if emotion is None else tuple(emotion),
        pose=None if pose is None else Pose(*pose),
        female=row["female"],
        movements=None if movements is None else tuple(movements),
    )
    return FoundPicture(
        picture=Picture(row["source"], row["key"], Role(row["role"]), row["image"], labels),
        labels=labels,
        crop=None if crop is None else Crop(Point(crop[0], crop[1]), crop[2], crop[3]),
        taught=row["taught"],
    )
