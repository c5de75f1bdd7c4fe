"""The progress bar of a command that works through files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn


@dataclass(slots=True)
class FileProgress:
    """How far the command is; every file counts the same, because their lengths are not known in advance."""

    _bar: Progress
    _task: TaskID
    _files_done: int = 0

    def begin(self, name: str) -> None:
        self._bar.update(self._task, description=name)

    def within(self, done: int, total: int | None) -> None:
        """`done` of `total` frames of this file, None where that is not known."""
        if total:
            self._bar.update(self._task, completed=self._files_done + min(1.0, done / total))

    def file_done(self) -> None:
        self._files_done += 1
        self._bar.update(self._task, completed=self._files_done)


@contextmanager
def file_progress(file_count: int) -> Iterator[FileProgress]:
    """A bar with the time left on standard error while the block runs; nothing where that is not a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield FileProgress(bar, bar.add_task("", total=file_count))
