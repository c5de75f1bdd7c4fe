"""How a run goes, on the terminal: a live table in 80 columns, or a line for each validation in a plain pipe."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from trainer.training.journal import duration, measure_of, shown, task_title, title

if TYPE_CHECKING:
    from trainer.training.loop import Progress

WIDTH = 80
_SMOOTHED_STEPS = 20
"""Over about so many the shown losses are smoothed."""
_REFRESH_HZ = 4
_LONGEST_NAME = 20
_BETWEEN = "   "

Clock = Callable[[], float]


class Pace:
    """How fast the steps of this sitting are made; the first one, which may take long, only starts the clock."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[int, float] | None = None
        self.steps_per_s: float | None = None

    def add(self, step: int) -> None:
        now = self._clock()
        if self._first is None:
            self._first = (step, now)
        elif now > self._first[1]:
            self.steps_per_s = (step - self._first[0]) / (now - self._first[1])

    def left_s(self, steps: int) -> float | None:
        return steps / self.steps_per_s if self.steps_per_s else None


class Display:
    """What is shown of a run; `add` takes its progress, rich asks for the picture."""

    def __init__(self, heading: str, clock: Clock = time.monotonic) -> None:
        self._heading = heading
        self._pace = Pace(clock)
        self._losses: dict[str, float] = {}
        self._seen: dict[str, int] = {}
        self._now: Progress | None = None

    def add(self, now: "Progress") -> None:
        self._now = now
        self._pace.add(now.step)
        for name, loss in now.losses.items():
            seen = self._seen[name] = min(self._seen.get(name, 0) + 1, _SMOOTHED_STEPS)
            before = self._losses.get(name, loss)
            self._losses[name] = before + (loss - before) / seen

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, WIDTH)
        heading = Text(self._heading, "bold")
        heading.truncate(width, overflow="ellipsis")
        yield heading
        if self._now is None:
            yield Text("getting the first pictures ready")
            return
        now = self._now
        yield _filled(self._where(now), width)
        yield _bar(now, width)
        yield _rows({"loss": [f"{task_title(name)} {value:.3f}" for name, value in self._losses.items()]}, width)
        sources = _by_source(now.validation)
        if sources:
            yield Text("last validation")
            yield _rows(sources, width)

    def line(self) -> str:
        """All of it in one line of plain text."""
        if self._now is None:
            return ""
        losses = (f"{task_title(name)} {value:.3f}" for name, value in self._losses.items())
        parts = [", ".join(self._where(self._now)), f"losses: {', '.join(losses)}"]
        sources = _by_source(self._now.validation).items()
        return "; ".join(parts + [f"{source}: {', '.join(figures)}" for source, figures in sources])

    def _where(self, now: "Progress") -> list[str]:
        parts = [f"epoch {now.epoch} of {now.epochs}", f"step {now.step:,} of {now.steps:,}"]
        left_s = self._pace.left_s(now.steps - now.step)
        if self._pace.steps_per_s is not None and left_s is not None:
            parts.append(f"{self._pace.steps_per_s:.3g} steps/s")
            parts += [f"{duration(left_s)} left"] if now.step < now.steps else []
        return parts


@contextmanager
def shown_on(console: Console, heading: str, line_every: int) -> Iterator[Callable[["Progress"], None]]:
    """A live display on a terminal; elsewhere a line at every so many steps, with 0 once an epoch, and at the end."""
    display = Display(heading)
    if not console.is_terminal:
        epoch = 0

        def write(now: "Progress") -> None:
            nonlocal epoch
            display.add(now)
            due = now.step % line_every == 0 if line_every else now.epoch > epoch
            if due or now.step == now.steps:
                console.print(display.line())
            epoch = now.epoch

        yield write
        return
    with Live(display, console=console, refresh_per_second=_REFRESH_HZ):
        yield display.add


def _by_source(validation: Mapping[str, float]) -> dict[str, list[str]]:
    """The figures in words, by validating set."""
    sources: dict[str, list[str]] = {}
    for key, value in validation.items():
        measure = measure_of(key)
        if measure is not None:
            words = f"{title(measure.task, measure.kind)} {shown(measure.kind, value)}"
            sources.setdefault(measure.source, []).append(words.replace("accuracy ", ""))
    return sources


def _bar(now: "Progress", width: int) -> Table:
    table = Table.grid(padding=(0, 1))
    share = f"{100 * now.step // now.steps} %"
    table.add_row(ProgressBar(now.steps, now.step, width=width - len(share) - 2), share)
    return table


def _rows(named: Mapping[str, Sequence[str]], width: int) -> Table:
    """A name and its figures in each row."""
    names = min(_LONGEST_NAME, width // 3, max(map(len, named)))
    table = Table.grid(padding=(0, 2))
    table.add_column(width=names, no_wrap=True, overflow="ellipsis")
    table.add_column()
    for name, figures in named.items():
        table.add_row(name, _filled(figures, width - names - 2))
    return table


def _filled(parts: Sequence[str], width: int) -> Text:
    """As many parts in each line as fit; no part is broken."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{_BETWEEN if lines[-1] else ''}{part}"
        if len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(part)
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")
