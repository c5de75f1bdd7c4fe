"""The command `export`."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import PREPARED, RarePoints, Version, failures, messages
from trainer.release.weight_kind import WeightKind


def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The model file to write.")] = Path("poise.onnx"),
    data: Annotated[Path, typer.Option(help="The folder `prepare` wrote, for the temperatures.")] = PREPARED,
    version: Version = "0.1.0",
    note: Annotated[str, typer.Option(help="What the configuration does not say; joins the recipe in the card.")] = "",
    weights: Annotated[
        WeightKind, typer.Option(help="Numbers the weights are kept in; float16 halves the file, speed is the same.")
    ] = WeightKind.FLOAT16,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="Also ask about each face's mirror image: more accurate, twice the time.")
    ] = False,
    rare_points: RarePoints = 0.0,
) -> None:
    """Write the ONNX file of a run, calibrated on validation data, and check it against torch."""
    from trainer.data.validation_sets import validation_sets
    from trainer.release.from_run import release
    from trainer.training.checkpoint import LAST, load_checkpoint

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of operators of torchvision, which nobody needs
    with failures():
        size_px = load_checkpoint(run / LAST).config.size_px
        validation = validation_sets(data, size_px)
        released = release(
            run, validation, version, output, note, weights=weights, mirrored=mirrored, rare_points=rare_points
        )
    if not validation:
        messages.print(f"{data} holds no validation pictures: the temperature is 1, so confidences are as trained.")
    card, size_mb = released.card, output.stat().st_size / 1e6
    messages.print(f"{size_mb:.2f} MB, weights in {weights}; its answers are within {released.gap:.1e} of torch's")
    messages.print(f"{output}: {card.name} {card.version}, temperature {card.temperature}")
