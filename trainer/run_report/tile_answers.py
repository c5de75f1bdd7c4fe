"""The pictures that result when a tile task's answers are followed."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.tasks.task import TileSample
from trainer.tasks.tiles import cut, joined, turned

FRAME_PX = 3
_EMPTY = 128.0


def put_together(answer: TileSample) -> tuple[Tensor, NDArray[np.bool_]]:
    """Every tile where, and turned as, the answer says: pictures float [n, 3, px, px], wrong tiles bool [n, slots].

    Of the tiles that are put in one place the surest stays; a place without a tile is grey and not wrong.
    """
    n, slots = answer.order.shape
    tiles = turned(cut(answer.changed, round(slots**0.5)), (4 - answer.said_turns) % 4)
    result, wrong = torch.full_like(tiles, _EMPTY), np.zeros((n, slots), bool)
    right = answer.right()
    for face in range(n):
        for slot in answer.sureness[face].argsort().tolist():  # the surest last, on top
            place = int(answer.said_order[face, slot])
            result[face, place] = tiles[face, slot]
            wrong[face, place] = not right[face, slot]
    return joined(result, answer.changed.shape[-1]), wrong
