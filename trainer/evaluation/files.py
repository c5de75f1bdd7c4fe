"""An exported network on any Parquet file with the columns of the data folder."""

from collections.abc import Sequence
from pathlib import Path

from app.perception.model import Network
from trainer.evaluation.answers import ask, crops
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.rows import condition, select
from trainer.evaluation.scored_file import Evaluation, evaluation
from trainer.listener import Listener


def evaluations(
    model: Path, data: Sequence[Path], where: Sequence[str], aligned: bool, limit: int | None, listener: Listener
) -> list[Evaluation]:
    """Evaluate every file; notes, broken pictures and progress go to the listener.

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
            with listener.bar(selection.path.name) as advance:
                answers = ask(network, find_crop, selection, advance)
                posed = truth.angles_deg is not None
                mirrored = ask(network, find_crop, selection, advance, mirrored=True) if posed else None
            for line in (*truth.notes, *answers.broken):
                listener.note(line)
            wanted = tuple(map(str, conditions))
            results.append(evaluation(str(selection.path), wanted, aligned, truth, answers, mirrored))
    return results
