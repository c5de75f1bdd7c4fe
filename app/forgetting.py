"""What Poise has kept on this machine, and its removal: only files that Poise wrote, and nothing behind a link."""

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.baselines import files_in
from app.domain.plain_text import plain
from app.paths import Places
from app.recording.folder import EVENTS, FRAMES, READINGS, READINGS_CSV, SESSION, VIDEO

_SNAPSHOT = re.compile(r"poise-[\d-]+\.png")
_RECORDED = frozenset((SESSION, READINGS, READINGS_CSV, FRAMES, EVENTS, VIDEO))
_PIECE = re.compile(r"(readings|frames|session|events|video)\.part-[^/]*")
_MOST_NAMED = 3
_IN_PIECES = re.compile(r"\.?\d+\.(?:.*\.)?parquet")


class Kind(StrEnum):
    """What is kept; each has a place of its own."""

    SETTINGS = "settings"
    BASELINES = "baselines"
    RECORDINGS = "recordings"
    SNAPSHOTS = "snapshots"


@dataclass(frozen=True, slots=True)
class Trace:
    """What there is of one kind: its files, and the folders that go once they are empty.

    `count` is of what the user knows (recordings, not their files). `left` are sentences about what stays.
    """

    kind: Kind
    place: Path
    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    count: int = 0
    size_bytes: int = 0
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    count: int = 0

    def trace(self, kind: Kind, place: Path) -> Trace:
        size = sum(_size(path) for path in self.files)
        return Trace(kind, place, tuple(self.files), tuple(self.folders), self.count, size, tuple(self.left))


def traces(places: Places) -> tuple[Trace, ...]:
    """What there is now; reads folders, so call it off the GUI thread. Nothing is changed."""
    return (
        _settings(places.settings).trace(Kind.SETTINGS, places.settings),
        _all_in(places.baselines, files_in).trace(Kind.BASELINES, places.baselines),
        *(_recordings(folder).trace(Kind.RECORDINGS, folder) for folder in dict.fromkeys(places.recordings)),
        _all_in(places.snapshots, _snapshots).trace(Kind.SNAPSHOTS, places.snapshots),
    )


def forget(chosen: Iterable[Trace]) -> tuple[str, ...]:
    """Remove it; a sentence for each thing that could not be removed, or was left because it is not ours."""
    gone = tuple(chosen)
    sentences = [sentence for trace in gone for sentence in trace.left]
    sentences += [said for trace in gone for path in trace.files for said in _removed(path, Path.unlink)]
    folders = {folder for trace in gone for folder in trace.folders}
    for folder in sorted(folders, key=lambda path: (-len(path.parts), path)):  # the innermost first
        sentences += _removed_folder(folder)
    return tuple(sentences)


def _settings(path: Path) -> _Found:
    """The file, one that was set aside because it was broken, and one that a crash left half written."""
    found = _Found()
    beside = (path, path.with_name(f"{path.name}.broken"), *_named(path.parent, f".{path.name}."))
    for each in beside:
        if each.is_symlink():
            found.files.append(each)
            found.left.append(f"{each} is a link: it goes, and what it leads to is left.")
        elif _is_file(each):
            found.files.append(each)
    found.count = len(found.files)
    if path.parent.name == "poise" and not path.parent.is_symlink():
        found.folders.append(path.parent)
    return found


def _named(folder: Path, beginning: str) -> tuple[Path, ...]:
    return tuple(path for path in _entries(folder) if path.name.startswith(beginning))


def _all_in(folder: Path, list_files: Callable[[Path], Sequence[Path]]) -> _Found:
    found = _Found()
    if _is_behind_a_link(folder, found):
        return found
    for path in list_files(folder):
        _take(path, found)
    found.count = len(found.files)
    if folder.is_dir():
        found.folders.append(folder)
    return found


def _snapshots(folder: Path) -> Sequence[Path]:
    return [path for path in _entries(folder) if _SNAPSHOT.fullmatch(path.name)]


def _recordings(folder: Path) -> _Found:
    found = _Found()
    if _is_behind_a_link(folder, found):
        return found
    for path in _entries(folder):
        if not _is_folder(path) or not any(each.name in _RECORDED for each in _entries(path)):
            continue
        found.count += 1
        _recording(path, found)
    if folder.is_dir():
        found.folders.append(folder)
    return found


def _recording(folder: Path, found: _Found) -> None:
    """The files that a recording has, whole or in pieces; anything else keeps its folder."""
    for path in _entries(folder):
        if path.name in _RECORDED or (_PIECE.fullmatch(path.name) and not _is_folder(path)):
            _take(path, found)
        elif _PIECE.fullmatch(path.name):
            for piece in _entries(path):
                if _IN_PIECES.fullmatch(piece.name):
                    _take(piece, found)
            found.folders.append(path)
    found.folders.append(folder)


def _take(path: Path, found: _Found) -> None:
    """A file of ours; a link of its name goes, but nothing that it leads to."""
    if path.is_symlink() or _is_file(path):
        found.files.append(path)


def _is_behind_a_link(folder: Path, found: _Found) -> bool:
    """A folder that is a link leads out of where Poise keeps things: nothing behind it is touched."""
    if not folder.is_symlink():
        return False
    found.left.append(f"{folder} is a link, and nothing behind it was removed; look there yourself.")
    return True


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_file(path: Path) -> bool:
    return _kind(path, stat.S_ISREG)


def _is_folder(path: Path) -> bool:
    return _kind(path, stat.S_ISDIR)


def _kind(path: Path, test: Callable[[int], bool]) -> bool:
    """Of the thing itself: a link is neither a file nor a folder."""
    try:
        return test(path.lstat().st_mode)
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _removed(path: Path, remove: Callable[[Path], None]) -> Iterator[str]:
    try:
        remove(path)
    except FileNotFoundError:
        return  # it is gone, which is what was asked for
    except OSError as error:
        yield f"{path} could not be deleted ({error.strerror}); delete it yourself."


def _removed_folder(folder: Path) -> Iterator[str]:
    """An empty folder goes; one with other things in it stays, and they with it."""
    others = [path.name for path in _entries(folder)]
    if others:
        yield f"{folder} was left, because there is something else in it ({plain(', '.join(others[:_MOST_NAMED]))})."
    else:
        yield from _removed(folder, Path.rmdir)
