"""A file that takes its name only when it is finished, so that an older one is not lost before.

Until then it lies beside its place under a name of its own, which nobody else has: two runs never write one file.
"""

import errno
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.output.sink import OutputError

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows knows no quota error
_MINE_ALONE = 0o600  # people's faces: nobody else on the machine needs to read them


def place_of(path: Path, *, overwrite: bool) -> Path:
    """Where a file named `path` really goes: a link is followed, not replaced. Raises OutputError where none can."""
    try:
        place = path.expanduser().resolve()
        if place.is_dir():
            raise OutputError(f"{path} is a folder; give the name of a file in it.")
        if not place.parent.is_dir():
            raise OutputError(f"The folder {path.parent} does not exist; create it or choose another.")
        if place.exists() and not place.is_file():
            raise OutputError(f"{path} is a device or a pipe; give the name of a file.")
        if place.exists() and not overwrite:
            raise _exists(path)
    except (OSError, RuntimeError, ValueError) as error:  # too long, a link to itself or an unknown home, a NUL
        raise OutputError(f"{_short(path)} can be no file ({_reason(error)}); choose another name.") from error
    return place


def make_folder(path: Path) -> None:
    """Make the folder unless it is there. Raises OutputError."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {path} cannot be made ({_reason(error)}); choose another name.") from error


def new_part_file(place: Path) -> Path:
    """A new empty file beside `place`; the suffix stays, because some writers choose by it. Raises OutputError."""
    return _new(place, _create)


def new_part_folder(place: Path) -> Path:
    """A new empty folder beside `place`. Raises OutputError."""
    return _new(place, lambda part: part.mkdir(mode=0o700))


def give_name(part: Path, place: Path, *, overwrite: bool) -> None:
    """Name the finished file. Raises OutputError that says where it is when that fails."""
    try:
        if overwrite:
            part.replace(place)
        else:
            _name_where_free(part, place)
    except OSError as error:
        if not part.exists():
            raise gone(place) from error
        where = f"what was written is in {part}"
        if isinstance(error, FileExistsError):
            raise OutputError(f"{place} was written by something else meanwhile; {where}.") from error
        raise OutputError(f"{place} cannot be replaced ({_reason(error)}); {where}.") from error


def write_whole(path: Path, content: bytes, beginning: str) -> None:
    """Replace a small file as a whole, on the disk itself, for its owner alone; an older one stays where that fails.

    Until then it bears a name with this beginning. Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=beginning)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def tells_of_full_disk(error: OSError) -> bool:
    return error.errno in _FULL


def write_failure(path: Path, error: OSError) -> OutputError:
    """The sentence for a file that cannot be written."""
    if tells_of_full_disk(error):
        return OutputError(f"There is no room left to write {path}; free some disk space and run it again.")
    if isinstance(error, FileNotFoundError):
        return gone(path)
    return OutputError(f"{path} cannot be written ({_reason(error)}); choose a place where you may write.")


def gone(path: Path) -> OutputError:
    """The sentence for what somebody else removed under our hands."""
    return OutputError(
        f"What was written for {path} was removed meanwhile, and with it what it held; run it again, or elsewhere."
    )


class GrowingFile:
    """A file written in whole pieces: one that does not fit is taken back, so that it ends with a whole one.

    The file at `path` exists already and is empty; `place` names it in sentences. `lasting`: when `append` returns,
    the piece lies on the disk itself and outlives a power cut.
    """

    def __init__(self, path: Path, place: Path, *, lasting: bool = False) -> None:
        self._part = path
        self._place = place
        self._lasting = lasting
        self._good_bytes = 0
        self._file = path.open("r+b", buffering=0)

    @property
    def size_bytes(self) -> int:
        """Length of what is safely written."""
        return self._good_bytes

    def append(self, piece: bytes) -> None:
        """Write one piece completely or not at all. Raises OutputError, also where the file was removed meanwhile."""
        try:
            self._write_all(piece)
            if self._lasting:
                os.fsync(self._file.fileno())
            self._part.stat()
        except OSError as error:
            self._take_back()
            raise write_failure(self._place, error) from error
        self._good_bytes += len(piece)

    def close(self) -> None:
        """Keep what is written."""
        self._file.close()

    def _take_back(self) -> None:
        with suppress(OSError):  # the first failure is the one to tell
            self._file.truncate(self._good_bytes)
            self._file.seek(self._good_bytes)

    def _write_all(self, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            written = self._file.write(rest)
            rest = rest[written:]


class PartFile(GrowingFile):
    """A GrowingFile that gets its name at `finish`."""

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        place = place_of(path, overwrite=overwrite)
        self._overwrite = overwrite
        super().__init__(new_part_file(place), place)

    def finish(self) -> None:
        """Give the file its name. Raises OutputError that says where the rows are when that fails."""
        self._file.close()
        give_name(self._part, self._place, overwrite=self._overwrite)

    def discard(self) -> None:
        """Leave an older file of this name as it is."""
        self._file.close()
        self._part.unlink(missing_ok=True)


def keep_names(folder: Path) -> None:
    """Put the names of new and renamed files of a folder on the disk itself, where the system can. Raises OSError."""
    if os.name == "posix":  # Windows opens no folders, and keeps names by itself
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def new_file(path: Path) -> Path:
    """A new empty file of this very name, for its owner alone. Raises OutputError, also where there is one."""
    try:
        _create(path)
    except OSError as error:
        raise write_failure(path, error) from error
    return path


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MINE_ALONE))


def _new(place: Path, create: Callable[[Path], None]) -> Path:
    while True:
        part = place.with_name(f"{place.stem}.part-{secrets.token_hex(4)}{place.suffix}")
        try:
            create(part)
        except FileExistsError:  # somebody's own, however unlikely
            continue
        except OSError as error:
            raise write_failure(place, error) from error
        return part


def _name_where_free(part: Path, place: Path) -> None:
    """Raises FileExistsError where there is a file already; a link cannot replace one, a renaming can."""
    try:
        os.link(part, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the moment between the two lines is the risk that is left
        if place.exists():
            raise FileExistsError(errno.EEXIST, "there is a file already") from None
        part.rename(place)
    else:
        part.unlink()


def _exists(path: Path) -> OutputError:
    return OutputError(f"There is a file {path} already; choose another name, or add --overwrite to replace it.")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _short(path: Path) -> str:
    text = str(path).replace("\0", "\\0")
    return text if len(text) <= 80 else f"{text[:40]}...{text[-20:]}"
