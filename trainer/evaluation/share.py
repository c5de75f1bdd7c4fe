"""A share of pictures with its interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.metrics import mean_or_none, wilson


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
