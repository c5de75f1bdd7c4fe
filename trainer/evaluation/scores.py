"""From labels and answers to the scores of the emotions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Emotion
from trainer.evaluation.answers import Answers
from trainer.evaluation.marks import emotion_marks, top_emotion
from trainer.evaluation.metrics import (
    NO_CLASS,
    Interval,
    Share,
    area_under_roc,
    bootstrap_interval,
    calibration_error,
    confusion,
    ferplus_majority,
    mean_or_none,
    plurality,
    recalls,
    share,
    wilson,
    without_contempt,
)
from trainer.evaluation.trust import Certainty, ConfidenceBin, confidence_table, emotion_certainty

_NAMES = tuple(str(emotion) for emotion in EMOTIONS)
_Classes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EmotionScores:
    """Against the votes of FER+; all but `accuracy_all` leave out faces that were not found.

    `accuracy`, its interval (`low`, `high`), `balanced_accuracy` (mean of the recalls of the classes that occur),
    `recall`, `ece`, `confusion` (counts, a row for each label, a column for each answer), `reliability` and
    `uncertain` are over the n rows whose votes have a unique plurality; `accuracy_ferplus` is over n_ferplus rows,
    `accuracy_all` over the n_all rows with a plurality, found or not. `intervals` are those of the other shares.
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
    intervals: dict[str, Interval | None]
    recall_intervals: dict[str, Interval | None]
    confusion: tuple[tuple[int, ...], ...]
    reliability: tuple[ConfidenceBin, ...]
    uncertain: Certainty


@dataclass(frozen=True, slots=True)
class SmileScores:
    """Probability of happiness against smile and non-smile."""

    auc: float | None
    n: int
    interval: Interval | None


def emotion_scores(votes: _Classes, answers: Answers) -> EmotionScores:
    truth, majority, predicted = plurality(votes), ferplus_majority(votes), top_emotion(answers.emotion)
    seen = np.isfinite(emotion_marks(votes, answers.emotion))
    seen_ferplus = (majority != NO_CLASS) & answers.found
    right = predicted[seen] == truth[seen]
    recall = recalls(truth[seen], predicted[seen], len(EMOTIONS))
    counts = confusion(truth[seen], predicted[seen])
    confidence = answers.emotion[seen].max(axis=1, initial=0.0)
    ece = calibration_error(confidence, right)
    whole, ferplus = share(right), share(predicted[seen_ferplus] == majority[seen_ferplus])
    every = share((predicted == truth)[truth != NO_CLASS])
    return EmotionScores(
        accuracy=whole.accuracy,
        accuracy_ferplus=ferplus.accuracy,
        accuracy_all=every.accuracy,
        balanced_accuracy=_balanced(truth[seen], predicted[seen]),
        recall=dict(zip(_NAMES, recall, strict=True)),
        ece=ece,
        n=whole.n,
        n_ferplus=ferplus.n,
        n_all=every.n,
        low=whole.low,
        high=whole.high,
        intervals={
            "accuracy_ferplus": _wilson(ferplus),
            "accuracy_all": _wilson(every),
            "balanced_accuracy": _balanced_interval(truth[seen], predicted[seen]),
            "ece": bootstrap_interval(ece, lambda rows: calibration_error(confidence[rows], right[rows]), whole.n),
        },
        recall_intervals=_recall_intervals(counts),
        confusion=tuple(tuple(int(count) for count in row) for row in counts),
        reliability=confidence_table(confidence, right),
        uncertain=emotion_certainty(confidence, right),
    )


def emotion7_scores(emotion: _Classes, answers: Answers) -> Share:
    """The seven classes of FER2013: rows labelled contempt are left out, and contempt is no possible answer."""
    seen = answers.found & (emotion != NO_CLASS) & (emotion != EMOTIONS.index(Emotion.CONTEMPT))
    predicted = without_contempt(answers.emotion[seen]).argmax(axis=1)
    return share(predicted == emotion[seen])


def smile_scores(smile: NDArray[np.float64], answers: Answers) -> SmileScores:
    seen = answers.found & np.isfinite(smile)
    happiness, smiles = answers.emotion[seen, EMOTIONS.index(Emotion.HAPPINESS)], smile[seen] == 1
    auc = area_under_roc(happiness, smiles)
    between = bootstrap_interval(auc, lambda rows: area_under_roc(happiness[rows], smiles[rows]), smiles.size)
    return SmileScores(auc, int(seen.sum()), between)


def _balanced(truth: _Classes, predicted: _Classes) -> float | None:
    return mean_or_none(np.array([each for each in recalls(truth, predicted, len(EMOTIONS)) if each is not None]))


def _balanced_interval(truth: _Classes, predicted: _Classes) -> Interval | None:
    value = _balanced(truth, predicted)
    return bootstrap_interval(value, lambda rows: _balanced(truth[rows], predicted[rows]), truth.size)


def _recall_intervals(counts: _Classes) -> dict[str, Interval | None]:
    right, labelled = counts.diagonal().tolist(), counts.sum(axis=1).tolist()
    return {name: wilson(right[each], labelled[each]) for each, name in enumerate(_NAMES)}


def _wilson(of: Share) -> Interval | None:
    return None if of.low is None or of.high is None else Interval(of.low, of.high)
