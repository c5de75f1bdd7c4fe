"""Expressions of a face made by moving its landmarks; the face at rest is the smiling one of the portrait."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Indices of MediaPipe's 478 landmarks; "first" is the eye or corner at the left of the picture.
CORNERS = (61, 291)
EYE_CORNERS = (33, 263)
UPPER_INNER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_INNER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
LOWER_OUTER_LIP = (146, 91, 181, 84, 17, 314, 405, 321, 375)
UPPER_OUTER_LIP = (185, 40, 39, 37, 0, 267, 269, 270, 409)
BROWS = ((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), (300, 293, 334, 296, 336, 276, 283, 282, 295, 285))
INNER_BROWS = ((107, 55), (336, 285))
UPPER_LIDS = ((246, 161, 160, 159, 158, 157, 173), (466, 388, 387, 386, 385, 384, 398))
LOWER_LIDS = ((7, 163, 144, 145, 153, 154, 155), (249, 390, 373, 374, 380, 381, 382))


@dataclass(frozen=True, slots=True)
class Expression:
    """Strengths 0 to 1. All 0 is a neutral face with closed lips; `smile` 1 is the portrait's own smile."""

    smile: float = 0.0
    surprise: float = 0.0
    frown: float = 0.0


def expressed(face: NDArray[np.float64], expression: Expression) -> NDArray[np.float64]:
    """Landmarks of a smiling face, and mesh points that follow them [n, 3], moved to an expression.

    Lengths are shares of the distance between the outer corners of the eyes.
    """
    unit = float(np.linalg.norm(face[EYE_CORNERS[1], :2] - face[EYE_CORNERS[0], :2]))
    moved = face.copy()
    _mouth(moved, face, unit, expression)
    _brows(moved, face, unit, expression)
    _widen_eyes(moved, expression.surprise)
    return moved


def _mouth(moved: NDArray[np.float64], face: NDArray[np.float64], unit: float, expression: Expression) -> None:
    rest = 1 - expression.smile
    middle = face[list(CORNERS)].mean(axis=0)
    inward = rest * (0.12 + 0.04 * expression.surprise)
    drop = rest * 0.08 + expression.frown * 0.07
    for corner in CORNERS:
        side = np.sign(middle[0] - face[corner, 0])
        _pull(moved, face, (corner,), (side * inward * unit, drop * unit), 0.32 * unit)
    _close_lips(moved, rest)
    _drop_jaw(moved, face, unit, middle, expression.surprise * 0.24 * unit)


def _drop_jaw(
    moved: NDArray[np.float64], face: NDArray[np.float64], unit: float, mouth: NDArray[np.float64], by: float
) -> None:
    """Lower lip and chin go down, less towards the corners of mouth and jaw; the neck below takes it up."""
    half = abs(face[CORNERS[1], 0] - face[CORNERS[0], 0]) / 2
    off = np.abs(face[:, 0] - mouth[0]) / half
    down = (face[:, 1] - mouth[1]) / unit
    weight = np.interp(down, (0.0, 0.3, 0.7, 1.2), (0.0, 1.0, 1.0, 0.0)) * np.clip(1 - (off / 2.2) ** 2, 0, 1)
    lips = list(LOWER_INNER_LIP + LOWER_OUTER_LIP)
    weight[lips] = np.clip(1 - (off[lips] / 1.02) ** 2, 0, 1) ** 0.5
    weight[list(UPPER_OUTER_LIP + UPPER_INNER_LIP[1:-1])] = -0.12
    moved[:, 1] += by * weight


def _close_lips(moved: NDArray[np.float64], rest: float) -> None:
    for upper, lower in zip(UPPER_INNER_LIP, LOWER_INNER_LIP, strict=True):
        meeting = (moved[upper] + moved[lower]) / 2
        moved[upper] += rest * 0.97 * (meeting - moved[upper])
        moved[lower] += rest * 0.97 * (meeting - moved[lower])


def _brows(moved: NDArray[np.float64], face: NDArray[np.float64], unit: float, expression: Expression) -> None:
    middle = face[list(EYE_CORNERS)].mean(axis=0)
    for brow, inner in zip(BROWS, INNER_BROWS, strict=True):
        _pull(moved, face, brow, (0, (expression.frown * 0.05 - expression.surprise * 0.12) * unit), 0.22 * unit)
        inward = float(np.sign(middle[0] - face[inner[0], 0])) * 0.05
        _pull(moved, face, inner, (expression.frown * inward * unit, expression.frown * 0.07 * unit), 0.16 * unit)


def _widen_eyes(moved: NDArray[np.float64], surprise: float) -> None:
    for upper, lower in zip(UPPER_LIDS, LOWER_LIDS, strict=True):
        moved[list(upper)] -= 0.15 * surprise * (moved[list(lower)] - moved[list(upper)])


def _pull(
    moved: NDArray[np.float64], face: NDArray[np.float64], at: tuple[int, ...], by: tuple[float, float], reach: float
) -> None:
    """Move some landmarks, and their neighbours less the farther they are, so that nothing folds."""
    away = face[:, None, :2] - face[list(at), :2]
    distance = np.linalg.norm(away, axis=2).min(axis=1)
    moved[:, :2] += np.exp(-((distance / reach) ** 2))[:, None] * np.array(by)
