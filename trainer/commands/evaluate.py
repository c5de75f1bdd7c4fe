"""The command `evaluate`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from trainer.commands.command_line import TERMINAL, failures
from trainer.commands.evaluation_table import show
from trainer.evaluation.files import evaluations


def evaluate(
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", help="The exported network.")],
    data: Annotated[list[Path], typer.Argument(metavar="DATA.parquet...", help="Labelled pictures.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")] = False,
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only these rows; repeat it to narrow further.")
    ] = None,
    aligned: Annotated[bool, typer.Option("--aligned", help="Skip the detector: the picture is the crop.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first rows of each file.")] = None,
) -> None:
    """Measure an exported network on labelled pictures; the columns of a file decide which measures it gets."""
    with failures():
        results = evaluations(model, data, where or (), aligned, limit, TERMINAL)
    if as_json:
        typer.echo(json.dumps([each.to_json() for each in results], indent=2, allow_nan=False))
    else:
        show(results, Console())
