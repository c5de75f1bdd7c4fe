"""How the losses of several tasks become one: fixed weights, or weights learned from each task's uncertainty."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

import torch
from torch import Tensor, nn

from trainer.tasks.task import Task, mean_over_processes


class Balance(StrEnum):
    """FIXED: the given weights, as the authors of HMTL train. UNCERTAINTY: learned, starting at the given weights."""

    FIXED = "fixed"
    UNCERTAINTY = "uncertainty"


class FixedBalance(nn.Module):
    """The weighted sum."""

    def forward(self, losses: Mapping[str, Tensor], weights: Mapping[str, float]) -> Tensor:
        return torch.stack([weights[name] * loss for name, loss in losses.items()]).sum()


class UncertaintyBalance(nn.Module):
    """Homoscedastic uncertainty (Kendall et al., CVPR 2018, equations 5 to 10).

    With s = log variance, a distance L counts L exp(-s) / 2 + s / 2, a cross-entropy L exp(-s) + s / 2. Each s is
    learned with the network, and starts where its factor is the task's weight. What a schedule leaves of a
    task's weight multiplies both terms. A loss of exactly 0 had no labels: its s stays where it is.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        super().__init__()
        self._full = {task.name: task.weight for task in tasks}
        self._factors = {task.name: 0.5 if task.regression else 1.0 for task in tasks}
        starts = {name: -math.log(self._full[name] / factor) for name, factor in self._factors.items()}
        self.log_variances = nn.ParameterDict({name: nn.Parameter(torch.tensor(s)) for name, s in starts.items()})

    def forward(self, losses: Mapping[str, Tensor], weights: Mapping[str, float]) -> Tensor:
        terms = []
        for name, loss in losses.items():
            s = self.log_variances[name]
            left = weights[name] / self._full[name]
            known = (mean_over_processes(loss) != 0).float()
            terms.append(left * (self._factors[name] * torch.exp(-s) * loss + known * s / 2))
        return torch.stack(terms).sum()

    def factors(self) -> dict[str, float]:
        """What multiplies each loss at the moment."""
        logs = {name: float(value.detach()) for name, value in self.log_variances.items()}
        return {name: self._factors[name] * math.exp(-log) for name, log in logs.items()}
