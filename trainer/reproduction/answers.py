"""What an exported network answers to a grid's test pictures, picture by picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.perception.model import Network
from trainer.evaluation.answers import Answers, ask, crops
from trainer.evaluation.labels import LABEL_COLUMNS, Truth, truth_of
from trainer.evaluation.metrics import NO_CLASS, angle_difference, plurality, recalls
from trainer.evaluation.rows import Selection, condition, select
from trainer.reproduction.arms import ReproductionError
from trainer.reproduction.grid import Grid
from trainer.reproduction.record import Predictions


@dataclass(frozen=True, slots=True)
class TestPictures:
    """A Parquet file as `evaluate` reads it, and which of its rows; without a file those of `prepare --with-test`."""

    __test__ = False  # pytest takes names like this one for tests

    file: Path | None = None
    where: tuple[str, ...] = ()

    def chosen(self, source: str, data: Path) -> Selection:
        """The rows of a source; raises ReproductionError or DataError where they are not to be had."""
        path = self.file or data / f"held-out-{source}.parquet"
        if not path.is_file():
            raise ReproductionError(f"{path} is missing; run `poise-train prepare` with --with-test, or give --test.")
        return select(path, [condition(text) for text in self.where], None, LABEL_COLUMNS)


def answer(grid: Grid, model: Path, selection: Selection) -> Predictions:
    """Right or wrong, or the error in degrees, of every test picture with a label whose face is found."""
    truth, answers = truth_of(selection), _asked(grid, model, selection)
    if grid.measure == "pose_mae_deg":
        assert truth.angles_deg is not None
        errors = np.abs(angle_difference(answers.angles_deg, truth.angles_deg)).mean(1)
        return _predictions(selection, np.full(errors.shape, NO_CLASS), np.full(errors.shape, NO_CLASS), errors)
    expected, given = _classes(grid, truth, answers)
    right = np.where(expected == NO_CLASS, np.nan, expected == given)
    return _predictions(selection, expected, given, np.where(answers.found, right, np.nan))


def figures(grid: Grid, predictions: Predictions) -> dict[str, float]:
    """The primary figure, the balanced accuracy where there are classes, and the number of pictures."""
    n = float(predictions.score.size)
    if grid.measure == "pose_mae_deg":
        return {"mae_deg": float(predictions.score.mean()), "n": n}
    found = recalls(predictions.truth.astype(np.int64), predictions.predicted.astype(np.int64), 8)
    balanced = np.mean([share for share in found if share is not None])
    return {"accuracy": float(predictions.score.mean()), "balanced_accuracy": float(balanced), "n": n}


def _asked(grid: Grid, model: Path, selection: Selection) -> Answers:
    with crops(aligned=grid.whole >= 1) as find_crop:
        return ask(Network(model), find_crop, selection, lambda done, total: None)


def _classes(grid: Grid, truth: Truth, answers: Answers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """True and answered class of each row, NO_CLASS where there is none."""
    if grid.measure == "gender_accuracy":
        assert truth.female is not None
        female = np.where(np.isfinite(truth.female), np.nan_to_num(truth.female), NO_CLASS)
        return female.astype(np.int64), (answers.female >= 0.5).astype(np.int64)
    assert truth.votes is not None
    return plurality(truth.votes), np.nan_to_num(answers.emotion).argmax(1)


def _predictions(
    selection: Selection, truth: NDArray[np.int64], predicted: NDArray[np.int64], score: NDArray[np.float64]
) -> Predictions:
    """Of the rows that have a score."""
    kept = np.isfinite(score)
    return Predictions(
        picture=tuple(str(row) for row in selection.rows[kept]),
        truth=truth[kept].astype(np.int16),
        predicted=predicted[kept].astype(np.int16),
        score=score[kept].astype(np.float32),
    )
