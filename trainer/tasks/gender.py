"""Perceived gender presentation: binary cross-entropy."""

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional

from trainer.tasks.look import Look
from trainer.tasks.task import weighted_mean


@dataclass(frozen=True, slots=True)
class GenderTask:
    """Cross-entropy of the probability of "female", on whole faces."""

    weight: float = 0.5
    name: str = "gender"
    regression: bool = False

    def weight_at(self, done: float) -> float:
        return self.weight

    def loss(self, look: Look) -> Tensor:
        whole, batch = look.whole, look.batch
        logits = look.net.gender(look.dropped(whole, look.net.gender.dropout, self.name))
        return gender_loss(logits, batch.female[whole.rows], batch.gender_weight[whole.rows])


def gender_loss(logits: Tensor, female: Tensor, weights: Tensor) -> Tensor:
    """Mean cross-entropy of logits [n] to labels [n] in 0..1, by weights [n]."""
    losses = functional.binary_cross_entropy_with_logits(logits.float(), female, reduction="none")
    return weighted_mean(losses, weights)
