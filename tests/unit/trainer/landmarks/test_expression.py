"""Expressions move the right landmarks the right way."""

import numpy as np
import pytest
from numpy.typing import NDArray

from trainer.landmarks.expression import (
    BROWS,
    CORNERS,
    EYE_CORNERS,
    LOWER_INNER_LIP,
    UPPER_INNER_LIP,
    Expression,
    expressed,
)


@pytest.fixture
def smiling() -> NDArray[np.float64]:
    """Landmarks at one place each for eyes, brows and mouth; the others far below, where nothing reaches them."""
    face = np.tile((0.0, 500.0, 0.0), (478, 1))
    face[list(EYE_CORNERS), :2] = (-50, 0), (50, 0)
    for brow, x in zip(BROWS, (-30, 30), strict=True):
        face[list(brow), :2] = (x, -25)
    across = np.linspace(-40, 40, len(UPPER_INNER_LIP))
    face[list(UPPER_INNER_LIP), :2] = np.column_stack([across, np.full(len(across), 70)])
    face[list(LOWER_INNER_LIP), :2] = np.column_stack([across, np.full(len(across), 80)])
    face[list(CORNERS), :2] = (-45, 75), (45, 75)
    return face


def test_the_portraits_own_smile_is_left_alone(smiling: NDArray[np.float64]) -> None:
    assert expressed(smiling, Expression(smile=1)) == pytest.approx(smiling)


def test_a_neutral_face_closes_its_lips_and_has_a_narrower_mouth(smiling: NDArray[np.float64]) -> None:
    neutral = expressed(smiling, Expression())
    gap = neutral[list(LOWER_INNER_LIP), 1] - neutral[list(UPPER_INNER_LIP), 1]
    assert np.abs(gap).max() < 1
    middle = len(UPPER_INNER_LIP) // 2  # of a mouth open from 70 to 80; the lower corners pull it down a little
    assert neutral[UPPER_INNER_LIP[middle], 1] == pytest.approx(76, abs=1.5)
    assert np.ptp(neutral[list(CORNERS), 0]) < np.ptp(smiling[list(CORNERS), 0])


def test_surprise_opens_the_mouth_and_raises_the_brows(smiling: NDArray[np.float64]) -> None:
    surprised = expressed(smiling, Expression(surprise=1))
    middle = len(LOWER_INNER_LIP) // 2
    assert surprised[LOWER_INNER_LIP[middle], 1] - surprised[UPPER_INNER_LIP[middle], 1] > 15
    assert surprised[BROWS[0][0], 1] < smiling[BROWS[0][0], 1]


def test_a_frown_lowers_brows_and_corners(smiling: NDArray[np.float64]) -> None:
    neutral, frowning = (expressed(smiling, Expression(frown=strength)) for strength in (0.0, 1.0))
    assert frowning[BROWS[1][0], 1] > neutral[BROWS[1][0], 1]
    assert frowning[CORNERS[0], 1] > neutral[CORNERS[0], 1]
