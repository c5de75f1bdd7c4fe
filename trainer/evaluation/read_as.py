"""Which emotions the faces of each group are read as, in a file that names groups but no emotions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS
from trainer.evaluation.answers import Answers
from trainer.evaluation.groups import groups_of
from trainer.evaluation.labels import Truth
from trainer.evaluation.marks import top_emotion
from trainer.evaluation.metrics import Interval, wilson


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Of n faces the share whose likeliest emotion is each of the eight, with Wilson's 95 % intervals."""

    n: int
    shares: dict[str, float]
    intervals: dict[str, Interval]


def read_as(truth: Truth, answers: Answers) -> dict[str, dict[str, ReadAs]]:
    """By kind of group and group, all faces together as kind "all"; groups without a found face are left out."""
    assert truth.female is not None
    top = top_emotion(answers.emotion)
    groups = {"all": {"faces": np.isfinite(truth.female)}, **groups_of(truth)}
    return {
        kind: {name: _of(top[rows & answers.found]) for name, rows in members.items() if (rows & answers.found).any()}
        for kind, members in groups.items()
    }


def _of(top: NDArray[np.int64]) -> ReadAs:
    counts = {str(emotion): int((top == place).sum()) for place, emotion in enumerate(EMOTIONS)}
    intervals = {name: wilson(count, top.size) for name, count in counts.items()}
    return ReadAs(
        n=int(top.size),
        shares={name: count / top.size for name, count in counts.items()},
        intervals={name: each for name, each in intervals.items() if each is not None},
    )
