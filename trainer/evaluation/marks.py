"""Each picture's mark: right or wrong, or the error in degrees; NaN where the rules do not count it."""

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.answers import Answers
from trainer.evaluation.metrics import NO_CLASS, angle_difference, plurality

Marks = NDArray[np.float64]


def emotion_marks(votes: NDArray[np.int64], answers: Answers) -> Marks:
    """1 and 0 [n] by the rule of `emotion.accuracy`: votes [n, 10] with one winner, face found."""
    truth = plurality(votes)
    return _marks(top_emotion(answers) == truth, (truth != NO_CLASS) & answers.found)


def gender_marks(female: NDArray[np.float64], answers: Answers) -> Marks:
    """1 and 0 [n] by the rule of `gender.accuracy`: female from a half on; `female` is 1, 0 or NaN."""
    return _marks((answers.female >= 0.5) == (female == 1), np.isfinite(female) & answers.found)


def pose_marks(angles_deg: NDArray[np.float64], answers: Answers) -> Marks:
    """Mean of the absolute errors of yaw, pitch and roll, degrees [n]."""
    errors: Marks = np.abs(angle_difference(answers.angles_deg, angles_deg)).mean(axis=1)
    return errors


def top_emotion(answers: Answers) -> NDArray[np.int64]:
    """Class of each row, NO_CLASS where there is no answer."""
    answered = np.isfinite(answers.emotion).all(axis=1)
    top = np.nan_to_num(answers.emotion).argmax(axis=1)
    return np.where(answered, top, NO_CLASS)


def _marks(right: NDArray[np.bool_], counts: NDArray[np.bool_]) -> Marks:
    return np.where(counts, right.astype(np.float64), np.nan)
