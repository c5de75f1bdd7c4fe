"""Tile rotation: every tile stays in its place, turned by 0, 90, 180 or 270 degrees; say by how much."""

from dataclasses import dataclass

from trainer.tasks.tile_task import TileSettings, TileTask
from trainer.tasks.tiles import TileHeads


@dataclass(frozen=True, slots=True)
class TileRotationSettings(TileSettings):
    """Those that the tile tasks share."""


class TileRotation(TileTask):
    """Four classes for each slot."""

    name = "tile_rotation"

    def __init__(self, settings: TileRotationSettings, features: int) -> None:
        super().__init__()
        self.schedule = self.settings = settings
        self.heads = TileHeads(features, settings.grid**2, 4)

    @property
    def turn_heads(self) -> TileHeads:
        return self.heads
