"""The index of prepared shards: all that is known of every picture, without the pictures, and where each one lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.domain.movements import MOVEMENTS
from trainer.data.picture import Role
from trainer.data.shards import MOVED, reading, refuse_other_rule, shard_paths

IMAGE = "image"
_LISTS = {"crop": 4, "emotion": 8, "pose": 3}
_ROW_BYTES_BESIDE = 64
"""Of Python's own for each picture in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The row groups in order: `first` int64 [g + 1] is the place of the first picture of each, and the end.

    `file` and `number` int64 [g] say which group of which file each is, `bytes_each` float64 [g] about how large its
    pictures are.
    """

    first: NDArray[np.int64]
    file: NDArray[np.int64]
    number: NDArray[np.int64]
    bytes_each: NDArray[np.float64]

    def of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The group in which each picture lies."""
        found: NDArray[np.int64] = np.searchsorted(self.first, places, side="right") - 1
        return found

    def file_row(self, place: int) -> tuple[int, int]:
        """The file's number and the row in it, both from 0."""
        file = int(self.file[self.of(np.array([place]))[0]])
        return file, place - int(self.first[int(np.searchsorted(self.file, file))])


@dataclass(frozen=True, slots=True, eq=False)
class KnownMovements:
    """The movements of the pictures that have any: `values` float32 [k, 52], and for each picture its row there.

    `row` is int32 [n], -1 where none are known: four bytes for a picture without them, and not two hundred.
    """

    row: NDArray[np.int32]
    values: NDArray[np.float32]

    @staticmethod
    def joined(parts: Sequence[tuple[NDArray[np.bool_], NDArray[np.float32]]]) -> "KnownMovements":
        """Of each file which of its rows have movements, and those of the rows that do."""
        known = np.concatenate([rows for rows, _ in parts])
        row = np.where(known, np.cumsum(known) - 1, -1).astype(np.int32)
        return KnownMovements(row, np.concatenate([values for _, values in parts]))

    def of(self, place: int) -> tuple[float, ...] | None:
        row = int(self.row[place])
        return None if row < 0 else tuple(self.values[row].tolist())


@dataclass(frozen=True, slots=True, eq=False)
class ShardIndex:
    """About a hundred bytes a picture, in the order of the shards; NaN where nothing is known.

    `files` are names in `folder`, so that every machine may have the folder elsewhere. source: int16 [n], a number
    in `sources`. crop: float32 [n, 4] of centre x, centre y, side, turn in degrees. emotion: float32 [n, 8]. pose:
    float32 [n, 3] of yaw, pitch, roll in degrees. female: float32 [n]. taught: bool [n].
    """

    folder: Path
    role: Role
    files: tuple[str, ...]
    groups: Groups
    sources: tuple[str, ...]
    source: NDArray[np.int16]
    key: pa.StringArray
    crop: NDArray[np.float32]
    emotion: NDArray[np.float32]
    pose: NDArray[np.float32]
    female: NDArray[np.float32]
    taught: NDArray[np.bool_]
    movements: KnownMovements

    def __len__(self) -> int:
        return len(self.source)


def read_index(folder: Path, role: Role) -> ShardIndex:
    """Raises DataError."""
    tables, groups, paths = list[pa.Table](), list[tuple[int, int, int, float]](), shard_paths(folder, role)
    movements = list[tuple[NDArray[np.bool_], NDArray[np.float32]]]()
    for number, path in enumerate(paths):
        with reading(path), pq.ParquetFile(path) as file:
            refuse_other_rule(file, path)
            groups += _groups(file, number)
            tables.append(file.read([*_LISTS, "source", "key", "female", "taught"], use_threads=False))
            movements.append(_movements(file))
    table = pa.concat_tables(tables)
    source = table["source"].combine_chunks().dictionary_encode()
    rows, files, numbers, sizes = zip(*groups, strict=True)
    return ShardIndex(
        folder=folder,
        role=role,
        files=tuple(path.name for path in paths),
        groups=Groups(np.cumsum([0, *rows]), np.array(files), np.array(numbers), np.array(sizes)),
        sources=tuple(source.dictionary.to_pylist()),
        source=source.indices.to_numpy().astype(np.int16),
        key=table["key"].combine_chunks(),
        **{name: _list_column(table[name], width) for name, width in _LISTS.items()},
        female=table["female"].to_numpy().astype(np.float32),  # null becomes NaN
        taught=table["taught"].to_numpy().astype(np.bool_),
        movements=KnownMovements.joined(movements),
    )


def _groups(file: pq.ParquetFile, number: int) -> Sequence[tuple[int, int, int, float]]:
    """Rows, file, number in it, and bytes of a picture, of each row group."""
    found, metadata = [], file.metadata
    image = metadata.schema.names.index(IMAGE)
    for group in range(metadata.num_row_groups):
        part = metadata.row_group(group)
        each = part.column(image).total_uncompressed_size / max(1, part.num_rows) + _ROW_BYTES_BESIDE
        found.append((part.num_rows, number, group, each))
    return found


def _movements(file: pq.ParquetFile) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Which rows have movements, bool [n], and those of the rows that do, float32 [k, 52]; older files have none."""
    if MOVED not in file.schema_arrow.names:
        return np.zeros(file.metadata.num_rows, np.bool_), np.zeros((0, len(MOVEMENTS)), np.float32)
    lists = file.read([MOVED], use_threads=False)[MOVED].combine_chunks()
    known = lists.is_valid().to_numpy(zero_copy_only=False)
    return known, lists.flatten().to_numpy().reshape(-1, len(MOVEMENTS))


def _list_column(column: pa.ChunkedArray, width: int) -> NDArray[np.float32]:
    """float32 [n, width]; NaN where the list is null."""
    lists = column.combine_chunks()
    values = np.full((len(lists), width), np.nan, np.float32)
    values[lists.is_valid().to_numpy(zero_copy_only=False)] = lists.flatten().to_numpy().reshape(-1, width)
    return values
