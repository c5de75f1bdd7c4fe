"""Results as a table, one row per face and frame, streamed to CSV, JSON Lines or Parquet."""

import threading
from pathlib import Path

from app.domain.result import FrameResult
from app.output.row_formats import RowFormat, format_of
from app.output.rows import READING_COLUMNS, Columns, Row, rows_of
from app.output.sink import OutputError
from app.output.uninterrupted import uninterrupted

_LONGEST_WAIT_S = 1.0


class TableSink:
    """A ResultSink for one table of many inputs; `begin` names the input whose results follow.

    The file takes its name at `close`, complete or not; without a single row an older file stays as it is, and without
    `overwrite` in any case. Rows wait for one second at most, also where no other result comes, so that little is lost
    where the program is killed: a thread sees to that while rows wait.
    """

    def __init__(self, path: Path, *, overwrite: bool = False, columns: Columns = READING_COLUMNS) -> None:
        form = format_of(path)
        self._rows: RowFormat = form(path, columns, overwrite=overwrite)
        self._rows_at_once = form.rows_at_once
        self._file = ""
        self._lock = threading.RLock()  # guards all below
        self._waiting: list[Row] = []
        self._row_count = 0
        self._timer: threading.Timer | None = None
        self._failure: OutputError | None = None  # of the timer's thread, for whoever writes next
        self._closed = False

    @property
    def row_count(self) -> int:
        """Rows that are safe on the disk."""
        return self._row_count

    def begin(self, file: str) -> None:
        """Name the input whose results follow, for the column `file`."""
        self._file = file

    def write(self, result: FrameResult) -> None:
        with self._lock:
            self._waiting.extend(rows_of(self._file, result))
            if len(self._waiting) >= self._rows_at_once or self._failure is not None:
                self.flush()
            elif self._waiting and self._timer is None:
                self._timer = threading.Timer(_LONGEST_WAIT_S, self._flush_late)
                self._timer.daemon = True  # a disk that hangs shall not hold up the end
                self._timer.start()

    def flush(self) -> None:
        """Put the waiting rows on the disk; Ctrl-C waits. Raises OutputError, and then they are lost."""
        with uninterrupted(), self._lock:
            self._stop_timer()
            failure, self._failure = self._failure, None
            if failure is not None:
                raise failure
            rows, self._waiting = self._waiting, []
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

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _flush_late(self) -> None:
        """On the timer's thread: nothing came that would have taken the waiting rows along."""
        with self._lock:
            if self._timer is not threading.current_thread():
                return  # they were written meanwhile
            try:
                self.flush()
            except OutputError as error:
                self._failure = error
