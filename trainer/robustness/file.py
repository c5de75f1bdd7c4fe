"""An exported network on the same pictures of a Parquet file, spoilt in many ways."""

from collections.abc import Sequence
from pathlib import Path

from app.perception.model import Network
from trainer.data.picture import DataError
from trainer.evaluation.answers import crops
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.rows import condition, select
from trainer.listener import Listener
from trainer.robustness.measuring import ask_corrupted, coloured, counted_rows
from trainer.robustness.scores import Robustness, condition_scores
from trainer.robustness.series import corruptions


def measure(
    model: Path, data: Path, where: Sequence[str], detected: bool, limit: int | None, listener: Listener
) -> Robustness:
    """Raises DataError, ModelError, DetectorError."""
    conditions = [condition(text) for text in where]
    selection = select(data, conditions, limit, LABEL_COLUMNS)
    truth = truth_of(selection)
    if not counted_rows(truth).any():
        raise DataError(f"{data} has no emotion votes, gender or angles to measure against; choose another file.")
    network = Network(model)
    with listener.bar("pictures") as advance, crops(aligned=not detected) as find_crop:
        asked = ask_corrupted(network, find_crop, selection, truth, corruptions(coloured(selection)), advance)
    for note in truth.notes:
        listener.note(note)
    scores = condition_scores(asked, truth)
    return Robustness(str(data), tuple(map(str, conditions)), not detected, int(selection.rows.size), scores)
