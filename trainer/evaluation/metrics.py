"""The measures of `poise-train evaluate`, each as its definition says; numpy only."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Pose

NO_CLASS = -1
"""Stands where the votes of a picture name no class."""

ECE_BINS = 15
_Z95 = 1.959964
_RESAMPLES = 500
_BOOTSTRAP_SEED = 1
_STILL_SD = 0.02
"""A movement that varies less over the pictures has nothing to follow."""


class Interval(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


def plurality(votes: NDArray[np.int64] | NDArray[np.floating]) -> NDArray[np.int64]:
    """Class of each row of votes or weights [n, 8 or more], or NO_CLASS: the eight emotions stand first.

    The most votes of all columns must stand alone and belong to one of the eight emotions. FER+ has two columns more,
    unknown and not a face; with them that names 26,937 / 3,396 / 3,375 pictures of train / val / test of FER2013.
    Prepared labels hold the eight alone, and only of pictures with few votes for the other two.
    """
    most = votes.max(axis=1)
    alone = (votes == most[:, None]).sum(axis=1) == 1
    return _emotion_or_none(votes.argmax(axis=1), alone)


def ferplus_majority(votes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Class of each row of FER+ votes [n, 10] by the rule of its authors, or NO_CLASS.

    Barsoum et al., ICMI 2016, as their published reader has it (mode "majority"): columns with a single vote are set
    to 0, in all ten columns; the winner must hold strictly more than half of the votes that remain in all ten
    columns, and must be one of the eight emotions. It names 25,057 / 3,199 / 3,152 pictures of train / val / test.
    """
    kept = np.where(votes > 1, votes, 0)
    majority = 2 * kept.max(axis=1) > kept.sum(axis=1)
    return _emotion_or_none(kept.argmax(axis=1), majority)


def _emotion_or_none(winner: NDArray[np.int64], valid: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.where(valid & (winner < len(EMOTIONS)), winner, NO_CLASS)


def without_contempt(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """Probabilities [n, 7] of the classes of FER2013: contempt dropped, the rest renormalised."""
    seven = np.asarray(probabilities[:, : len(EMOTIONS) - 1], np.float64)
    whole = np.maximum(seven.sum(axis=1, keepdims=True), np.finfo(np.float64).tiny)
    return np.asarray(seven / whole)


def mean_or_none(values: NDArray[np.floating] | NDArray[np.bool_]) -> float | None:
    return float(np.mean(values)) if values.size else None


def recalls(truth: NDArray[np.int64], predicted: NDArray[np.int64], classes: int) -> list[float | None]:
    """Per class the share of its pictures that were recognised; None for a class without pictures."""
    return [mean_or_none(predicted[truth == each] == each) for each in range(classes)]


def calibration_error(confidence: NDArray[np.floating], correct: NDArray[np.bool_]) -> float | None:
    """Expected calibration error of the top label: 15 equal-width bins (low, high], weighted by their pictures."""
    if not correct.size:
        return None
    confidence = np.asarray(confidence, np.float64)
    gaps = np.bincount(confidence_bins(confidence), weights=correct - confidence, minlength=ECE_BINS)
    return float(np.abs(gaps).sum() / correct.size)


def confusion(truth: NDArray[np.int64], predicted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of faces [label, answer] of the eight emotions."""
    counts = np.zeros((len(EMOTIONS), len(EMOTIONS)), np.int64)
    np.add.at(counts, (truth, predicted), 1)
    return counts


def confidence_bins(confidence: NDArray[np.floating]) -> NDArray[np.int64]:
    """The bin of each confidence, 0 to 14: (low, high], the lowest with its lower bound."""
    return np.clip(np.ceil(np.asarray(confidence, np.float64) * ECE_BINS).astype(np.int64) - 1, 0, ECE_BINS - 1)


def area_under_roc(score: NDArray[np.floating], positive: NDArray[np.bool_]) -> float | None:
    """Probability that a positive scores above a negative, a tie counting half; None when one kind is missing."""
    positives = int(positive.sum())
    negatives = positive.size - positives
    if not positives or not negatives:
        return None
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2  # the mean rank of those that tie, counted from 1
    wins = rank[place][positive].sum() - positives * (positives + 1) / 2
    return float(wins / (positives * negatives))


def mean_correlation(said: NDArray[np.floating], truth: NDArray[np.floating]) -> float | None:
    """Mean over columns [n, k] of Pearson's correlation, where the truth varies (standard deviation above 0.02).

    An answer that is always the same follows nothing: 0. None where no column varies.
    """
    varies = truth.std(axis=0) > _STILL_SD
    a, b = (_standardised(np.asarray(each, np.float64)[:, varies]) for each in (said, truth))
    return mean_or_none((a * b).mean(axis=0))


def _standardised(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0 and standard deviation 1; a column that does not vary becomes 0."""
    apart = columns - columns.mean(axis=0)
    spread = apart.std(axis=0)
    result: NDArray[np.float64] = np.where(spread > 0, apart / np.where(spread > 0, spread, 1.0), 0.0)
    return result


def angles_of(rotations: NDArray[np.floating]) -> NDArray[np.float64]:
    """Yaw, pitch and roll in degrees [n, 3] of rotation matrices [n, 3, 3]."""
    return np.array([Pose.from_rotation(each).angles_deg for each in rotations], np.float64).reshape(-1, 3)


def angle_difference(predicted_deg: NDArray[np.floating], truth_deg: NDArray[np.floating]) -> NDArray[np.float64]:
    """Prediction minus truth in degrees, the short way round: in [-180, 180)."""
    difference = np.asarray(predicted_deg, np.float64) - np.asarray(truth_deg, np.float64)
    return (difference + 180.0) % 360.0 - 180.0


def wilson(correct: int, n: int) -> Interval | None:
    """Wilson's 95 % interval of a share; None without pictures."""
    if n == 0:
        return None
    share, z2 = correct / n, _Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def mean_interval(values: NDArray[np.floating]) -> Interval | None:
    """Normal 95 % interval of a mean; None for fewer than two values."""
    if values.size < 2:
        return None
    reach = _Z95 * float(values.std(ddof=1)) / math.sqrt(values.size)
    return Interval(float(values.mean()) - reach, float(values.mean()) + reach)


def bootstrap_interval(
    value: float | None, statistic: Callable[[NDArray[np.int64]], float | None], n: int
) -> Interval | None:
    """95 % interval of a share over n pictures: 1.96 standard errors, by the bootstrap, to both sides of its value.

    `statistic` gives the figure of a resample, the numbers of its pictures; the same draws are made each time.
    """
    if value is None or n < 2:
        return None
    random = np.random.default_rng(_BOOTSTRAP_SEED)
    figures = [statistic(random.integers(0, n, n)) for _ in range(_RESAMPLES)]
    reach = _Z95 * float(np.std([each for each in figures if each is not None]))
    return Interval(max(0.0, value - reach), min(1.0, value + reach))


@dataclass(frozen=True, slots=True)
class Share:
    """Accuracy over n pictures with Wilson's 95 % interval; None without pictures."""

    accuracy: float | None
    n: int
    low: float | None
    high: float | None


def share(correct: NDArray[np.bool_]) -> Share:
    low, high = wilson(int(correct.sum()), correct.size) or (None, None)
    return Share(mean_or_none(correct), int(correct.size), low, high)
