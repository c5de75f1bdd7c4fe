"""The command `teach`."""

from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import PREPARED, bar, failures, messages


def teach(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL.onnx...", help="Exported networks that answer.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the pictures with mixed labels.")],
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote.")] = PREPARED,
    share: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Of each label that is the networks' mean answer.")
    ] = 0.5,
) -> None:
    """Mix what exported networks say of each training picture into its labels, for a network that learns from both."""
    from trainer.preparing.answered_labels import teach as write_taught

    with failures(), bar("pictures") as advance:
        done = write_taught(data, models, share, output, lambda number: advance(number, None))
    messages.print(f"{done:,} training pictures with mixed labels, and the validation pictures unchanged, in {output}")
