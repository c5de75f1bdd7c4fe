"""What a run trains on, however its pictures are held: decoded in memory, streamed, or on the device."""

from collections.abc import Generator
from typing import Protocol

from trainer.data.augment import Augmentation
from trainer.data.batch import Batch


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
