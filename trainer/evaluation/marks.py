"""Each picture's mark: right or wrong, or the error in degrees; NaN where the rules do not count it.

The one place where answers are held against labels: of a run's validation, its report, int8, and `evaluate`.
"""

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.metrics import NO_CLASS, angle_difference, plurality

Marks = NDArray[np.float64]


def emotion_marks(votes: NDArray[np.int64] | NDArray[np.floating], emotion: NDArray[np.floating]) -> Marks:
    """1 and 0 [n] where the votes [n, 8 or 10] have a plurality and there is an answer, as of `top_emotion`."""
    truth, top = plurality(votes), top_emotion(emotion)
    return _marks(top == truth, (truth != NO_CLASS) & (top != NO_CLASS))


def gender_marks(labelled: NDArray[np.floating], female: NDArray[np.floating]) -> Marks:
    """1 and 0 [n]: female from a probability of a half on; `labelled` is 1, 0 or NaN, an answer may be NaN."""
    return _marks((female >= 0.5) == (labelled == 1), np.isfinite(labelled) & np.isfinite(female))


def pose_marks(labelled_deg: NDArray[np.floating], angles_deg: NDArray[np.floating]) -> Marks:
    """Mean of the absolute errors of yaw, pitch and roll [n, 3], degrees [n]."""
    errors: Marks = np.abs(angle_difference(angles_deg, labelled_deg)).mean(axis=1)
    return errors


def top_emotion(emotion: NDArray[np.floating]) -> NDArray[np.int64]:
    """Class of each row of probabilities or logits [n, 8], NO_CLASS where there is no answer (NaN)."""
    answered = np.isfinite(emotion).all(axis=1)
    top = np.nan_to_num(emotion).argmax(axis=1)
    return np.where(answered, top, NO_CLASS)


def _marks(right: NDArray[np.bool_], counts: NDArray[np.bool_]) -> Marks:
    return np.where(counts, right.astype(np.float64), np.nan)
