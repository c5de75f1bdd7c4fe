"""`poise-train evaluate`: the exported network on any Parquet file with the columns of the data folder."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.perception.detector import Detector
from app.perception.model import Network
from trainer.commands.command_line import bar, failures, messages
from trainer.commands.evaluation_table import show
from trainer.evaluation.answers import FindCrop, ask, crop_by_detector, whole_picture_crop
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.rows import condition, select
from trainer.evaluation.scored_file import Evaluation, evaluation


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
        results = evaluations(model, data, where or (), aligned, limit)
    if as_json:
        typer.echo(json.dumps([each.to_json() for each in results], indent=2, allow_nan=False))
    else:
        show(results, Console())


def evaluations(
    model: Path, data: Sequence[Path], where: Sequence[str], aligned: bool, limit: int | None
) -> list[Evaluation]:
    """Evaluate every file; notes, broken pictures and progress go to standard error.

    All files are opened before the first is evaluated, so that a slip in the last name is not found after an hour.
    Raises DataError, ModelError, DetectorError.
    """
    conditions = [condition(text) for text in where]
    chosen = [select(path, conditions, limit, LABEL_COLUMNS) for path in data]
    truths = [truth_of(selection) for selection in chosen]
    network = Network(model)
    results = []
    with crops(aligned) as find_crop:
        for selection, truth in zip(chosen, truths, strict=True):
            with bar(selection.path.name) as advance:
                answers = ask(network, find_crop, selection, advance)
                posed = truth.angles_deg is not None
                mirrored = ask(network, find_crop, selection, advance, mirrored=True) if posed else None
            for line in (*truth.notes, *answers.broken):
                messages.print(line)
            wanted = tuple(map(str, conditions))
            results.append(evaluation(str(selection.path), wanted, aligned, truth, answers, mirrored))
    return results


@contextmanager
def crops(aligned: bool) -> Iterator[FindCrop]:
    """How a picture becomes a crop; the detector is closed at the end."""
    if aligned:
        yield whole_picture_crop
        return
    detector = Detector()
    try:
        yield crop_by_detector(detector)
    finally:
        detector.close()
