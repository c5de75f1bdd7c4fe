"""From a typed name to the path of a file that can be asked for."""

from pathlib import Path

from app.capture.source import CaptureError
from app.domain.plain_text import plain

_LONGEST_SHOWN = 60


def path_of(text: str) -> Path:
    """The path, with the home folder in place of `~`; raises CaptureError where no file can have such a name."""
    shown = plain(text, _LONGEST_SHOWN)
    if "\0" in text:
        raise CaptureError(f"The name {shown} holds a character that no file name can; check it.")
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        raise CaptureError(f"{shown} names the home folder of nobody who is known here; check the name.") from error
    try:
        path.stat()
    except FileNotFoundError:
        return path
    except OSError as error:
        raise CaptureError(f"{shown} cannot be opened ({error.strerror}); check the name, and your rights.") from error
    return path
