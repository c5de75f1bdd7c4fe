"""How rows become a CSV, JSON Lines or Parquet file."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.output.parquet_pieces import ParquetPieces
from app.output.part_file import PartFile
from app.output.rows import COLUMNS, TEXT_COLUMNS, WHOLE_COLUMNS, Row


class CsvRows:
    """Comma-separated values in UTF-8 with a header."""

    rows_at_once = 100

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self._file = PartFile(path, overwrite=overwrite)

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

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self._file = PartFile(path, overwrite=overwrite)

    def append(self, rows: Sequence[Row]) -> None:
        self._file.append("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())

    def finish(self) -> None:
        self._file.finish()

    def discard(self) -> None:
        self._file.discard()


class ParquetRows:
    """Parquet, a piece per call."""

    rows_at_once = 1000

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self._schema = _schema()
        self._pieces = ParquetPieces(path, self._schema, overwrite=overwrite)

    def append(self, rows: Sequence[Row]) -> None:
        import pyarrow as pa  # takes 0.2 s, and most runs write no Parquet

        self._pieces.append(pa.Table.from_pylist(list(rows), schema=self._schema))

    def finish(self) -> None:
        self._pieces.finish()

    def discard(self) -> None:
        self._pieces.discard()


def _schema() -> Any:
    import pyarrow as pa

    def kind(column: str) -> Any:
        if column in TEXT_COLUMNS:
            return pa.string()
        return pa.int64() if column in WHOLE_COLUMNS else pa.float64()

    return pa.schema([pa.field(column, kind(column), nullable=False) for column in COLUMNS])
