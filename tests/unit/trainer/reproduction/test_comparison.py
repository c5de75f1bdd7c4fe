"""Runs set against the reference of their part."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from trainer.evaluation.metrics import NO_CLASS
from trainer.reproduction.arms import Figure, ReproductionError
from trainer.reproduction.comparison import Missing, Verdict, compare, missing, uneven, verdict
from trainer.reproduction.grid import GridText
from trainer.reproduction.record import Run
from trainer.reproduction.statistics import Estimate

MakeRun = Callable[..., Run]


@pytest.mark.parametrize(
    ("figure", "low", "high", "expected"),
    [
        (Figure.ACCURACY, 0.001, 0.02, Verdict.HELPS),
        (Figure.ACCURACY, -0.02, -0.001, Verdict.HARMS),
        (Figure.ACCURACY, -0.001, 0.02, Verdict.UNSEEN),
        (Figure.ACCURACY, 0.0, 0.02, Verdict.UNSEEN),
        (Figure.ERROR_DEG, -0.5, -0.1, Verdict.HELPS),
        (Figure.ERROR_DEG, 0.1, 0.5, Verdict.HARMS),
        (Figure.ERROR_DEG, -0.5, 0.1, Verdict.UNSEEN),
    ],
)
def test_only_an_interval_without_zero_says_something(
    figure: Figure, low: float, high: float, expected: Verdict
) -> None:
    assert verdict(figure, Estimate((low + high) / 2, low, high)) is expected


def test_an_arm_is_compared_over_the_seeds_it_shares_with_the_reference(grid: GridText, make_run: MakeRun) -> None:
    runs = [make_run("supervised", 0.7, 1), make_run("supervised", 0.8, 2), make_run("supervised", 0.1, 3)]
    runs += [make_run("puzzling", 0.8, 1, operations=2e12), make_run("puzzling", 0.9, 2, operations=2e12)]
    (part,) = compare(grid, runs)
    reference, puzzling = part.arms
    assert reference.difference is None
    assert reference.figures == pytest.approx((0.7, 0.8, 0.1))
    assert puzzling.difference is not None
    assert puzzling.difference.seeds == (1, 2)
    assert puzzling.difference.estimate.mean == pytest.approx(0.1)
    assert puzzling.difference.errors == pytest.approx(-0.1 / 0.25)
    assert puzzling.difference.verdict is Verdict.HELPS
    assert puzzling.difference.counts is not None
    assert puzzling.difference.counts.gained - puzzling.difference.counts.lost == 80  # a tenth of twice 400
    assert (puzzling.compute, puzzling.minutes) == (2.0, 11.5)
    assert (part.part, part.pictures) == (0.2, 400)


def test_seeds_are_paired_whatever_the_order_of_the_runs(grid: GridText, make_run: MakeRun) -> None:
    both = (("supervised", 0.7), ("longer", 0.75))
    runs = [make_run(arm, right, seed, pictures=60) for arm, right in both for seed in (1, 2)]
    assert compare(grid, runs) == compare(grid, runs[::-1])


def test_parts_and_arms_come_in_the_grids_order_and_unknown_arms_last(grid: GridText, make_run: MakeRun) -> None:
    arms = ("abandoned", "longer", "puzzling", "supervised")
    parts = compare(grid, [make_run(arm, 0.7, part=part, pictures=60) for part in (1.0, 0.05) for arm in arms])
    assert [part.part for part in parts] == [0.05, 1.0]
    assert [arm.arm for arm in parts[0].arms] == ["supervised", "puzzling", "longer", "abandoned"]


def test_without_the_reference_or_a_common_seed_there_is_no_difference(grid: GridText, make_run: MakeRun) -> None:
    (alone,) = compare(grid, [make_run("puzzling", 0.7)])
    assert (alone.arms[0].difference, alone.arms[0].compute) == (None, None)
    (apart,) = compare(grid, [make_run("supervised", 0.7, 1), make_run("puzzling", 0.7, 2)])
    assert apart.arms[1].difference is None
    assert compare(grid, []) == ()


def test_an_error_in_degrees_helps_when_it_falls(grid: GridText, make_run: MakeRun) -> None:
    def in_degrees(run: Run, mean: float) -> Run:
        none = np.full(400, NO_CLASS, np.int16)
        score = np.linspace(0, 2 * mean, 400, dtype=np.float32)
        return run[0], replace(run[1], truth=none, predicted=none, score=score)

    runs = [in_degrees(make_run("supervised", 0.7), 5.0), in_degrees(make_run("puzzling", 0.7), 4.0)]
    (part,) = compare(replace(grid, figure=Figure.ERROR_DEG), runs)
    difference = part.arms[1].difference
    assert difference is not None
    assert (difference.verdict, difference.counts) == (Verdict.HELPS, None)
    assert difference.errors == pytest.approx(-0.2)
    assert part.arms[1].balanced is None


def test_the_gap_is_training_minus_validation_where_it_was_measured(grid: GridText, make_run: MakeRun) -> None:
    runs = [make_run("supervised", 0.7, 1, training=0.9), make_run("supervised", 0.8, 2, training=0.95)]
    (part,) = compare(grid, [*runs, make_run("puzzling", 0.8, training=None)])
    gap = part.arms[0].gap
    assert gap is not None
    assert gap.between.mean == pytest.approx((0.9 - 0.71 + 0.95 - 0.81) / 2)
    assert part.arms[1].gap is None


def test_runs_on_different_test_pictures_are_not_compared(grid: GridText, make_run: MakeRun) -> None:
    runs = [make_run("supervised", 0.7), make_run("puzzling", 0.7, pictures=300)]
    with pytest.raises(
        ReproductionError, match=r"supervised-0\.2-1 and low-data/puzzling-0\.2-1 .* different pictures"
    ):
        compare(grid, runs)


MakeRun = Callable[..., Run]


def test_arms_and_seeds_that_were_not_run_are_missing(grid: GridText, make_run: MakeRun) -> None:
    runs = [make_run(arm, 0.7, seed, pictures=60) for arm in ("supervised", "longer") for seed in (1, 2)]
    runs += [
        make_run("puzzling", 0.7, 2, pictures=60),
        *(make_run(arm, 0.7, seed, 1.0, pictures=60) for arm in grid.arms for seed in (1, 2)),
    ]
    assert missing(grid, compare(grid, runs)) == (Missing("puzzling", 0.2, (1,)),)
    assert missing(grid, compare(grid, runs[:4])) == (Missing("puzzling", 0.2, (1, 2)),)
    assert missing(grid, compare(grid, runs[5:])) == ()


def test_settings_that_should_be_common_are_named_where_they_are_not(grid: GridText, make_run: MakeRun) -> None:
    reference = make_run("supervised", 0.7, size_px=48)
    (same,) = compare(grid, [reference, make_run("puzzling", 0.7, size_px=48, initial="a.ckpt")])
    assert uneven(same) == ()
    (other,) = compare(grid, [reference, make_run("puzzling", 0.7, size_px=64, batch=256)])
    assert uneven(other) == ("size_px", "batch")
