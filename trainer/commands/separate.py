"""The command `poise-train separate`."""

from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import failures, messages


def separate(folder: Annotated[Path, typer.Argument(help="Where the files go.")]) -> None:
    """Write the graphs that `poise bench` compares with; it fills them with random weights."""
    from trainer.speed.separate import write_separate

    with failures():
        files = write_separate(folder)
    messages.print("written: " + " ".join(str(file) for file in files))
