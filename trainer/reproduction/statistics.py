"""How sure a difference between two kinds of run is: McNemar's test, and a bootstrap over pictures and seeds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from trainer.evaluation.metrics import recalls

DRAWS = 10_000
_SEED = 20_210_513
_CHUNK = 500
"""So many draws at once: with 3,500 pictures 14 MB of counts."""


class Discordant(NamedTuple):
    """Pictures on which two networks disagree: `gained` are right with the second alone, `lost` with the first."""

    gained: int
    lost: int

    @property
    def p(self) -> float:
        """McNemar's exact two-sided p: a fair coin decides for whom each disagreement speaks."""
        return float(binomtest(self.gained, self.gained + self.lost).pvalue) if self.gained + self.lost else 1.0


class Estimate(NamedTuple):
    """A mean and its 95 % interval."""

    mean: float
    low: float
    high: float


class MeanAndSd(NamedTuple):
    """A mean and the sample's standard deviation; None for a single value."""

    mean: float
    deviation: float | None


def discordant(first: NDArray[np.floating], second: NDArray[np.floating]) -> Discordant:
    """Counts over paired vectors of 1 (right) and 0 (wrong), of any shape: pooled where there are several seeds."""
    better = np.asarray(second) > np.asarray(first)
    worse = np.asarray(second) < np.asarray(first)
    return Discordant(int(better.sum()), int(worse.sum()))


def bootstrap(values: NDArray[np.floating], draws: int = DRAWS) -> Estimate:
    """Mean of values [seeds, n] with a percentile interval.

    Every draw takes seeds and pictures anew, both with replacement and independently of each other; the same for any
    values of the same shape.
    """
    values = np.asarray(values, np.float64)
    seeds, n = values.shape
    random = np.random.default_rng(_SEED)
    means = np.empty(draws)
    for start in range(0, draws, _CHUNK):
        count = min(_CHUNK, draws - start)
        by_seed = _counts(random, count, seeds)
        by_picture = _counts(random, count, n) @ values.T  # [count, seeds]
        means[start : start + count] = (by_seed * by_picture).sum(axis=1) / (seeds * n)
    low, high = np.percentile(means, (2.5, 97.5))
    return Estimate(float(values.mean()), float(low), float(high))


def paired_difference(first: NDArray[np.floating], second: NDArray[np.floating], draws: int = DRAWS) -> Estimate:
    """Second minus first, scores [seeds, n] of the same seeds on the same pictures, resampled together."""
    return bootstrap(np.asarray(second, np.float64) - np.asarray(first, np.float64), draws)


def balanced_accuracy(truth: NDArray[np.integer], predicted: NDArray[np.integer]) -> float:
    """Mean over the classes that occur of the share of their pictures that were recognised."""
    found = recalls(truth.astype(np.int64), predicted.astype(np.int64), int(truth.max()) + 1)
    return float(np.mean([share for share in found if share is not None]))


def mean_and_sd(values: NDArray[np.floating]) -> MeanAndSd:
    values = np.asarray(values, np.float64)
    return MeanAndSd(float(values.mean()), float(values.std(ddof=1)) if values.size > 1 else None)


def _counts(random: np.random.Generator, draws: int, size: int) -> NDArray[np.float64]:
    """How often each of `size` things is taken when `size` are taken with replacement: [draws, size]."""
    taken = random.integers(0, size, (draws, size)) + size * np.arange(draws)[:, None]
    return np.bincount(taken.ravel(), minlength=draws * size).reshape(draws, size).astype(np.float64)
