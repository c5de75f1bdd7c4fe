"""What the tile tasks share: tiles that are shuffled, turned or both, heads that say how, and a sample of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainer.tasks.look import Look, Seen
from trainer.tasks.task import Pretext, PretextSettings, TileSample
from trainer.tasks.tiles import TileHeads, cut, joined, moved, orders, quarter_turns, tiles_loss, tiles_right, turned

_SAMPLE_SEED = 1


@dataclass(frozen=True, slots=True)
class TileSettings(PretextSettings):
    """`grid` tiles by `grid` tiles (2, 3 or 4)."""

    grid: int = 3


class Changed(NamedTuple):
    """Which tile each slot holds and by how many quarters it is turned, int64 [m, slots]; None where it stays."""

    order: Tensor | None
    turns: Tensor | None

    def applied(self, faces: Tensor, grid: int) -> Tensor:
        """Faces float [m, 3, px, px] with their tiles changed so."""
        tiles = cut(faces, grid)
        tiles = tiles if self.order is None else moved(tiles, self.order)
        tiles = tiles if self.turns is None else turned(tiles, self.turns)
        return joined(tiles, faces.shape[-1])


class TileTask(Pretext):
    """Loss: the plain sum over slots of every question, on a view that feeds no other head.

    `place_heads` say which tile a slot holds, `turn_heads` by how many quarters it is turned; what has no heads is not
    done to the tiles.
    """

    settings: TileSettings

    @property
    def place_heads(self) -> TileHeads | None:
        return None

    @property
    def turn_heads(self) -> TileHeads | None:
        return None

    def loss(self, look: Look) -> Tensor:
        view, changed = self._view(look, self.settings.share)
        losses = [
            tiles_loss(*pair) for _, *pair in self._answers(look.dropped(view, TileHeads.dropout, self.name), changed)
        ]
        return sum(losses[1:], start=losses[0])

    def scores(self, look: Look) -> Mapping[str, Tensor]:
        view, changed = self._view(look, share=1.0)
        right = {kind: tiles_right(*pair) for kind, *pair in self._answers(view.pooled, changed)}
        return {f"{kind}_accuracy" if len(right) > 1 else "accuracy": each for kind, each in right.items()}

    def sample(self, look: Look) -> TileSample:
        """Every face of the batch changed once, by draws that are the same each time, and what is answered."""
        faces, random = look.batch.faces.float(), np.random.default_rng(_SAMPLE_SEED)
        stay = np.tile(np.arange(self.settings.grid**2), (len(faces), 1))
        order = torch.from_numpy(stay if self.place_heads is None else random.permuted(stay, axis=1))
        turns = torch.from_numpy(np.zeros_like(stay) if self.turn_heads is None else random.integers(0, 4, stay.shape))
        changed = Changed(order, turns).applied(faces, self.settings.grid)
        pooled = look.changed(changed, torch.arange(len(faces)), "sample").pooled
        sureness, said_order, said_turns = torch.ones(order.shape), order, turns
        if self.place_heads is not None:
            sureness, said_order = self.place_heads(pooled).softmax(2).max(2)
        if self.turn_heads is not None:
            said_turns = self.turn_heads(pooled).argmax(2)
        kinds = (self.place_heads is not None, self.turn_heads is not None)
        return TileSample(changed, order, turns, said_order, said_turns, sureness, *kinds)

    def drawn(self, look: Look, rows: Tensor) -> Changed:
        """How the tiles of the batch's faces `rows` are changed in this step."""
        count, both = self.settings.grid**2, self.place_heads is not None and self.turn_heads is not None
        places, turns = (f"{self.name} order", f"{self.name} turns") if both else (self.name, self.name)
        return Changed(
            None if self.place_heads is None else orders(look.draw(places, rows, count)),
            None if self.turn_heads is None else quarter_turns(look.draw(turns, rows, count)),
        )

    def _view(self, look: Look, share: float) -> tuple[Seen, Changed]:
        rows = look.some_rows(share)
        changed = self.drawn(look, rows)
        faces = changed.applied(look.batch.faces[rows].float(), self.settings.grid)
        return look.changed(faces, rows, self.name), changed

    def _answers(self, pooled: Tensor, changed: Changed) -> Iterator[tuple[str, Tensor, Tensor]]:
        """Of each question its name, the logits [m, slots, classes] and the truth [m, slots]."""
        if self.place_heads is not None and changed.order is not None:
            yield "place", self.place_heads(pooled), changed.order
        if self.turn_heads is not None and changed.turns is not None:
            yield "turn", self.turn_heads(pooled), changed.turns
