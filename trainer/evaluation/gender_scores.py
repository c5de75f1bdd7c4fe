"""Perceived gender: accuracy as a whole and by group, and whether its probability can be believed."""

from dataclasses import dataclass

import numpy as np

from trainer.evaluation.answers import Answers
from trainer.evaluation.groups import groups_of
from trainer.evaluation.labels import Truth
from trainer.evaluation.marks import gender_marks
from trainer.evaluation.metrics import Interval, Share, area_under_roc, bootstrap_interval, calibration_error, share
from trainer.evaluation.trust import Certainty, ConfidenceBin, confidence_table, gender_certainty


@dataclass(frozen=True, slots=True)
class GenderScores:
    """Female when the probability is at least a half; `groups` by gender, race and age, where the file has them.

    `low` and `high` bound the accuracy; `intervals` those of `auc` and `ece`.
    """

    accuracy: float | None
    auc: float | None
    ece: float | None
    n: int
    groups: dict[str, dict[str, Share]]
    low: float | None
    high: float | None
    intervals: dict[str, Interval | None]
    reliability: tuple[ConfidenceBin, ...]
    uncertain: Certainty


def gender_scores(truth: Truth, answers: Answers) -> GenderScores:
    """Of a file with a gender; faces that were not found are left out."""
    assert truth.female is not None
    marks = gender_marks(truth.female, answers.female)
    seen = np.isfinite(marks)
    correct, female, score = marks[seen] == 1, truth.female[seen] == 1, answers.female[seen]
    confidence = np.where(score >= 0.5, score, 1 - score)
    groups = groups_of(truth)
    whole = share(correct)
    auc, ece = area_under_roc(score, female), calibration_error(confidence, correct)
    return GenderScores(
        accuracy=whole.accuracy,
        auc=auc,
        ece=ece,
        n=whole.n,
        groups={
            kind: {name: share(marks[rows & seen] == 1) for name, rows in members.items()}
            for kind, members in groups.items()
        },
        low=whole.low,
        high=whole.high,
        intervals={
            "auc": bootstrap_interval(auc, lambda rows: area_under_roc(score[rows], female[rows]), whole.n),
            "ece": bootstrap_interval(ece, lambda rows: calibration_error(confidence[rows], correct[rows]), whole.n),
        },
        reliability=confidence_table(confidence, correct),
        uncertain=gender_certainty(score, correct),
    )
