"""A Parquet table of a recording: readable at any moment as small pieces, and at the end at once as one file."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.output.parquet_pieces import ParquetPieces
from app.output.part_file import new_part_file
from app.output.row_formats import parquet_schema
from app.output.rows import Columns, Row

_ROWS_IN_A_GROUP = 8192
"""About five minutes of one face: a reader decodes by the group."""


class LastingTable:
    """Rows appended piece by piece; whatever happens, the pieces are there. One thread writes it.

    Beside the pieces the final file grows, without the index that makes it readable: an hour has thousands of pieces,
    which nobody shall wait for at the end. Where that file cannot go on, the pieces are joined instead.
    """

    def __init__(self, path: Path, columns: Columns) -> None:
        self._schema = parquet_schema(columns)
        self._pieces = ParquetPieces(path, self._schema, lasting=True)
        self._joined: _GrowingParquet | None = _GrowingParquet(new_part_file(path), self._schema)

    @property
    def size_bytes(self) -> int:
        """Length of the pieces."""
        return self._pieces.size_bytes

    def append(self, rows: Sequence[Row]) -> None:
        """One piece, on the disk when this returns. Raises OutputError."""
        import pyarrow as pa

        table = pa.Table.from_pylist(list(rows), schema=self._schema)
        self._pieces.append(table)
        if self._joined is not None:
            try:
                self._joined.append(table)
            except OSError:
                self._give_up_joined()

    def finish(self) -> None:
        """Leave one file in place of the pieces. Raises OutputError that says where they are if that fails."""
        if self._joined is not None:
            try:
                part = self._joined.close()
            except OSError:
                self._give_up_joined()
            else:
                self._pieces.name_joined(part)
                return
        self._pieces.finish()

    def _give_up_joined(self) -> None:
        joined, self._joined = self._joined, None
        if joined is not None:
            joined.discard()


class _GrowingParquet:
    """The final file; nobody can read it before `close`. Raises OSError."""

    def __init__(self, path: Path, schema: Any) -> None:
        import pyarrow.parquet as pq

        self._path = path
        self._file = path.open("r+b")
        self._writer = pq.ParquetWriter(self._file, schema, compression="zstd")
        self._waiting: list[Any] = []

    def append(self, table: Any) -> None:
        self._waiting.append(table)
        if sum(waiting.num_rows for waiting in self._waiting) >= _ROWS_IN_A_GROUP:
            self._write_group()

    def close(self) -> Path:
        """The whole file, on the disk."""
        self._write_group()
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self._path

    def discard(self) -> None:
        with suppress(OSError):
            self._writer.close()
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _write_group(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
            self._waiting.clear()
