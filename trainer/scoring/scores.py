"""From labels and answers to the scores of each task."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Emotion
from trainer.metrics import (
    NO_CLASS,
    angle_difference,
    area_under_roc,
    calibration_error,
    ferplus_majority,
    mean_interval,
    mean_or_none,
    plurality,
    recalls,
    wilson,
    without_contempt,
)
from trainer.scoring.answers import Answers
from trainer.scoring.labels import ANGLES

AGE_BANDS = {
    "0-9": (0, 9),
    "10-19": (10, 19),
    "20-39": (20, 39),
    "40-59": (40, 59),
    "60+": (60, 999),
    ">=10": (10, 999),
}


@dataclass(frozen=True, slots=True)
class Share:
    """Accuracy over n pictures with Wilson's 95 % interval; None without pictures."""

    accuracy: float | None
    n: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class EmotionScores:
    """Against the votes of FER+; all but `accuracy_all` leave out faces that were not found.

    `accuracy`, its interval, `balanced_accuracy` (mean of the recalls of the classes that occur), `recall` and `ece`
    are over the n rows whose votes have a unique plurality; `accuracy_ferplus` is over n_ferplus rows, `accuracy_all`
    over the n_all rows with a plurality, found or not.
    """

    accuracy: float | None
    accuracy_ferplus: float | None
    accuracy_all: float | None
    balanced_accuracy: float | None
    recall: dict[str, float | None]
    ece: float | None
    n: int
    n_ferplus: int
    n_all: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SmileScores:
    """Probability of happiness against smile and non-smile."""

    auc: float | None
    n: int


@dataclass(frozen=True, slots=True)
class PoseScores:
    """Errors in degrees by angle; `offset` is the mean of prediction minus truth, intervals are of `mae`."""

    mae: dict[str, float | None]
    offset: dict[str, float | None]
    mae_offset_removed: dict[str, float | None]
    n: int
    mae_low: dict[str, float | None]
    mae_high: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class GenderScores:
    """Female when the probability is at least a half; `groups` by race, age and gender, where the file has them."""

    accuracy: float | None
    auc: float | None
    ece: float | None
    n: int
    groups: dict[str, dict[str, Share]]
    low: float | None
    high: float | None


def share(correct: NDArray[np.bool_]) -> Share:
    low, high = wilson(int(correct.sum()), correct.size) or (None, None)
    return Share(mean_or_none(correct), int(correct.size), low, high)


def emotion_scores(votes: NDArray[np.int64], answers: Answers) -> EmotionScores:
    truth, majority = plurality(votes), ferplus_majority(votes)
    predicted = _top(answers.emotion)
    named = truth != NO_CLASS
    seen = named & answers.found
    seen_ferplus = (majority != NO_CLASS) & answers.found
    recall = recalls(truth[seen], predicted[seen], len(EMOTIONS))
    whole = share(predicted[seen] == truth[seen])
    return EmotionScores(
        accuracy=whole.accuracy,
        accuracy_ferplus=mean_or_none(predicted[seen_ferplus] == majority[seen_ferplus]),
        accuracy_all=mean_or_none(predicted[named] == truth[named]),
        balanced_accuracy=mean_or_none(np.array([each for each in recall if each is not None])),
        recall={str(emotion): each for emotion, each in zip(EMOTIONS, recall, strict=True)},
        ece=calibration_error(answers.emotion[seen].max(axis=1, initial=0.0), predicted[seen] == truth[seen]),
        n=whole.n,
        n_ferplus=int(seen_ferplus.sum()),
        n_all=int(named.sum()),
        low=whole.low,
        high=whole.high,
    )


def emotion7_scores(emotion: NDArray[np.int64], answers: Answers) -> Share:
    """The seven classes of FER2013: rows labelled contempt are left out, and contempt is no possible answer."""
    seen = answers.found & (emotion != NO_CLASS) & (emotion != EMOTIONS.index(Emotion.CONTEMPT))
    predicted = without_contempt(answers.emotion[seen]).argmax(axis=1)
    return share(predicted == emotion[seen])


def smile_scores(smile: NDArray[np.float64], answers: Answers) -> SmileScores:
    seen = answers.found & np.isfinite(smile)
    happiness = answers.emotion[seen, EMOTIONS.index(Emotion.HAPPINESS)]
    return SmileScores(area_under_roc(happiness, smile[seen] == 1), int(seen.sum()))


def pose_scores(angles_deg: NDArray[np.float64], answers: Answers) -> PoseScores:
    seen = answers.found & np.isfinite(angles_deg).all(axis=1)
    error = angle_difference(answers.angles_deg[seen], angles_deg[seen])  # [n, 3]
    offset = [mean_or_none(each) for each in error.T]
    moved = [np.abs(each - (mean or 0.0)) for each, mean in zip(error.T, offset, strict=True)]
    absolute = list(np.abs(error.T))
    of_picture = np.abs(error).mean(axis=1)
    intervals = [mean_interval(each) or (None, None) for each in (*absolute, of_picture)]
    return PoseScores(
        mae=_by_angle_and_mean(absolute),
        offset=dict(zip(ANGLES, offset, strict=True)),
        mae_offset_removed=_by_angle_and_mean(moved),
        n=int(seen.sum()),
        mae_low={angle: low for angle, (low, _) in zip((*ANGLES, "mean"), intervals, strict=True)},
        mae_high={angle: high for angle, (_, high) in zip((*ANGLES, "mean"), intervals, strict=True)},
    )


def gender_scores(
    female: NDArray[np.float64],
    answers: Answers,
    race: Sequence[str | None] | None = None,
    age: Sequence[int | None] | None = None,
) -> GenderScores:
    seen = answers.found & np.isfinite(female)
    truth, score = female[seen] == 1, answers.female[seen]
    predicted = score >= 0.5
    correct = predicted == truth
    groups = {"gender": {"female": share(correct[truth]), "male": share(correct[~truth])}}
    if race is not None:
        groups["race"] = _by_race(np.array(race, dtype=object)[seen], correct)
    if age is not None:
        groups["age"] = _by_age(np.array([-1 if each is None else each for each in age])[seen], correct)
    whole = share(correct)
    confidence = np.where(predicted, score, 1 - score)
    return GenderScores(
        accuracy=whole.accuracy,
        auc=area_under_roc(score, truth),
        ece=calibration_error(confidence, correct),
        n=whole.n,
        groups=groups,
        low=whole.low,
        high=whole.high,
    )


def _by_race(race: NDArray[np.object_], correct: NDArray[np.bool_]) -> dict[str, Share]:
    names = sorted({str(each) for each in race if each is not None})
    return {name: share(correct[race == name]) for name in names}


def _by_age(age: NDArray[np.int64], correct: NDArray[np.bool_]) -> dict[str, Share]:
    return {band: share(correct[(age >= low) & (age <= high)]) for band, (low, high) in AGE_BANDS.items()}


def _by_angle_and_mean(errors: Sequence[NDArray[np.float64]]) -> dict[str, float | None]:
    means = {angle: mean_or_none(each) for angle, each in zip(ANGLES, errors, strict=True)}
    return {**means, "mean": mean_or_none(np.concatenate(list(errors)))}


def _top(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Class of each row, NO_CLASS where there is no answer."""
    answered = np.isfinite(probabilities).all(axis=1)
    top = np.nan_to_num(probabilities).argmax(axis=1)
    return np.where(answered, top, NO_CLASS)
