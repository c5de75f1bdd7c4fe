"""Results as a table, one row per face and frame, streamed to CSV, JSON Lines or Parquet."""

import time
from pathlib import Path

from app.domain.result import FrameResult
from app.output.row_formats import CsvRows, JsonLines, ParquetRows
from app.output.rows import Row, rows_of
from app.output.sink import OutputError
from app.output.uninterrupted import uninterrupted

_FORMATS: dict[str, type[CsvRows] | type[JsonLines] | type[ParquetRows]] = {
    ".csv": CsvRows,
    ".jsonl": JsonLines,
    ".parquet": ParquetRows,
}
TABLE_SUFFIXES = tuple(_FORMATS)
_LONGEST_WAIT_S = 1.0


class TableSink:
    """A ResultSink for one table of many inputs; `begin` names the input whose results follow.

    The file takes its name at `close`, complete or not; without a single row an older file stays as it is, and without
    `overwrite` in any case. Rows wait for one second at most, so that little is lost where the program is killed.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        form = _FORMATS.get(path.suffix.lower())
        if form is None:
            raise OutputError(f"{path} names no table format; end its name in {', '.join(TABLE_SUFFIXES)}.")
        self._rows = form(path, overwrite=overwrite)
        self._rows_at_once = form.rows_at_once
        self._file = ""
        self._waiting: list[Row] = []
        self._flushed_at = time.monotonic()
        self._row_count = 0
        self._closed = False

    @property
    def row_count(self) -> int:
        """Rows that are safe on the disk."""
        return self._row_count

    def begin(self, file: str) -> None:
        """Name the input whose results follow, for the column `file`."""
        self._file = file

    def write(self, result: FrameResult) -> None:
        self._waiting.extend(rows_of(self._file, result))
        if len(self._waiting) >= self._rows_at_once or time.monotonic() - self._flushed_at >= _LONGEST_WAIT_S:
            self.flush()

    def flush(self) -> None:
        """Put the waiting rows on the disk; Ctrl-C waits. Raises OutputError, and then they are lost."""
        with uninterrupted():
            rows, self._waiting = self._waiting, []
            self._flushed_at = time.monotonic()
            if rows:
                self._rows.append(rows)
                self._row_count += len(rows)

    def close(self) -> None:
        if self._closed:
            return
        with uninterrupted():
            self._closed = True
            try:
                self.flush()
            finally:
                if self._row_count:
                    self._rows.finish()
                else:
                    self._rows.discard()
