"""What can be reviewed, by its name and without opening it."""

from pathlib import Path

from app.output.row_formats import TABLE_SUFFIXES
from app.recording.folder import SESSION


def can_be_reviewed(text: str) -> bool:
    """Whether a path looks like a table or a recording."""
    path = Path(text)
    return path.suffix.lower() in TABLE_SUFFIXES or path.name == SESSION or (path / SESSION).is_file()
