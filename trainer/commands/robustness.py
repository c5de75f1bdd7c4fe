"""The command `robustness`: an exported network on the same pictures, spoilt in many ways."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.perception.model import Network
from trainer.commands.command_line import bar, failures, messages
from trainer.commands.evaluate import crops
from trainer.commands.robustness_table import as_tables
from trainer.data.picture import DataError
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.rows import condition, select
from trainer.robustness.measuring import ask_corrupted, coloured, counted_rows
from trainer.robustness.scores import Robustness, condition_scores
from trainer.robustness.series import corruptions


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
        result = measured(model, data, where or (), detected, limit)
        if plot is not None:
            _draw(result, plot)
    if as_json:
        typer.echo(json.dumps([result.to_json()], indent=1, allow_nan=False))
    else:
        Console().print(*as_tables(result), sep="\n\n")


def measured(model: Path, data: Path, where: Sequence[str], detected: bool, limit: int | None) -> Robustness:
    """Raises DataError, ModelError, DetectorError."""
    conditions = [condition(text) for text in where]
    selection = select(data, conditions, limit, LABEL_COLUMNS)
    truth = truth_of(selection)
    if not counted_rows(truth).any():
        raise DataError(f"{data} has no emotion votes, gender or angles to measure against; choose another file.")
    network = Network(model)
    with bar("pictures") as advance, crops(aligned=not detected) as find_crop:
        asked = ask_corrupted(network, find_crop, selection, truth, corruptions(coloured(selection)), advance)
    for note in truth.notes:
        messages.print(note)
    scores = condition_scores(asked, truth)
    return Robustness(str(data), tuple(map(str, conditions)), not detected, int(selection.rows.size), scores)


def _draw(result: Robustness, path: Path) -> None:
    from trainer.robustness.plot import draw_robustness

    try:
        draw_robustness([result.to_json()], path)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be written ({error}); choose another place and a name in .png.") from error
