"""Figures of answers by hand, and the choice of test pictures."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trainer.reproduction.answers import TestPictures, figures
from trainer.reproduction.arms import ReproductionError
from trainer.reproduction.grids import grid_named
from trainer.reproduction.record import Predictions


def predictions(truth: list[int], predicted: list[int], score: list[float]) -> Predictions:
    return Predictions(
        tuple(map(str, range(len(truth)))),
        np.array(truth, np.int16),
        np.array(predicted, np.int16),
        np.array(score, np.float32),
    )


def test_accuracy_and_balanced_accuracy() -> None:
    found = figures(grid_named("low-data"), predictions([0, 0, 0, 1], [0, 0, 1, 1], [1, 1, 0, 1]))
    assert found == {"accuracy": 0.75, "balanced_accuracy": pytest.approx((2 / 3 + 1) / 2), "n": 4}


def test_the_error_of_a_pose_grid() -> None:
    found = figures(grid_named("pose"), predictions([-1, -1], [-1, -1], [2.0, 5.0]))
    assert found == {"mae_deg": 3.5, "n": 2}


def test_test_pictures_are_those_prepared_or_those_given(tmp_path: Path) -> None:
    with pytest.raises(ReproductionError, match=r"held-out-helen\.parquet is missing; run `poise-train prepare`"):
        TestPictures().chosen("helen", tmp_path)
    with pytest.raises(ReproductionError, match=r"mine\.parquet is missing"):
        replace(TestPictures(), file=tmp_path / "mine.parquet").chosen("helen", tmp_path)
