"""Finished runs set against each other: per part of the labels, each arm beside the reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.metrics import NO_CLASS
from trainer.reproduction.arms import Figure, ReproductionError
from trainer.reproduction.grid import GridText
from trainer.reproduction.record import Predictions, Run, RunRecord
from trainer.reproduction.statistics import (
    Discordant,
    Estimate,
    MeanAndSd,
    balanced_accuracy,
    bootstrap,
    discordant,
    mean_and_sd,
    paired_difference,
)


class Verdict(StrEnum):
    """What may be said of an arm: only an interval that leaves out zero says more than UNSEEN."""

    HELPS = "helps"
    HARMS = "does harm"
    UNSEEN = "makes no difference that this test can see"


@dataclass(frozen=True, slots=True)
class Difference:
    """Of an arm to the reference, over the `seeds` both have.

    `errors` is the change of the errors' number or size, as a share of the reference's. `counts` are pooled over
    seeds; None where answers are not right or wrong.
    """

    seeds: tuple[int, ...]
    estimate: Estimate
    errors: float | None
    counts: Discordant | None
    verdict: Verdict


class Gap(NamedTuple):
    """The figure on unchanged training pictures, on validation pictures, and the first minus the second."""

    training: MeanAndSd
    validation: MeanAndSd
    between: MeanAndSd


@dataclass(frozen=True, slots=True)
class ArmResult:
    """An arm's runs on one part; figures are shares or degrees, `compute` is relative to the reference."""

    arm: str
    runs: tuple[RunRecord, ...]
    figures: tuple[float, ...]
    estimate: Estimate
    balanced: MeanAndSd | None
    gap: Gap | None
    compute: float | None
    difference: Difference | None

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple(record.seed for record in self.runs)

    @property
    def minutes(self) -> float:
        return sum(record.minutes for record in self.runs) / len(self.runs)

    @property
    def figure(self) -> MeanAndSd:
        return mean_and_sd(np.array(self.figures))


@dataclass(frozen=True, slots=True)
class PartResult:
    """Everything on one part of the labelled training pictures; so many `pictures` were tested on."""

    part: float
    pictures: int
    arms: tuple[ArmResult, ...]


def compare(grid: GridText, runs: Sequence[Run]) -> tuple[PartResult, ...]:
    """By part, arms in the grid's order; raises ReproductionError where the runs do not fit together."""
    order = [*grid.arms, *sorted({record.arm for record, _ in runs} - set(grid.arms))]
    by_part: dict[float, dict[str, list[Run]]] = {}
    for run in sorted(runs, key=lambda run: (run[0].part, order.index(run[0].arm), run[0].seed)):
        by_part.setdefault(run[0].part, {}).setdefault(run[0].arm, []).append(run)
    return tuple(_part(grid, part, arms) for part, arms in by_part.items())


def _part(grid: GridText, part: float, arms: Mapping[str, Sequence[Run]]) -> PartResult:
    every = [run for runs in arms.values() for run in runs]
    pictures = every[0][1].picture
    for record, predictions in every:
        if predictions.picture != pictures:
            raise ReproductionError(
                f"{grid.name}/{every[0][0].stem} and {grid.name}/{record.stem} were tested on different pictures; "
                "delete the files of one kind, and run the grid again."
            )
    reference = arms.get(grid.reference, ())
    results = tuple(_arm(grid, arm, runs, reference) for arm, runs in arms.items())
    return PartResult(part, len(pictures), results)


def _arm(grid: GridText, arm: str, runs: Sequence[Run], reference: Sequence[Run]) -> ArmResult:
    records = tuple(record for record, _ in runs)
    scores = _scores(runs)
    return ArmResult(
        arm=arm,
        runs=records,
        figures=tuple(float(figure) for figure in scores.mean(axis=1)),
        estimate=bootstrap(scores),
        balanced=_balanced([predictions for _, predictions in runs]),
        gap=_gap(records),
        compute=_operations(records) / _operations([record for record, _ in reference]) if reference else None,
        difference=None if arm == grid.reference else _difference(grid, runs, reference),
    )


def _difference(grid: GridText, runs: Sequence[Run], reference: Sequence[Run]) -> Difference | None:
    """None where the arm and the reference have no seed in common."""
    seeds = sorted({record.seed for record, _ in runs} & {record.seed for record, _ in reference})
    if not seeds:
        return None
    first, second = (_scores([run for run in each if run[0].seed in seeds]) for each in (reference, runs))
    estimate = paired_difference(first, second)
    accuracy = grid.figure is Figure.ACCURACY
    before = float((1 - first if accuracy else first).mean())
    worse_by = -estimate.mean if accuracy else estimate.mean
    return Difference(
        seeds=tuple(seeds),
        estimate=estimate,
        errors=worse_by / before if before else None,
        counts=discordant(first, second) if accuracy else None,
        verdict=verdict(grid.figure, estimate),
    )


def verdict(figure: Figure, difference: Estimate) -> Verdict:
    if difference.low <= 0 <= difference.high:
        return Verdict.UNSEEN
    return Verdict.HELPS if (difference.mean > 0) == (figure is Figure.ACCURACY) else Verdict.HARMS


def _scores(runs: Sequence[Run]) -> NDArray[np.float64]:
    """[seeds, n]"""
    return np.stack([predictions.score for _, predictions in runs]).astype(np.float64)


def _balanced(predictions: Sequence[Predictions]) -> MeanAndSd | None:
    if any((each.truth == NO_CLASS).any() for each in predictions):
        return None
    return mean_and_sd(np.array([balanced_accuracy(each.truth, each.predicted) for each in predictions]))


def _gap(records: Sequence[RunRecord]) -> Gap | None:
    known = [(run.training, run.validation) for run in records if run.training is not None]
    if not known:
        return None
    training, validation = np.array(known, np.float64).T
    return Gap(mean_and_sd(training), mean_and_sd(validation), mean_and_sd(training - validation))


def _operations(records: Sequence[RunRecord]) -> float:
    return float(np.mean([record.operations for record in records]))


_COMMON = ("backbone", "widths", "blocks", "size_px", "batch", "steps", "learning_rate", "precision")
"""What a grid sets the same for all its arms; an arm of equal compute differs in the steps it made, not in these."""


class Missing(NamedTuple):
    """Runs that are not on record."""

    arm: str
    part: float
    seeds: tuple[int, ...]


def missing(grid: GridText, parts: Sequence[PartResult]) -> tuple[Missing, ...]:
    """Runs of the grid's arms on the parts and with the seeds that other runs have."""
    seeds = sorted({seed for part in parts for arm in part.arms for seed in arm.seeds})
    found = []
    for part in parts:
        there = {arm.arm: arm.seeds for arm in part.arms}
        for arm in grid.arms:
            lacking = tuple(seed for seed in seeds if seed not in there.get(arm, ()))
            found += [Missing(arm, part.part, lacking)] if lacking else []
    return tuple(found)


def uneven(part: PartResult) -> tuple[str, ...]:
    """Names of settings that should be the same in all runs of a part and are not."""
    settings = [run.differences for arm in part.arms for run in arm.runs]
    return tuple(name for name in _COMMON if any(each.get(name) != settings[0].get(name) for each in settings))
