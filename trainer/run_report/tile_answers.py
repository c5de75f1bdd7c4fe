"""The tile tasks' answers on faces, and the pictures that result when these are followed."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.data.batch import Batch
from trainer.tasks.joint import Joint
from trainer.tasks.puzzling import Puzzling
from trainer.tasks.puzzling_rotation import PuzzlingRotation
from trainer.tasks.tile_rotation import TileRotation
from trainer.tasks.tiles import TileHeads, cut, joined, moved, turned

FRAME_PX = 3
_EMPTY = 128.0
_SEED = 1

TileTask = Puzzling | TileRotation | PuzzlingRotation


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Pictures whose tiles were changed, float [n, 3, px, px] in 0..255, and what was answered.

    All of [n, slots]: which tile each slot holds and how far it is turned, the same as answered, and how sure the
    answered place is.
    """

    changed: Tensor
    order: Tensor
    turns: Tensor
    said_order: Tensor
    said_turns: Tensor
    sureness: Tensor
    moves: bool
    turns_tiles: bool

    def right(self) -> NDArray[np.bool_]:
        """Of each slot, whether it is answered right in every respect."""
        both = (self.said_order == self.order) & (self.said_turns == self.turns)
        return np.asarray(both.numpy())


def answered(joint: Joint, task: TileTask, batch: Batch) -> Answered:
    """Every face of the batch changed once, by draws that are the same each time."""
    grid = task.settings.grid
    moves, turns_tiles = not isinstance(task, TileRotation), not isinstance(task, Puzzling)
    faces, random = batch.faces.float(), np.random.default_rng(_SEED)
    stay = np.tile(np.arange(grid**2), (len(faces), 1))
    order = torch.from_numpy(random.permuted(stay, axis=1) if moves else stay)
    turns = torch.from_numpy(random.integers(0, 4, stay.shape) if turns_tiles else np.zeros_like(stay))
    changed = joined(turned(moved(cut(faces, grid), order), turns), faces.shape[-1])
    pooled = joint.look(batch).changed(changed, torch.arange(len(faces)), "sample").pooled
    places, quarters = _heads(task)
    sureness, said_order = (torch.ones(order.shape), order) if places is None else places(pooled).softmax(2).max(2)
    said_turns = turns if quarters is None else quarters(pooled).argmax(2)
    return Answered(changed, order, turns, said_order, said_turns, sureness, moves, turns_tiles)


def put_together(answer: Answered) -> tuple[Tensor, NDArray[np.bool_]]:
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


def _heads(task: TileTask) -> tuple[TileHeads | None, TileHeads | None]:
    """Those that answer for places and for turns."""
    match task:
        case Puzzling():
            return task.heads, None
        case TileRotation():
            return None, task.heads
        case PuzzlingRotation():
            return task.places, task.turns
