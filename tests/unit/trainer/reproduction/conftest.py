"""Made-up runs of a comparison."""

from collections.abc import Callable

import numpy as np
import pytest

from trainer.reproduction.arms import Figure
from trainer.reproduction.grid import GridText
from trainer.reproduction.record import Predictions, Run, RunRecord

MakeRun = Callable[..., Run]


@pytest.fixture
def grid() -> GridText:
    return GridText(
        name="low-data",
        title="Fewer labels",
        question="Do the tasks help?",
        differences_from_paper=("The paper trains on AffectNet.",),
        reference="supervised",
        arms={"supervised": "emotion alone", "puzzling": "and puzzling", "longer": "emotion alone, longer"},
        figure=Figure.ACCURACY,
        command="poise-train reproduce low-data",
    )


@pytest.fixture
def make_run() -> MakeRun:
    return run


def run(
    arm: str,
    right: float,
    seed: int = 1,
    part: float = 0.2,
    pictures: int = 400,
    training: float | None = 0.9,
    operations: float = 1e12,
    **differences: object,
) -> Run:
    """A run that is right on that share of the pictures; networks agree on which pictures are hard, but for noise."""
    random = np.random.default_rng([seed, *arm.encode()])
    hardness = np.random.default_rng(0).random(pictures) + random.normal(0, 0.05, pictures)
    score = (np.argsort(np.argsort(hardness)) < round(right * pictures)).astype(np.float32)
    truth = np.arange(pictures, dtype=np.int16) % 8
    predictions = Predictions(
        picture=tuple(map(str, range(pictures))),
        truth=truth,
        predicted=np.where(score == 1, truth, (truth + 1) % 8).astype(np.int16),
        score=score,
    )
    steps = range(100, 1001, 100)
    record = RunRecord(
        grid="low-data",
        arm=arm,
        part=part,
        seed=seed,
        differences={"steps": 1000, **differences},
        commit="abc1234",
        machine="a processor, 2 cores",
        threads=2,
        minutes=10.0 + seed,
        finished="2026-11-20",
        steps=1000,
        chosen_step=900,
        operations=operations,
        curve=tuple((step, right * (1 - 0.7 * 0.6 ** (step / 100)) + random.normal(0, 0.004)) for step in steps),
        validation=right + 0.01,
        training=training,
        test={"accuracy": float(score.mean()), "n": float(pictures)},
    )
    return record, predictions
