"""The command `model-card`."""

from pathlib import Path
from typing import Annotated

import typer

from trainer.commands.command_line import TERMINAL, failures
from trainer.model_card.measures import CardData, CardSplit
from trainer.model_card.page import write_page


def model_card(
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", help="The exported network.")],
    results_json: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[RESULTS.json]...", help="What evaluate, robustness, latency, stability said with --json."
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("docs/model_card.md"),
    data: Annotated[
        Path | None, typer.Option(help="Measure all anew on the Parquet files of this folder, kept beside the figures.")
    ] = None,
    split: Annotated[CardSplit, typer.Option(help="With --data: pictures to choose by, or to report.")] = (
        CardSplit.VALIDATION
    ),
    also: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="With --data: evaluate this file too; repeat it.")
    ] = None,
) -> None:
    """Write the model card page of an exported network, its figures in a folder beside it."""
    with failures():
        measured = None if data is None else CardData(data, split, tuple(also or ()))
        write_page(model, results_json or (), measured, output, TERMINAL)
