"""A file that takes its name only when it is finished, so that an older one is not lost before."""

import errno
from contextlib import suppress
from pathlib import Path

from app.output.sink import OutputError

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows knows no quota error


def part_path(path: Path) -> Path:
    """Where a file is written until it is finished; the suffix stays, because some writers choose by it."""
    return path.with_name(f"{path.stem}.part{path.suffix}")


def refuse_bad_place(path: Path) -> None:
    """Raise OutputError when `path` cannot become a file."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder; give the name of a file in it.")
    if not path.parent.is_dir():
        raise OutputError(f"The folder {path.parent} does not exist; create it or choose another.")


def write_failure(path: Path, error: OSError) -> OutputError:
    """The sentence for a file that cannot be written."""
    if error.errno in _FULL:
        return OutputError(f"There is no room left to write {path}; free some disk space and run it again.")
    reason = error.strerror or str(error)
    return OutputError(f"{path} cannot be written ({reason}); choose a place where you may write.")


class PartFile:
    """Bytes written in whole pieces. A piece that does not fit is taken back, so the file ends with a whole one."""

    def __init__(self, path: Path) -> None:
        refuse_bad_place(path)
        self._path = path
        self._part = part_path(path)
        self._good_bytes = 0
        try:
            self._file = self._part.open("wb", buffering=0)
        except OSError as error:
            raise write_failure(path, error) from error

    @property
    def size_bytes(self) -> int:
        """Length of what is safely written."""
        return self._good_bytes

    def append(self, piece: bytes) -> None:
        """Write one piece completely or not at all. Raises OutputError."""
        try:
            self._write_all(piece)
        except OSError as error:
            self._take_back()
            raise write_failure(self._path, error) from error
        self._good_bytes += len(piece)

    def finish(self) -> None:
        """Give the file its name. Raises OutputError that says where the rows are when that fails."""
        self._file.close()
        try:
            self._part.replace(self._path)
        except OSError as error:
            reason = error.strerror or str(error)
            where = f"what was written is in {self._part}"
            raise OutputError(f"{self._path} cannot be replaced ({reason}); {where}.") from error

    def discard(self) -> None:
        """Leave an older file of this name as it is."""
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _take_back(self) -> None:
        with suppress(OSError):  # the first failure is the one to tell
            self._file.truncate(self._good_bytes)
            self._file.seek(self._good_bytes)

    def _write_all(self, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            written = self._file.write(rest)
            rest = rest[written:]
