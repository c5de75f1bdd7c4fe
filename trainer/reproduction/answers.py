"""What an exported network answers to a grid's test pictures, picture by picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.perception.model import Network
from trainer.evaluation.answers import Answers, ask, crops
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.marks import emotion_marks, gender_marks, pose_marks, top_emotion
from trainer.evaluation.metrics import NO_CLASS, plurality, recalls
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
        marks = pose_marks(truth.angles_deg, answers.angles_deg)
        nothing = np.full(marks.shape, NO_CLASS)
        return _predictions(selection, nothing, nothing, marks)
    if grid.measure == "gender_accuracy":
        assert truth.female is not None
        female = np.nan_to_num(truth.female, nan=NO_CLASS).astype(np.int64)
        marks = gender_marks(truth.female, answers.female)
        return _predictions(selection, female, (answers.female >= 0.5).astype(np.int64), marks)
    assert truth.votes is not None
    marks = emotion_marks(truth.votes, answers.emotion)
    return _predictions(selection, plurality(truth.votes), top_emotion(answers.emotion), marks)


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
