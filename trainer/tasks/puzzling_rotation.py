"""Puzzling plus rotation: tiles are shuffled and each is turned; say which sits where and by how much it is turned."""

from dataclasses import dataclass

from trainer.tasks.tile_task import TileSettings, TileTask
from trainer.tasks.tiles import TileHeads


@dataclass(frozen=True, slots=True)
class PuzzlingRotationSettings(TileSettings):
    """Those that the tile tasks share."""


class PuzzlingRotation(TileTask):
    """Both questions for each slot."""

    name = "puzzling_rotation"

    def __init__(self, settings: PuzzlingRotationSettings, features: int) -> None:
        super().__init__()
        self.schedule = self.settings = settings
        slots = settings.grid**2
        self.places = TileHeads(features, slots, slots)
        self.turns = TileHeads(features, slots, 4)

    @property
    def place_heads(self) -> TileHeads:
        return self.places

    @property
    def turn_heads(self) -> TileHeads:
        return self.turns
