"""Puzzling plus rotation: tiles are shuffled and each is turned; say which sits where and by how much it is turned."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from trainer.tasks.look import Look, Seen
from trainer.tasks.task import Pretext, PretextSettings
from trainer.tasks.tiles import (
    TileHeads,
    cut,
    joined,
    moved,
    orders,
    quarter_turns,
    tiles_loss,
    tiles_right,
    turned,
)


@dataclass(frozen=True, slots=True)
class PuzzlingRotationSettings(PretextSettings):
    """`grid` tiles by `grid` tiles (2, 3 or 4)."""

    grid: int = 3


class PuzzlingRotation(Pretext):
    """Loss: the plain sum over slots of both questions, on a view that feeds no other head."""

    name = "puzzling_rotation"

    def __init__(self, settings: PuzzlingRotationSettings, features: int) -> None:
        super().__init__()
        self.schedule = self.settings = settings
        slots = settings.grid**2
        self.places = TileHeads(features, slots, slots)
        self.turns = TileHeads(features, slots, 4)

    def loss(self, look: Look) -> Tensor:
        view, order, turns = self._view(look, self.settings.share)
        pooled = look.dropped(view, self.places.dropout, self.name)
        return tiles_loss(self.places(pooled), order) + tiles_loss(self.turns(pooled), turns)

    def scores(self, look: Look) -> Mapping[str, Tensor]:
        view, order, turns = self._view(look, share=1.0)
        return {
            "place_accuracy": tiles_right(self.places(view.pooled), order),
            "turn_accuracy": tiles_right(self.turns(view.pooled), turns),
        }

    def _view(self, look: Look, share: float) -> tuple[Seen, Tensor, Tensor]:
        """The view, and for each slot which tile it holds and by how many quarters that is turned, [m, slots]."""
        rows = look.some_rows(share)
        order = orders(look.draw(f"{self.name} order", rows, self.settings.grid**2))
        turns = quarter_turns(look.draw(f"{self.name} turns", rows, self.settings.grid**2))
        faces = look.batch.faces[rows].float()
        tiles = turned(moved(cut(faces, self.settings.grid), order), turns)
        return look.changed(joined(tiles, faces.shape[-1]), rows, self.name), order, turns
