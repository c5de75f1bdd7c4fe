"""Results as a table, one row per face and frame, streamed to CSV, JSON Lines or Parquet."""

import time
from pathlib import Path

from app.domain.result import FrameResult
from app.output.row_formats import RowFormat, format_of
from app.output.rows import READING_COLUMNS, Columns, Row, rows_of
from app.output.uninterrupted import uninterrupted

_LONGEST_WAIT_S = 1.0


class TableSink:
    """A ResultSink for one table of many inputs; `begin` names the input whose results follow.

    The file takes its name at `close`, complete or not; without a single row an older file stays as it is, and without
    `overwrite` in any case. Rows wait for one second at most, so that little is lost where the program is killed.
    """

    def __init__(self, path: Path, *, overwrite: bool = False, columns: Columns = READING_COLUMNS) -> None:
        form = format_of(path)
        self._rows: RowFormat = form(path, columns, overwrite=overwrite)
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
