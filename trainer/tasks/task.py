"""The one shape of every training signal."""

from typing import Protocol

from torch import Tensor

from trainer.data.batch import Batch
from trainer.model.facenet import Prediction


class Task(Protocol):
    """A training signal: a name for logs, a fixed weight, and a loss.

    Self-supervised tasks (puzzling, in-painting, tile rotation) will join here with a view of their own.
    """

    @property
    def name(self) -> str: ...

    @property
    def weight(self) -> float: ...

    def loss(self, prediction: Prediction, batch: Batch) -> Tensor:
        """The mean loss over the faces whose label is known, as a float32 scalar; 0 where none is."""
        ...


def weighted_mean(losses: Tensor, weights: Tensor) -> Tensor:
    """Mean of losses [n] by weights [n]; 0 when all weights are 0."""
    return (losses * weights).sum() / weights.sum().clamp(min=1e-6)
