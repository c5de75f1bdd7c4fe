"""Tests of differences, against numbers worked out by hand and independent formulas."""

import math

import numpy as np
import pytest

from trainer.reproduction.statistics import (
    Discordant,
    balanced_accuracy,
    bootstrap,
    discordant,
    mean_and_sd,
    paired_difference,
)


def test_disagreements_are_counted_by_whom_they_speak_for() -> None:
    first = np.array([[1, 1, 0, 0, 1], [0, 0, 0, 1, 1]], np.float32)
    second = np.array([[1, 0, 1, 1, 1], [1, 0, 1, 1, 0]], np.float32)
    assert discordant(first, second) == Discordant(gained=4, lost=2)
    assert discordant(second, first) == Discordant(gained=2, lost=4)


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [
        (10, 2, 2 * (1 + 12 + 66) / 2**12),  # both tails of a coin thrown 12 times
        (2, 10, 2 * (1 + 12 + 66) / 2**12),
        (5, 0, 2 / 2**5),
        (3, 3, 1.0),
        (0, 0, 1.0),
    ],
)
def test_mcnemar_is_a_fair_coin(gained: int, lost: int, p: float) -> None:
    assert Discordant(gained, lost).p == pytest.approx(p)


def test_with_one_seed_the_interval_is_that_of_a_mean_of_independent_pictures() -> None:
    values = np.random.default_rng(5).normal(0.3, 1.0, (1, 900))
    reach = 1.96 * values.std() / math.sqrt(900)
    found = bootstrap(values)
    assert found.mean == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - reach, abs=0.05 * reach)
    assert found.high == pytest.approx(values.mean() + reach, abs=0.05 * reach)


def test_the_spread_between_seeds_widens_the_interval_as_much_as_it_should() -> None:
    """Without any spread between pictures it is the bootstrap of the seeds' means."""
    of_seeds = np.random.default_rng(6).normal(0.0, 1.0, 40)
    reach = 1.96 * of_seeds.std() / math.sqrt(40)
    found = bootstrap(np.repeat(of_seeds[:, None], 30, axis=1))
    assert (found.high - found.low) / 2 == pytest.approx(reach, rel=0.05)


def test_both_spreads_add_as_variances() -> None:
    random = np.random.default_rng(7)
    of_seeds, of_pictures = random.normal(0, 1, 40), random.normal(0, 4, 600)
    found = bootstrap(of_seeds[:, None] + of_pictures[None, :])
    reach = 1.96 * math.sqrt(of_seeds.var() / 40 + of_pictures.var() / 600)
    assert (found.high - found.low) / 2 == pytest.approx(reach, rel=0.05)


def test_a_pair_is_resampled_together() -> None:
    """What is equally hard for both does not blur their difference."""
    random = np.random.default_rng(8)
    first = random.normal(0, 10, (3, 200))
    found = paired_difference(first, first + 0.5)
    assert found == pytest.approx((0.5, 0.5, 0.5))


def test_the_same_scores_give_the_same_interval() -> None:
    scores = (np.random.default_rng(9).random((2, 3, 150)) < 0.7).astype(np.float32)
    once, again = (paired_difference(scores[0], scores[1], 1200) for _ in range(2))
    assert once == again
    turned = paired_difference(scores[1], scores[0], 1200)
    assert (turned.low, turned.high) == pytest.approx((-once.high, -once.low))


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Many seeds, since a bootstrap of few is known to be too sure of itself."""
    random, covered = np.random.default_rng(10), 0
    for _ in range(120):
        values = 0.2 + random.normal(0, 0.3, (25, 1)) + random.normal(0, 1, (1, 100)) + random.normal(0, 1, (25, 100))
        found = bootstrap(values, 400)
        covered += found.low <= 0.2 <= found.high
    assert 106 <= covered <= 120  # 114 expected, standard deviation 2.4


def test_balanced_accuracy_is_the_mean_over_the_classes_that_occur() -> None:
    truth = np.array([0, 0, 0, 0, 2, 2, 5], np.int16)
    predicted = np.array([0, 0, 0, 2, 2, 1, 7], np.int16)
    assert balanced_accuracy(truth, predicted) == pytest.approx((3 / 4 + 1 / 2 + 0) / 3)


def test_the_deviation_is_the_samples() -> None:
    assert mean_and_sd(np.array([1.0, 2.0, 6.0])) == pytest.approx((3.0, math.sqrt(7)))
    assert mean_and_sd(np.array([4.0])) == (4.0, None)
