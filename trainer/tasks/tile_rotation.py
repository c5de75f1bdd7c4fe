"""Tile rotation: every tile stays in its place, turned by 0, 90, 180 or 270 degrees; say by how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from trainer.tasks.look import Look
from trainer.tasks.task import Pretext, PretextSettings
from trainer.tasks.tiles import TileHeads, cut, joined, quarter_turns, tiles_loss, tiles_right, turned


@dataclass(frozen=True, slots=True)
class TileRotationSettings(PretextSettings):
    """`grid` tiles by `grid` tiles (2, 3 or 4)."""

    grid: int = 3


class TileRotation(Pretext):
    """Loss: the plain sum over slots of four-class cross-entropies, on a view that feeds no other head."""

    name = "tile_rotation"

    def __init__(self, settings: TileRotationSettings, features: int) -> None:
        super().__init__()
        self.schedule = self.settings = settings
        self.heads = TileHeads(features, settings.grid**2, 4)

    def loss(self, look: Look) -> Tensor:
        return tiles_loss(*self._answered(look, self.settings.share))

    def scores(self, look: Look) -> Mapping[str, Tensor]:
        return {"accuracy": tiles_right(*self._answered(look, share=1.0))}

    def _answered(self, look: Look, share: float) -> tuple[Tensor, Tensor]:
        """Logits [m, slots, 4] and the true quarter turns [m, slots]."""
        rows = look.some_rows(share)
        turns = quarter_turns(look.draw(self.name, rows, self.settings.grid**2))
        faces = look.batch.faces[rows].float()
        view = look.changed(joined(turned(cut(faces, self.settings.grid), turns), faces.shape[-1]), rows, self.name)
        return self.heads(look.dropped(view, self.heads.dropout, self.name)), turns
