"""The progress of a command that works through files: a line for each that is under way, and one for all."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app.commands.analyze.watching import Watch


class FileProgress:
    """How far the command is; every batch counts the same, because their lengths are not known in advance."""

    def __init__(self, bar: Progress, watch: Watch, batch_count: int, done: int) -> None:
        self._bar, self._watch = bar, watch
        self._total = bar.add_task("In total", total=batch_count, completed=done)
        self._lines: dict[str, TaskID] = {}
        self._done = done
        self._shares: dict[str, float] = {}

    def within(self, name: str, share: float) -> None:
        """What share, 0 to 1, of a batch is done."""
        self._watch.sign(name, share)
        if name not in self._lines:
            self._lines[name] = self._bar.add_task(name, total=1.0)
        self._shares[name] = share
        self._bar.update(self._lines[name], completed=share)
        self._bar.update(self._total, completed=self._done + sum(self._shares.values()))

    def done(self, name: str) -> None:
        self._watch.done(name)
        self._done += 1
        self._shares.pop(name, None)
        line = self._lines.pop(name, None)
        if line is not None:
            self._bar.remove_task(line)
        self._bar.update(self._total, completed=self._done + sum(self._shares.values()))


@contextmanager
def file_progress(watch: Watch, batch_count: int, done: int) -> Iterator[FileProgress]:
    """Bars with the time left on standard error while the block runs; nothing where that is not a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield FileProgress(bar, watch, batch_count, done)
