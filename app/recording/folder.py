"""The folder of a recording: what lies in it under which name, and how a new one comes to be."""

import time
from pathlib import Path

from app.domain.plain_text import plain
from app.output.sink import OutputError

SESSION = "session.json"
READINGS = "readings.parquet"
READINGS_CSV = "readings.csv"
FRAMES = "frames.parquet"
EVENTS = "events.jsonl"
VIDEO = "video.mkv"


class RecordingError(OutputError):
    """A recording cannot begin or go on; the message is one sentence for the user that says what to do."""


def new_folder(path: Path, *, set_aside: bool = False) -> Path:
    """The empty folder of a new recording. Raises RecordingError.

    Where something lies there already, `set_aside` gives it another name first; nothing is ever deleted.
    """
    place = checked_folder(path, set_aside=set_aside)
    try:
        if place.is_dir() and any(place.iterdir()):
            place.rename(older_name(place))
        if not place.is_dir():
            place.mkdir(mode=0o700)  # people's faces: nobody else on the machine needs to read them
    except OSError as error:
        raise _cannot_be(path, error) from error
    return place


def checked_folder(path: Path, *, set_aside: bool = False) -> Path:
    """Where the folder of a new recording really lies; nothing is made yet. Raises RecordingError where none can."""
    try:
        place = path.expanduser().resolve()
        _refuse(path, place)
        if not set_aside and place.is_dir() and any(place.iterdir()):
            raise RecordingError(
                f"There is something in the folder {path} already; choose another name, or add --overwrite, which gives"
                " the older folder another name."
            )
    except (OSError, RuntimeError, ValueError) as error:  # too long, a link to itself or an unknown home, a NUL
        raise _cannot_be(path, error) from error
    return place


def _cannot_be(path: Path, error: Exception) -> RecordingError:
    reason = getattr(error, "strerror", None) or str(error)
    return RecordingError(f"The folder {plain(str(path), 80)} cannot be made ({reason}); choose another place.")


def _refuse(path: Path, place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise RecordingError(f"{path} is a file; give the name of a folder to record into.")
    if not place.parent.is_dir():
        raise RecordingError(f"The folder {path.parent} does not exist; create it or choose another.")


def older_name(place: Path) -> Path:
    """A free name beside a folder for what lay in it until now."""
    return _free(place.with_name(f"{place.name} until {_now()}"))


def named_by_time(parent: Path) -> Path:
    """A name for a recording that begins now, in a folder that is made where it is missing. Raises RecordingError."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        return _free(parent / _now())
    except (OSError, ValueError) as error:
        raise _cannot_be(parent, error) from error


def _now() -> str:
    return time.strftime("%Y-%m-%d %H.%M.%S")


def _free(place: Path) -> Path:
    names = (place, *(place.with_name(f"{place.name} ({number})") for number in range(2, 1000)))
    return next(name for name in names if not name.exists())
