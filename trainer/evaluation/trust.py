"""Whether confidence can be believed: reliability bins, and what the app's "uncertain" rule leaves and keeps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import GENDER_UNCERTAIN
from app.perception.perceiver import PerceptionOptions
from trainer.evaluation.metrics import ECE_BINS, confidence_bins, mean_or_none, share


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """Answers whose confidence lies in (low, high]: their number, mean confidence and share right."""

    low: float
    high: float
    n: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Certainty:
    """What the app shows as an answer at all, the readings of one frame taken alone.

    `coverage` is the share of the n faces that get an answer, `accuracy` the share right of these n_answered.
    """

    rule: str
    coverage: float | None
    n: int
    coverage_low: float | None
    coverage_high: float | None
    accuracy: float | None
    n_answered: int
    low: float | None
    high: float | None


def confidence_table(confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> tuple[ConfidenceBin, ...]:
    """The bins of the calibration error that hold answers."""
    place = confidence_bins(confidence)
    return tuple(
        ConfidenceBin(
            each / ECE_BINS,
            (each + 1) / ECE_BINS,
            int((place == each).sum()),
            mean_or_none(confidence[place == each]),
            mean_or_none(correct[place == each]),
        )
        for each in np.unique(place).tolist()
    )


def emotion_certainty(confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> Certainty:
    """By the threshold of `certain_label` as the app is shipped."""
    threshold = PerceptionOptions().uncertain_below
    return _certainty(f"emotion from {threshold:g} on", confidence >= threshold, correct)


def gender_certainty(female: NDArray[np.float64], correct: NDArray[np.bool_]) -> Certainty:
    """By the bounds between which the app says nothing of the perceived gender."""
    low, high = GENDER_UNCERTAIN
    return _certainty(f"female below {low:g} or above {high:g}", (female < low) | (female > high), correct)


def _certainty(rule: str, answered: NDArray[np.bool_], correct: NDArray[np.bool_]) -> Certainty:
    covered, right = share(answered), share(correct[answered])
    return Certainty(
        rule=rule,
        coverage=covered.accuracy,
        n=covered.n,
        coverage_low=covered.low,
        coverage_high=covered.high,
        accuracy=right.accuracy,
        n_answered=right.n,
        low=right.low,
        high=right.high,
    )
