"""The command `ensemble`."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import PREPARED, RarePoints, Version, failures, messages


def ensemble(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL.onnx...", help="Two exported networks or more.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model file to write.")],
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote, for the temperatures.")] = PREPARED,
    version: Version = "0.1.0",
    note: Annotated[str, typer.Option(help="What the recipes do not say; stands before them in the card.")] = "",
    rare_points: RarePoints = 0.0,
) -> None:
    """Write one file that asks several networks, in int8 or float, and answers with their mean."""
    from trainer.release.ensemble.run import write_ensemble

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of operators of torchvision, which nobody needs
    with failures():
        card = write_ensemble(models, data, version, output, note, rare_points)
    if not any(name.startswith("validation_") for name in card.metrics):
        messages.print(f"{data} holds no validation pictures: confidences are those of the mean.")
    messages.print(f"{output}: {card.name} {card.version}, {output.stat().st_size / 1e6:.2f} MB")
