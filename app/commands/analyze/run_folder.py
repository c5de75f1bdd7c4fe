"""The folder of a run that is under way: a part of the table for each batch, and a note of what came of it.

It lies beside the table under a name of its own and goes when the table is there. What is in it can be read whatever
happens to the program: `--resume` goes on with it, and a reader of folders of tables takes it as one.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from app.commands.analyze.inputs import Input
from app.commands.analyze.outcome import Outcome
from app.commands.failures import CommandError
from app.output.part_file import give_name, new_part_file, new_part_folder, write_failure
from app.output.sink import OutputError

_ASKED = "_run.json"  # readers of a folder of tables pass over names with a line or a dot before
_WRITTEN = "_written.json"
_LOCK = ".lock"
MANIFEST = "_manifest.json"
"""Lists the parts of a table that stays in parts: their rows, and what was found in each input."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where the parts of a table lie until it is put together. Other processes and machines may write there too."""

    path: Path
    suffix: str

    def part(self, index: int) -> Path:
        """Where the rows of a batch stand; there is no such file where it has none."""
        return self.path / f"{index:06}{self.suffix}"

    def parts(self) -> list[Path]:
        """The parts that are there, in the order of their batches."""
        return sorted((path for path in self.path.glob(f"[0-9]*{self.suffix}") if path.stem.isdecimal()), key=_index)

    def note(self, outcome: Outcome) -> None:
        """Keep what came of a batch. Raises OutputError."""
        self._write(f"_{outcome.index:06}.json", outcome.as_json())

    def outcomes(self) -> dict[int, Outcome]:
        """What came of the batches so far, by their index; a note that cannot be read is as none."""
        found = {}
        for path in sorted(self.path.glob("_[0-9]*.json")):
            with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
                outcome = Outcome.from_json(json.loads(path.read_text(encoding="utf-8")))
                found[outcome.index] = outcome
        return found

    def remember_table(self, table: Path) -> None:
        """Note the table that was put together of what there was, so that a resumed run may replace it."""
        self._write(_WRITTEN, _stamp(table))

    def wrote(self, table: Path) -> bool:
        """Whether that table is the one of this run, and nobody changed it."""
        with suppress(OSError, ValueError):
            return bool(json.loads((self.path / _WRITTEN).read_text(encoding="utf-8")) == _stamp(table))
        return False

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def _write(self, name: str, content: object) -> None:
        place = self.path / name
        part = new_part_file(place)
        try:
            part.write_text(json.dumps(content), encoding="utf-8")
        except OSError as error:
            raise write_failure(place, error) from error
        give_name(part, place, overwrite=True)


def asked_of(inputs: Sequence[Input], options: str) -> Mapping[str, str]:
    """What a run is for: the same inputs, unchanged, read the same way."""
    digest = hashlib.sha256()
    for item in inputs:
        state = item.path.stat()
        digest.update(
            f"{item.path.resolve()}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogateescape")
        )
    return {"inputs": digest.hexdigest(), "options": options}


@contextmanager
def new_run(place: Path, asked: Mapping[str, str]) -> Iterator[RunFolder]:
    """A run of its own for the table at `place`. Raises OutputError where nothing can be written."""
    folder = RunFolder(new_part_folder(place), place.suffix)
    folder._write(_ASKED, dict(asked))
    with FileLock(folder.path / _LOCK, mode=0o600):
        yield folder
    _sweep(folder)


@contextmanager
def resumed_run(place: Path, asked: Mapping[str, str]) -> Iterator[RunFolder | None]:
    """The latest unfinished run for the same table, None where there is none.

    Raises CommandError where it was asked for something else, or is under way.
    """
    candidates = unfinished_runs(place)
    if not candidates:
        yield None
        return
    folder = RunFolder(candidates[-1], place.suffix)
    lock = FileLock(folder.path / _LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except (Timeout, OSError) as error:
        raise CommandError(f"A run for {place} is under way; wait for it, or choose another name.") from error
    try:
        _refuse_other(folder, asked)
        _clear(folder)
        yield folder
    finally:
        lock.release()
    _sweep(folder)


def _refuse_other(folder: RunFolder, asked: Mapping[str, str]) -> None:
    try:
        before = json.loads((folder.path / _ASKED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"The unfinished run in {folder.path} cannot be read; leave --resume out.") from error
    if before != asked:
        raise CommandError(
            f"The unfinished run in {folder.path} had other inputs or options, or an input was changed since;"
            " give the same, or leave --resume out."
        )


def unfinished_runs(place: Path) -> list[Path]:
    """The folders of runs for the table at `place` that did not come to their end, or are under way; latest last."""
    found = place.parent.glob(f"{escape(place.stem)}.part-*{escape(place.suffix)}")
    return sorted((path for path in found if (path / _ASKED).is_file()), key=lambda path: path.stat().st_mtime)


def leave_in_parts(folder: RunFolder, place: Path, manifest: Mapping[str, object]) -> None:
    """Let the folder itself be the table: only the parts stay, and a list of them. Raises OutputError."""
    folder._write(MANIFEST, manifest)
    _remove_all(set(folder.path.iterdir()) - {*folder.parts(), folder.path / MANIFEST})
    try:
        folder.path.rename(place)
    except OSError as error:
        raise OutputError(f"{place} cannot be made ({error.strerror}); the table is in {folder.path}.") from error


def _sweep(folder: RunFolder) -> None:
    """Remove what `remove` left because it was locked, as on Windows."""
    if not (folder.path / _ASKED).exists():
        folder.remove()


def _clear(folder: RunFolder) -> None:
    """Remove what the broken run left half done; those batches are read again."""
    _remove_all(path for path in folder.path.iterdir() if ".part-" in path.name)
    outcomes = folder.outcomes()
    for part in folder.parts():
        outcome = outcomes.get(_index(part))
        if outcome is None or not outcome.final:
            part.unlink(missing_ok=True)


def _remove_all(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _index(part: Path) -> int:
    return int(part.stem)


def _stamp(path: Path) -> list[int]:
    state = path.stat()
    return [state.st_size, state.st_mtime_ns]
