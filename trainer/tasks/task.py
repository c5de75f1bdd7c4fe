"""The one shape of every training signal, of the self-supervised ones among them, and means over all processes."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import torch.distributed
from numpy.typing import NDArray
from torch import Tensor, nn

from trainer.tasks.look import Look


def mean_over_processes(value: Tensor) -> Tensor:
    """The mean of a tensor over all processes, without gradient; with one process the tensor itself.

    A loss that each process divides by the mean of all denominators has, averaged over the processes, the value and
    the gradient of one process that saw the whole batch; DistributedDataParallel does average gradients.
    """
    value = value.detach()
    if not (torch.distributed.is_available() and torch.distributed.is_initialized()):
        return value
    total = value.clone()
    torch.distributed.all_reduce(total)
    return total / torch.distributed.get_world_size()


class Task(Protocol):
    """A training signal: a name for logs, a weight in the sum that may change over the run, and a loss."""

    @property
    def name(self) -> str: ...

    @property
    def weight(self) -> float:
        """The weight in the sum, before any schedule."""
        ...

    @property
    def regression(self) -> bool:
        """Whether the loss is a distance rather than a cross-entropy; uncertainty weights treat the two apart."""
        ...

    def weight_at(self, done: float) -> float:
        """The weight when the share `done` (0 to 1) of the run is over; 0 leaves the task out of the step."""
        ...

    def loss(self, look: Look) -> Tensor:
        """The mean loss over the faces it concerns, as a float32 scalar; 0 where there are none."""
        ...


@dataclass(frozen=True, slots=True)
class PretextSettings:
    """When and how much a self-supervised task counts; `weight` 0 leaves it out.

    It runs while the share of the run that is over lies in [start, stop); with `decay` its weight falls in a
    straight line to 0 at `stop`. `share` of each batch's pictures, drawn anew each step, get its view.
    """

    weight: float = 0.0
    start: float = 0.0
    stop: float = 1.0
    decay: bool = False
    share: float = 1.0

    @property
    def changes(self) -> bool:
        """Whether its weight depends on how much of the run is over."""
        return self.decay or self.start > 0 or self.stop < 1

    def weight_at(self, done: float) -> float:
        if not self.start <= done < self.stop:
            return 0.0
        return self.weight * ((self.stop - done) / (self.stop - self.start) if self.decay else 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class TileSample:
    """Pictures whose tiles were changed, float [n, 3, px, px] in 0..255, and what was answered.

    All of [n, slots]: which tile each slot holds and how far it is turned, the same as answered, and how sure the
    answered place is. `moves` and `turns_tiles` say what was done to the tiles at all.
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


class PaintedSample(NamedTuple):
    """The painted and the true pictures float [m, 3, px, px] in 0..1, and what was hidden, bool [m, 1, px, px]."""

    painted: Tensor
    true: Tensor
    hidden: Tensor


class Pretext(nn.Module, ABC):
    """A self-supervised task: a view of its own, and modules trained with the network that are dropped at export."""

    name: str
    regression: bool = False
    schedule: PretextSettings

    @property
    def weight(self) -> float:
        return self.schedule.weight

    def weight_at(self, done: float) -> float:
        return self.schedule.weight_at(done)

    @abstractmethod
    def loss(self, look: Look) -> Tensor:
        """The mean loss over the pictures of its view, as a float32 scalar."""

    @abstractmethod
    def scores(self, look: Look) -> Mapping[str, Tensor]:
        """Its own measures, one number per picture; every picture of the look gets the view."""

    @abstractmethod
    def sample(self, look: Look) -> TileSample | PaintedSample:
        """What it makes of every picture of the look, to be shown."""


def weighted_mean(losses: Tensor, weights: Tensor) -> Tensor:
    """Mean of losses [n] by weights [n] over all processes' faces; 0 when all weights are 0."""
    return (losses * weights).sum() / mean_over_processes(weights.sum()).clamp(min=1e-6)
