"""How rows become a CSV, JSON Lines or Parquet file."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from app.output.parquet_pieces import ParquetPieces
from app.output.part_file import PartFile
from app.output.rows import Columns, Row
from app.output.sink import OutputError


class RowFormat(Protocol):
    """One format of a table. Each call of `append` leaves whole rows on the disk or raises OutputError.

    Values of a row that no column is named for are left out.
    """

    def append(self, rows: Sequence[Row]) -> None: ...

    def finish(self) -> None:
        """Complete the file and give it its name. Raises OutputError."""

    def discard(self) -> None:
        """Leave an older file of this name as it is."""


class CsvRows:
    """Comma-separated values in UTF-8 with a header."""

    rows_at_once = 100

    def __init__(self, path: Path, columns: Columns, *, overwrite: bool = False) -> None:
        self._names = columns.names
        self._file = PartFile(path, overwrite=overwrite)

    def append(self, rows: Sequence[Row]) -> None:
        self._file.append(csv_text(rows, self._names, header=self._file.size_bytes == 0))

    def finish(self) -> None:
        self._file.finish()

    def discard(self) -> None:
        self._file.discard()


def csv_text(rows: Sequence[Row], names: Sequence[str], *, header: bool) -> bytes:
    """Rows as lines of CSV in UTF-8, with a line of names before them or without."""
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class JsonLines:
    """One JSON object per line."""

    rows_at_once = 100

    def __init__(self, path: Path, columns: Columns, *, overwrite: bool = False) -> None:
        self._names = columns.names
        self._file = PartFile(path, overwrite=overwrite)

    def append(self, rows: Sequence[Row]) -> None:
        lines = (json.dumps({name: row[name] for name in self._names}, ensure_ascii=False) for row in rows)
        self._file.append("".join(f"{line}\n" for line in lines).encode())

    def finish(self) -> None:
        self._file.finish()

    def discard(self) -> None:
        self._file.discard()


class ParquetRows:
    """Parquet, a piece per call."""

    rows_at_once = 1000

    def __init__(self, path: Path, columns: Columns, *, overwrite: bool = False) -> None:
        self._schema = parquet_schema(columns)
        self._pieces = ParquetPieces(path, self._schema, overwrite=overwrite)

    def append(self, rows: Sequence[Row]) -> None:
        import pyarrow as pa  # takes 0.2 s, and most runs write no Parquet

        self._pieces.append(pa.Table.from_pylist(list(rows), schema=self._schema))

    def finish(self) -> None:
        self._pieces.finish()

    def discard(self) -> None:
        self._pieces.discard()


FORMATS: dict[str, type[CsvRows] | type[JsonLines] | type[ParquetRows]] = {
    ".csv": CsvRows,
    ".jsonl": JsonLines,
    ".parquet": ParquetRows,
}
TABLE_SUFFIXES = tuple(FORMATS)


def format_of(path: Path) -> type[CsvRows] | type[JsonLines] | type[ParquetRows]:
    """The format that the name of a table says. Raises OutputError."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise OutputError(f"{path} names no table format; end its name in {', '.join(TABLE_SUFFIXES)}.")
    return form


def parquet_schema(columns: Columns) -> Any:
    import pyarrow as pa

    def kind(column: str) -> Any:
        if column in columns.text:
            return pa.string()
        return pa.int64() if column in columns.whole else pa.float64()

    return pa.schema([pa.field(column, kind(column), nullable=False) for column in columns.names])
