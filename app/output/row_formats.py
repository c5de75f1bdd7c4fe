"""How rows become a CSV, JSON Lines or Parquet file."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from app.output.part_file import PartFile, write_failure
from app.output.rows import COLUMNS, TEXT_COLUMNS, WHOLE_COLUMNS, Row
from app.output.sink import OutputError


class RowFormat(Protocol):
    """One format of a table. Each call of `append` leaves whole rows on the disk or raises OutputError."""

    def append(self, rows: Sequence[Row]) -> None: ...

    def finish(self) -> None:
        """Complete the file and give it its name. Raises OutputError."""

    def discard(self) -> None:
        """Leave an older file of this name as it is."""


class CsvRows:
    """Comma-separated values in UTF-8 with a header."""

    rows_at_once = 100

    def __init__(self, path: Path) -> None:
        self._file = PartFile(path)

    def append(self, rows: Sequence[Row]) -> None:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        if self._file.size_bytes == 0:
            writer.writeheader()
        writer.writerows(rows)
        self._file.append(text.getvalue().encode())

    def finish(self) -> None:
        self._file.finish()

    def discard(self) -> None:
        self._file.discard()


class JsonLines:
    """One JSON object per line."""

    rows_at_once = 100

    def __init__(self, path: Path) -> None:
        self._file = PartFile(path)

    def append(self, rows: Sequence[Row]) -> None:
        self._file.append("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())

    def finish(self) -> None:
        self._file.finish()

    def discard(self) -> None:
        self._file.discard()


class ParquetRows:
    """Parquet, a row group per call. Its index stands at the end of the file, so some room for it is kept free."""

    rows_at_once = 1000

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq  # takes 0.2 s, and most runs write no Parquet

        self._schema = _schema()
        self._file = _RoomyFile(path)
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")

    def append(self, rows: Sequence[Row]) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(list(rows), schema=self._schema))
        self._file.raise_failure()

    def finish(self) -> None:
        self._complete().finish()

    def discard(self) -> None:
        self._complete().discard()

    def _complete(self) -> PartFile:
        self._writer.close()
        return self._file.take()


def _schema() -> Any:
    import pyarrow as pa

    def kind(column: str) -> Any:
        if column in TEXT_COLUMNS:
            return pa.string()
        return pa.int64() if column in WHOLE_COLUMNS else pa.float64()

    return pa.schema([pa.field(column, kind(column), nullable=False) for column in COLUMNS])


class _RoomyFile:
    """The file-like object pyarrow writes to; it keeps what does not fit until room is made for it.

    pyarrow cannot complete a file after a write has failed, so a failure is remembered and raised between row groups.
    """

    _ROOM_BYTES = 2 * 1024 * 1024

    def __init__(self, path: Path) -> None:
        self._room = path.with_name(f"{path.stem}.room")
        self._file = PartFile(path)
        self._waiting = bytearray()
        self._failure: OutputError | None = None
        self._position = 0
        self.closed = False
        try:
            self._room.write_bytes(bytes(self._ROOM_BYTES))
        except OSError as error:  # without room for the index, what is written could not be read again
            self._free_room()
            self._file.discard()
            raise write_failure(path, error) from error

    def write(self, data: bytes) -> int:
        self._waiting += data
        self._position += len(data)
        if self._failure is None:
            self._pass_on()
        return len(data)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing is buffered but what does not fit."""

    def close(self) -> None:
        """pyarrow's wish; the file is closed by `finish` or `discard`."""

    def raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def take(self) -> PartFile:
        """The file with all that was written; the room that was kept free is used up. Raises OutputError."""
        self._free_room()
        self._failure = None
        self._pass_on()
        self.raise_failure()
        return self._file

    def _free_room(self) -> None:
        self._room.unlink(missing_ok=True)

    def _pass_on(self) -> None:
        try:
            self._file.append(bytes(self._waiting))
            self._waiting.clear()
        except OutputError as error:
            self._failure = error
