"""The movements of a face in the shards: 52 numbers in the order of `app.domain.movements.MOVEMENTS`."""

import numpy as np
from numpy.typing import NDArray

from app.domain.movements import MOVEMENTS

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
