"""The numbers of a recording on the disk: the faces as Parquet and CSV, the frames as Parquet."""

from collections.abc import Sequence
from pathlib import Path

from app.output.part_file import GrowingFile, new_file
from app.output.row_formats import csv_text
from app.output.rows import Row
from app.recording.columns import FRAMES_COLUMNS, readings_columns
from app.recording.folder import FRAMES, READINGS, READINGS_CSV
from app.recording.table import LastingTable


class Numbers:
    """Written by one thread, about once a second; what a `flush` had before it lies on the disk when it returns."""

    def __init__(self, folder: Path, *, gender: bool) -> None:
        columns = readings_columns(gender=gender)
        self._names = columns.names
        self._readings = LastingTable(folder / READINGS, columns)
        self._frames = LastingTable(folder / FRAMES, FRAMES_COLUMNS)
        path = folder / READINGS_CSV
        self._csv = GrowingFile(new_file(path), path, lasting=True)
        self._csv.append(csv_text((), self._names, header=True))
        self._for_readings: list[Row] = []
        self._for_csv: list[Row] = []
        self._for_frames: list[Row] = []

    @property
    def size_bytes(self) -> int:
        return self._readings.size_bytes + self._frames.size_bytes + self._csv.size_bytes

    def add(self, readings: Sequence[Row], frames: Sequence[Row]) -> None:
        """Rows for the next `flush`."""
        self._for_readings += readings
        self._for_csv += readings
        self._for_frames += frames

    def flush(self) -> None:
        """Raises OutputError; what was written before stays, and what was not waits for another try."""
        if self._for_readings:
            self._readings.append(self._for_readings)
            self._for_readings = []
        if self._for_csv:
            self._csv.append(csv_text(self._for_csv, self._names, header=False))
            self._for_csv = []
        if self._for_frames:
            self._frames.append(self._for_frames)
            self._for_frames = []

    def finish(self) -> None:
        """Close the files and leave one table in place of the pieces. Raises OutputError; the pieces then stay."""
        self._csv.close()
        try:
            self._readings.finish()
        finally:
            self._frames.finish()
