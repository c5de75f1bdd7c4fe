"""A person's own neutral, and readings measured from it: docs/baseline.md has the formula and what it cannot do."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Face
from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS, Emotion, EmotionScores, Pose, Reading

_NEUTRAL = EMOTIONS.index(Emotion.NEUTRAL)

_LEAST_PROBABILITY = 1e-4
"""What a probability counts as at least, in a ratio: below it the network's numbers say nothing more."""

_MOST_AT_REST = -math.log(7)
"""Log-ratio to neutral that each other emotion may keep at rest: seven of them are together no more than neutral."""

_MOST_TAKEN = math.log(10)
"""An emotion loses at most a factor of ten, so that one that is ten times as likely as any other stays on top."""

_PATIENCE_S = 1.0
"""A face with a baseline is waited for so long before another gets it."""


class BaselineError(Exception):
    """A baseline cannot be kept, read or used; the message is one sentence for the user that says what to do."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was read of one relaxed face that looked at the screen.

    `rotation` is the mean rotation of the head [3, 3] as the camera saw it, row by row. `log_ratios` are, in the order
    of `EMOTIONS`, the medians of ln(p / p of neutral). `network` is that of `network_name`, `taken_at` UTC in ISO 8601.
    """

    name: str
    taken_at: str
    network: str
    readings: int
    rotation: tuple[float, ...]
    log_ratios: tuple[float, ...]

    def matrix(self) -> NDArray[np.float64]:
        """The rotation of the head at rest, float64 [3, 3]."""
        return np.reshape(np.array(self.rotation, np.float64), (3, 3))

    @property
    def bias(self) -> tuple[float, ...]:
        """What the correction takes from the log-probability of each emotion: 0 for neutral, nowhere below 0."""
        surplus = (min(max(ratio - _MOST_AT_REST, 0.0), _MOST_TAKEN) for ratio in self.log_ratios)
        return tuple(0.0 if i == _NEUTRAL else taken for i, taken in enumerate(surplus))


BaselineNow = Callable[[], Baseline | None]
"""Tells from which baseline to measure now; asked on the inference thread before every frame."""


def no_baseline() -> None:
    """A `BaselineNow` for readings as the network gives them."""


@dataclass(slots=True)
class BaselineInUse:
    """The baseline of a window: set on one thread, called as a `BaselineNow` on another."""

    baseline: Baseline | None = None

    def __call__(self) -> Baseline | None:
        return self.baseline


def network_name(card: ModelCard) -> str:
    """Which network: a baseline holds for the one it was taken with."""
    return f"{card.name} {card.version} of {card.created}"


def require_fit(baseline: Baseline | None, card: ModelCard) -> None:
    """Raise BaselineError where a baseline was taken with another network."""
    if baseline is not None and baseline.network != network_name(card):
        raise BaselineError(
            f"The baseline {baseline.name} was taken with the network {baseline.network}, and this is"
            f" {network_name(card)}; take it anew, or go without."
        )


def log_ratios(scores: EmotionScores) -> tuple[float, ...]:
    """ln(p / p of neutral) of one reading, in the order of `EMOTIONS`."""
    logs = tuple(math.log(max(probability, _LEAST_PROBABILITY)) for probability in scores.probabilities)
    return tuple(each - logs[_NEUTRAL] for each in logs)


def mean_rotation(rotations: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The rotation [3, 3] nearest to all of some (at least one), each [3, 3], in the sum of squared differences.

    The chordal mean: Hartley, Trumpf, Dai, Li: Rotation Averaging, IJCV 103, 2013, section 5.3.
    """
    left, _, right = np.linalg.svd(np.mean(rotations, axis=0))
    mirrored = np.diag([1.0, 1.0, np.linalg.det(left @ right)])
    nearest: NDArray[np.float64] = left @ mirrored @ right
    return nearest


def measured_from(baseline: Baseline, reading: Reading) -> Reading:
    """A reading of the network as it is seen from a person's baseline; perceived gender is left alone."""
    return replace(
        reading,
        emotion=_scores_from(baseline, reading.emotion),
        pose=_pose_from(baseline, reading.pose),
    )


def _scores_from(baseline: Baseline, scores: EmotionScores) -> EmotionScores:
    """p' = p exp(-bias) / sum."""
    weighed = [p * math.exp(-taken) for p, taken in zip(scores.probabilities, baseline.bias, strict=True)]
    total = sum(weighed)
    return EmotionScores(tuple(each / total for each in weighed))


def _pose_from(baseline: Baseline, pose: Pose) -> Pose:
    """R R0^T: the turn from the neutral pose to this one, about the camera's axes."""
    return Pose.from_rotation(pose.rotation() @ baseline.matrix().T)


class Bearer:
    """Whose baseline it is: the largest face when nobody has it, and then that one for as long as it is there.

    Poise recognises nobody, so this is a rule and no knowledge. Times are those of the frames, in seconds.
    """

    def __init__(self) -> None:
        self._track_id: int | None = None
        self._seen_at = -math.inf

    def step(self, faces: Sequence[Face], time_s: float) -> int | None:
        """The track id of the face that is measured from the baseline, of the faces of this frame."""
        there = any(face.track_id == self._track_id for face in faces)
        if not there and time_s - self._seen_at > _PATIENCE_S:
            seen = (face for face in faces if face.observed)
            largest = max(seen, key=lambda face: face.box.area, default=None)
            self._track_id = None if largest is None else largest.track_id
            there = largest is not None
        if there:
            self._seen_at = time_s
        return self._track_id if there else None
