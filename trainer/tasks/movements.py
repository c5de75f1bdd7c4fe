"""The movements of a face as the landmarker reads them: 52 numbers in 0 to 1, regressed by a head of the task's own."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.domain.movements import MOVEMENTS
from trainer.tasks.look import Look
from trainer.tasks.task import weighted_mean

_HIDDEN = 256
_STILL_LOGIT = -3.0
"""Where every movement starts: at 0.05, since most of a face is still."""


@dataclass(frozen=True, slots=True)
class MovementsSettings:
    """`weight` 0 leaves the task out."""

    weight: float = 0.0


class MovementsTask(nn.Module):
    """Mean over the 52 of the squared difference of square roots, on whole faces.

    Most movements of most faces are small: on plain numbers the few wide ones would be nearly all of the loss, and a
    faint smile none of it. The head ends with the training.
    """

    name = "movements"
    regression = True

    def __init__(self, settings: MovementsSettings, features: int) -> None:
        super().__init__()
        self.weight = settings.weight
        last = nn.Linear(_HIDDEN, len(MOVEMENTS))
        nn.init.constant_(last.bias, _STILL_LOGIT)
        self.head = nn.Sequential(nn.Linear(features, _HIDDEN), nn.ReLU(), last)

    def weight_at(self, done: float) -> float:
        return self.weight

    def loss(self, look: Look) -> Tensor:
        whole, batch = look.whole, look.batch
        logits = self.head(whole.pooled)
        return movements_loss(logits, batch.movements[whole.rows], batch.movements_weight[whole.rows])

    def said(self, look: Look) -> Tensor:
        """The movements it reads from the whole faces, float32 [m, 52] in 0 to 1."""
        return torch.sigmoid(self.head(look.whole.pooled).float())


def movements_loss(logits: Tensor, movements: Tensor, weights: Tensor) -> Tensor:
    """Mean by weights [n] of how far the square roots of sigmoid(logits) and movements [n, 52] are apart, squared."""
    said = torch.exp(functional.logsigmoid(logits.float()) / 2)  # the root of a sigmoid, with a gradient even near 0
    return weighted_mean((said - movements.sqrt()).square().mean(1), weights)
