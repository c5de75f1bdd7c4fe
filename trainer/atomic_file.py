"""Files that take their name only when they are whole."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Where to write a file, in its folder, which is made: at the end it takes the place of the one before.

    A kill leaves the old or the new file, never a half; a failure leaves the old one and no part. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(OSError):  # the folder itself may be what cannot be written
            part.unlink(missing_ok=True)
