"""Puzzling: which tile sits in which slot of a shuffled picture (Pourmirzaei et al., arXiv 2105.06421)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import torch
from torch import Tensor
from torch.nn import functional

from trainer.tasks.look import Look, Seen
from trainer.tasks.tile_task import TileSettings, TileTask
from trainer.tasks.tiles import TileHeads, tiles_loss, tiles_right

SCALES = (1.07, 1.0, 0.78)
"""Sides of the multi-view variant's shuffled views, of the input's side."""


class Variant(StrEnum):
    """How the shuffled pictures are used.

    SINGLE_IMAGE: they replace the whole ones for the emotion head; the authors' weight is 1.
    MULTI_VIEW: at three scales, beside the whole ones, for puzzle and emotion heads; the authors' weight is 0.3.
    SEPARATE_VIEW: for the puzzle heads only.
    """

    SINGLE_IMAGE = "single-image"
    MULTI_VIEW = "multi-view"
    SEPARATE_VIEW = "separate-view"


@dataclass(frozen=True, slots=True)
class PuzzlingSettings(TileSettings):
    """How the shuffled pictures are used, beside what the tile tasks share."""

    variant: Variant = Variant.SEPARATE_VIEW


@dataclass(frozen=True, slots=True, eq=False)
class _Shuffled:
    """Views that hold the puzzle of `order` int64 [m, slots] in their pictures `puzzled` int64 [m]; other pictures of
    a view are whole."""

    views: tuple[Seen, ...]
    order: Tensor
    puzzled: Tensor | slice


class Puzzling(TileTask):
    """Loss: the plain sum over slots, and over the views of the multi-view variant."""

    name = "puzzling"
    settings: PuzzlingSettings

    def __init__(self, settings: PuzzlingSettings, features: int) -> None:
        super().__init__()
        self.schedule = self.settings = settings
        slots = settings.grid**2
        self.heads = TileHeads(features, slots, slots)

    @property
    def place_heads(self) -> TileHeads:
        return self.heads

    def loss(self, look: Look) -> Tensor:
        shuffled = self._shuffled(look, self.settings.share)
        losses = [
            tiles_loss(self.heads(pooled[shuffled.puzzled]), shuffled.order)
            for pooled in (
                look.dropped(view, self.heads.dropout, f"{self.name} {number}")
                for number, view in enumerate(shuffled.views)
            )
        ]
        return sum(losses[1:], start=losses[0])

    def scores(self, look: Look) -> Mapping[str, Tensor]:
        shuffled = self._shuffled(look, share=1.0)
        right = [tiles_right(self.heads(view.pooled[shuffled.puzzled]), shuffled.order) for view in shuffled.views]
        return {"accuracy": sum(right[1:], start=right[0]) / len(right)}

    def emotion_views(self, look: Look) -> Sequence[Seen]:
        """What the emotion head learns from in this step."""
        if self.weight_at(look.done) == 0:
            return (look.whole,)
        match self.settings.variant:
            case Variant.SINGLE_IMAGE:
                return self._shuffled(look, self.settings.share).views
            case Variant.MULTI_VIEW:
                return (look.whole, *self._shuffled(look, self.settings.share).views)
            case Variant.SEPARATE_VIEW:
                return (look.whole,)
            case other:
                assert_never(other)

    def _shuffled(self, look: Look, share: float) -> _Shuffled:
        return look.once(self.name, lambda: self._shuffle(look, share))

    def _shuffle(self, look: Look, share: float) -> _Shuffled:
        rows = look.some_rows(share)
        changed = self.drawn(look, rows)
        assert changed.order is not None
        order, faces = changed.order, changed.applied(look.batch.faces[rows].float(), self.settings.grid)
        match self.settings.variant:
            case Variant.SINGLE_IMAGE:
                mixed = look.batch.faces.to(torch.float32, copy=True)
                mixed[rows] = faces
                return _Shuffled((look.changed(mixed, look.some_rows(1.0), self.name),), order, rows)
            case Variant.MULTI_VIEW:
                sides = (round(scale * faces.shape[-1]) for scale in SCALES)
                views = (look.changed(_resized(faces, side), rows, f"{self.name} {side}") for side in sides)
                return _Shuffled(tuple(views), order, slice(None))
            case Variant.SEPARATE_VIEW:
                return _Shuffled((look.changed(faces, rows, self.name),), order, slice(None))
            case other:
                assert_never(other)


def _resized(faces: Tensor, side: int) -> Tensor:
    if faces.shape[-1] == side:
        return faces
    return functional.interpolate(faces, (side, side), mode="bilinear", antialias=True)
