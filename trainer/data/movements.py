"""The movements of a face: the 52 expression coefficients that MediaPipe's Face Landmarker gives, by name."""

import numpy as np
from numpy.typing import NDArray

MOVEMENTS = (
    "_neutral",
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
)
"""In MediaPipe's order; each runs from 0 to 1. Left and right are the person's own."""

_SIDES = {"Left": "Right", "Right": "Left"}


def _other_side(name: str) -> str:
    for side, other in _SIDES.items():
        if name.endswith(side):
            return name.removesuffix(side) + other
    return name


MIRRORED = tuple(MOVEMENTS.index(_other_side(name)) for name in MOVEMENTS)
"""Where each movement of a mirrored face stands in those of the face itself."""

STILL: NDArray[np.float32] = np.zeros(len(MOVEMENTS), np.float32)
"""What stands where no movements are known; read-only, so that all such faces may share it."""
STILL.flags.writeable = False


def mirrored(movements: tuple[float, ...]) -> tuple[float, ...]:
    """The 52 movements of a face as its mirror image shows them."""
    return tuple(movements[place] for place in MIRRORED)
