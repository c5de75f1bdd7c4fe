"""The command `robustness`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from trainer.commands.command_line import TERMINAL, failures
from trainer.commands.robustness_table import as_tables
from trainer.data.picture import DataError
from trainer.robustness.file import Robustness, measure


def robustness(
    model: Annotated[Path, typer.Argument(metavar="MODEL.onnx", help="The exported network.")],
    data: Annotated[Path, typer.Argument(metavar="DATA.parquet", help="Labelled pictures.")],
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only these rows; repeat it to narrow further.")
    ] = None,
    detected: Annotated[
        bool,
        typer.Option("--detected", help="Cut the face as the app does, found in the clean picture; else all of it."),
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first rows.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print an array with one object and nothing else.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Also draw it.")] = None,
) -> None:
    """Measure how blur, noise, light, size, covered parts and badly placed boxes change what a network is worth."""
    with failures():
        result = measure(model, data, where or (), detected, limit, TERMINAL)
        if plot is not None:
            _draw(result, plot)
    if as_json:
        typer.echo(json.dumps([result.to_json()], indent=1, allow_nan=False))
    else:
        Console().print(*as_tables(result), sep="\n\n")


def _draw(result: Robustness, path: Path) -> None:
    from trainer.robustness.plot import draw_robustness

    try:
        draw_robustness([result.to_json()], path)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be written ({error}); choose another place and a name in .png.") from error
