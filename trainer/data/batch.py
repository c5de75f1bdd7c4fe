"""One batch of faces with whatever is known of each, and what gives a run its batches."""

from collections.abc import Generator
from dataclasses import dataclass, fields
from typing import Protocol

import torch
from torch import Tensor

from trainer.data.augment import Augmentation


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Tensors of n faces; a weight of 0 says that the label is not known.

    faces: uint8 [n, 3, px, px] RGB. emotion: float32 [n, 8], rows sum to 1. rotation: float32 [n, 3, 3], the head
    in the crop. female: float32 [n], 0 or 1. movements: float32 [n, 52], each 0 to 1, as in `trainer.data.movements`.
    The weights are float32 [n]. key: int64 [n], a number that derives from (seed, epoch, picture) alone, for
    `trainer.data.draws`. place: int64 [n], the row in the batch of all processes.
    """

    faces: Tensor
    emotion: Tensor
    emotion_weight: Tensor
    rotation: Tensor
    pose_weight: Tensor
    female: Tensor
    gender_weight: Tensor
    movements: Tensor
    movements_weight: Tensor
    key: Tensor
    place: Tensor

    def __len__(self) -> int:
        return int(self.faces.shape[0])

    def first(self, count: int) -> "Batch":
        return Batch(*(getattr(self, field.name)[:count] for field in fields(self)))

    def columns(self) -> dict[str, Tensor]:
        """The tensors by name; `Batch(**columns)` is the reverse."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def to(self, device: torch.device) -> "Batch":
        return Batch(*(getattr(self, field.name).to(device, non_blocking=True) for field in fields(self)))


class TrainingData(Protocol):
    """Batches by step: the same step gives the same pictures, keys and places, whoever makes the batch."""

    def places(self, use: str) -> tuple[int, ...]:
        """Which pictures a use takes."""
        ...

    def emotion_counts(self) -> tuple[float, ...]:
        """How many training pictures show each emotion."""
        ...

    def training_batches(
        self, size: int, how: Augmentation, start: int, stop: int, rank: int = 0, ranks: int = 1
    ) -> Generator[Batch, None, None]:
        """The batches of the steps from `start` up to `stop`; of several processes each gets every `ranks`-th row.

        Close the generator if you leave early.
        """
        ...
