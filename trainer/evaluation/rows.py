"""Choosing rows of a Parquet file and reading their pictures, a batch at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.domain.face import Box
from trainer.data.picture import DataError

_ROWS_AT_ONCE = 256
_VALUES_SHOWN = 8


class Condition(NamedTuple):
    """Rows whose `column` holds `value`, as in `--where split=test`."""

    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.column}={self.value}"


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The chosen rows of a file: their numbers, counted from 0 and rising, and everything but their pictures."""

    path: Path
    rows: NDArray[np.int64]
    labels: pa.Table


class PictureRow(NamedTuple):
    """One encoded picture; `row` is its number in the file, counted from 0."""

    row: int
    name: str
    image: bytes
    face_box: Box | None


def condition(text: str) -> Condition:
    """Read `column=value`. Raises DataError."""
    column, sign, value = text.partition("=")
    if not sign or not column.strip():
        raise DataError(f"--where {text} has no column and value; write it as --where split=test.")
    return Condition(column.strip(), value.strip())


def select(path: Path, where: Sequence[Condition], limit: int | None, wanted: Sequence[str]) -> Selection:
    """The rows that fulfil every condition, the first `limit` of them, with those of the `wanted` columns that exist.

    Raises DataError when the file cannot be read, has no pictures, lacks a column of a condition, or no row is left.
    """
    file = _opened(path)
    names = file.schema_arrow.names
    for each in where:
        if each.column not in names:
            raise DataError(f"{path} has no column {each.column}, asked for by --where {each}.")
    needed = [name for name in names if name in wanted or name in {each.column for each in where}]
    table = _read(file, path, needed)
    chosen = np.ones(file.metadata.num_rows, dtype=bool)
    for each in where:
        chosen &= _fulfilled(table.column(each.column), each, path)
    rows = np.flatnonzero(chosen)[:limit]
    if not rows.size:
        raise DataError(f"No row of {path} {f'has {_all(where)}' if where else 'is there to evaluate'}.")
    return Selection(path, rows, table.take(pa.array(rows)))


def pictures(selection: Selection) -> Iterator[PictureRow]:
    """The pictures of the chosen rows in order; only one batch of rows is in memory. Raises DataError."""
    file = _opened(selection.path)
    columns = [name for name in ("image", "face_box", "id") if name in file.schema_arrow.names]
    start = 0
    for group in range(file.num_row_groups):
        end = start + file.metadata.row_group(group).num_rows
        low, high = np.searchsorted(selection.rows, [start, end])
        if high > low:
            yield from _of_group(file, group, selection.path, columns, start, selection.rows[low:high])
        start = end


def _of_group(
    file: pq.ParquetFile, group: int, path: Path, columns: list[str], start: int, rows: NDArray[np.int64]
) -> Iterator[PictureRow]:
    try:
        for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[group], columns=columns):
            here = rows[(rows >= start) & (rows < start + batch.num_rows)]
            for row, values in zip(here, batch.take(pa.array(here - start)).to_pylist(), strict=True):
                box = values.get("face_box")  # x, y, width, height
                name = str(values.get("id") or "")
                yield PictureRow(int(row), name, values["image"] or b"", Box(*box) if box else None)
            start += batch.num_rows
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} breaks off after row {start} ({error}); copy the file again.") from error


def _opened(path: Path) -> pq.ParquetFile:
    if not path.is_file():
        raise DataError(f"{path} does not exist; check the path of the Parquet file.")
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} is not a Parquet file that can be read ({error}).") from error
    schema = file.schema_arrow
    binary = (pa.binary(), pa.large_binary())
    if "image" not in schema.names or schema.field("image").type not in binary:
        raise DataError(f"{path} has no column image with encoded pictures (type binary).")
    return file


def _read(file: pq.ParquetFile, path: Path, columns: list[str]) -> pa.Table:
    try:
        return file.read(columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} cannot be read ({error}); copy the file again.") from error


def _fulfilled(column: pa.ChunkedArray, each: Condition, path: Path) -> NDArray[np.bool_]:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    try:
        equal = pc.equal(column, pa.scalar(each.value).cast(column.type))
    except pa.ArrowException:  # a value this column can never hold
        equal = pa.chunked_array([pa.nulls(len(column), pa.bool_())])
    mask = np.asarray(equal.fill_null(False), dtype=bool)
    if not mask.any():
        raise DataError(f"No row of {path} has {each}; column {each.column} holds {_some_values(column)}.")
    return mask


def _some_values(column: pa.ChunkedArray) -> str:
    try:
        values = sorted(str(value) for value in column.unique().to_pylist())
    except pa.ArrowException:
        return str(column.type)
    more = ", ..." if len(values) > _VALUES_SHOWN else ""
    return ", ".join(values[:_VALUES_SHOWN]) + more


def _all(where: Sequence[Condition]) -> str:
    return " and ".join(str(each) for each in where)
