"""Head pose: errors by angle, constant offsets, and how both grow with the turn of the head."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES
from trainer.evaluation.answers import Answers
from trainer.evaluation.metrics import Interval, Share, angle_difference, mean_interval, mean_or_none, share

YAW_BANDS = {
    "0-15": (0, 15),
    "15-30": (15, 30),
    "30-45": (30, 45),
    "45-60": (45, 60),
    "60-75": (60, 75),
    "75-90": (75, 90),
    "0-45": (0, 45),
    "45-75": (45, 75),
}
"""Degrees of |yaw|, the lower bound included, the upper only in the last two."""
_WIDE = ("0-45", "45-75")
_MIRRORED = ("yaw", "roll")
"""The angles that a mirror turns round."""


@dataclass(frozen=True, slots=True)
class YawBand:
    """Mean absolute errors in degrees of n faces turned about that far; `mean` is that of the three angles.

    `sign_flips` is the share whose yaw is read to the wrong side; None for bands that reach zero.
    """

    n: int
    yaw: float
    yaw_interval: Interval | None
    mean: float
    mean_interval: Interval | None
    sign_flips: Share | None


@dataclass(frozen=True, slots=True)
class PoseScores:
    """Errors in degrees by angle; `offset` is the mean of prediction minus truth.

    `mae_low` and `mae_high` bound `mae`; `offset_intervals` and `offset_removed_intervals` the other two. `by_yaw` has
    those of YAW_BANDS that hold faces. `own_offset` is, for yaw and roll, the part of the offset that the network has
    whatever the labels say: the mean of what it reads from a picture and from its mirror image, which should cancel
    out. The rest of these offsets is in the labels.
    """

    mae: dict[str, float | None]
    offset: dict[str, float | None]
    mae_offset_removed: dict[str, float | None]
    n: int
    mae_low: dict[str, float | None]
    mae_high: dict[str, float | None]
    offset_intervals: dict[str, Interval | None]
    offset_removed_intervals: dict[str, Interval | None]
    by_yaw: dict[str, YawBand]
    own_offset: dict[str, float | None] | None = None
    own_offset_intervals: dict[str, Interval | None] | None = None


def pose_scores(angles_deg: NDArray[np.float64], answers: Answers, mirrored: Answers | None = None) -> PoseScores:
    """Compare answers with angles [n, 3]; `mirrored` are the answers to the same pictures' mirror images."""
    seen = answers.found & np.isfinite(angles_deg).all(axis=1)
    error = angle_difference(answers.angles_deg[seen], angles_deg[seen])  # [n, 3]
    offset = [mean_or_none(each) for each in error.T]
    moved = np.abs(error - np.array([mean or 0.0 for mean in offset]))
    bounds = _intervals(np.abs(error))
    own = None if mirrored is None else _own(answers.angles_deg[seen], mirrored.angles_deg[seen])
    return PoseScores(
        mae=_means(np.abs(error)),
        offset=dict(zip(ANGLES, offset, strict=True)),
        mae_offset_removed=_means(moved),
        n=int(seen.sum()),
        mae_low={angle: each.low if each else None for angle, each in bounds.items()},
        mae_high={angle: each.high if each else None for angle, each in bounds.items()},
        offset_intervals={angle: mean_interval(each) for angle, each in zip(ANGLES, error.T, strict=True)},
        offset_removed_intervals=_intervals(moved),
        by_yaw=_by_yaw(angles_deg[seen, 0], answers.angles_deg[seen, 0], np.abs(error)),
        own_offset=None if own is None else {angle: mean_or_none(each) for angle, each in own.items()},
        own_offset_intervals=None if own is None else {angle: mean_interval(each) for angle, each in own.items()},
    )


def _own(angles_deg: NDArray[np.float64], of_mirrored_deg: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """What does not cancel out between a picture and its mirror image, in degrees, where both were found."""
    half = angle_difference(angles_deg, -of_mirrored_deg) / 2
    both = half[np.isfinite(half).all(axis=1)]
    return {angle: both[:, ANGLES.index(angle)] for angle in _MIRRORED}


def _means(errors: NDArray[np.float64]) -> dict[str, float | None]:
    means: dict[str, float | None] = {angle: mean_or_none(each) for angle, each in zip(ANGLES, errors.T, strict=True)}
    return {**means, "mean": mean_or_none(errors)}


def _intervals(errors: NDArray[np.float64]) -> dict[str, Interval | None]:
    columns: Sequence[NDArray[np.float64]] = (*errors.T, errors.mean(axis=1))
    return {angle: mean_interval(each) for angle, each in zip((*ANGLES, "mean"), columns, strict=True)}


def _by_yaw(
    truth_deg: NDArray[np.float64], answer_deg: NDArray[np.float64], errors: NDArray[np.float64]
) -> dict[str, YawBand]:
    bands = {}
    for name, (low, high) in YAW_BANDS.items():
        turned = np.abs(truth_deg)
        within = (turned >= low) & ((turned <= high) if name in _WIDE else (turned < high))
        if within.any():
            flipped = share(answer_deg[within] * truth_deg[within] < 0) if low else None
            bands[name] = _band(errors[within], flipped)
    return bands


def _band(errors: NDArray[np.float64], flipped: Share | None) -> YawBand:
    of_picture = errors.mean(axis=1)
    return YawBand(
        n=len(errors),
        yaw=float(errors[:, 0].mean()),
        yaw_interval=mean_interval(errors[:, 0]),
        mean=float(of_picture.mean()),
        mean_interval=mean_interval(of_picture),
        sign_flips=flipped,
    )
