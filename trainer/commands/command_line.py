"""What the commands share: messages on standard error, failures as one sentence, and a bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.perception.detector import DetectorError
from app.perception.model import ModelError
from trainer.failure import TrainerError
from trainer.listener import Listener

PREPARED = Path("prepared")
"""Where `prepare` writes and the others read, unless told."""

Version = Annotated[str, typer.Option(help="Version named in the model card.")]
RarePoints = Annotated[
    float,
    typer.Option(min=0, max=10, help="Percent of accuracy to give, at most, for finding rare emotions more often."),
]
"""Of the commands that write a model file with a confidence of its own."""

messages = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)


@contextmanager
def failures() -> Iterator[None]:
    """Failures a user can mend become one sentence and exit code 2."""
    try:
        yield
    except (TrainerError, DetectorError, ModelError) as error:
        messages.print(str(error))
        raise typer.Exit(2) from error


@contextmanager
def bar(unit: str) -> Iterator[Callable[..., None]]:
    """A bar with the time left on standard error; the caller tells how far it is, of how much, and a few words."""
    columns = (
        TextColumn(unit),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[text]}"),
    )
    with Progress(*columns, console=messages, disable=not messages.is_terminal) as progress:
        task = progress.add_task(unit, total=None, text="")

        def advance(done: int, total: int | None, text: str = "") -> None:
            progress.update(task, completed=done, total=total, text=text)

        yield advance


TERMINAL = Listener(messages.print, bar)
"""Notes and bars of long work on standard error."""
