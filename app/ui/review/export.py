"""A range of a recording as a table of its own."""

from dataclasses import dataclass
from pathlib import Path

from app.output.row_formats import format_of
from app.output.sink import OutputError
from app.overlay.translation import tr
from app.recording.reader import StoredRecording
from app.recording.stored_rows import ReadError


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it in a sentence; `path` is the table, None where there is none."""

    sentence: str
    path: Path | None = None


def export_range(recording: StoredRecording, start_s: float, end_s: float, path: Path) -> Exported:
    """Write all rows of all faces in a range, in the format that the name says; what lies there is replaced.

    Takes its time: call it off the GUI thread.
    """
    try:
        if _is_part_of(path, recording):
            return Exported(tr("{name} is what is being read; choose another name.", name=path.name))
        table = format_of(path)(path, recording.columns, overwrite=True)
        count = 0
        try:
            for rows in recording.rows(start_s, end_s):
                table.append(rows)
                count += len(rows)
        except (OutputError, ReadError):
            table.discard()
            raise
        if not count:
            table.discard()
            return Exported(tr("Nobody was seen in this range, so there is nothing to export."))
        table.finish()
    except (OutputError, ReadError) as error:
        return Exported(str(error))
    return Exported(tr("{count} rows exported to {name}", count=count, name=path.name), path)


def _is_part_of(path: Path, recording: StoredRecording) -> bool:
    """Whether a table would take the place of something that was recorded."""
    try:
        place, read = path.resolve(), recording.path.resolve()
    except (OSError, RuntimeError):
        return False  # the table's own place will be refused with its reason
    return place == read or (read.is_dir() and place.parent == read and place.exists())
