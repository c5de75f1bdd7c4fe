"""Perceived gender presentation: binary cross-entropy."""

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional

from trainer.data.batch import Batch
from trainer.model.facenet import Prediction
from trainer.tasks.task import weighted_mean


@dataclass(frozen=True, slots=True)
class GenderTask:
    """Cross-entropy of the probability of "female"."""

    weight: float = 0.5
    name: str = "gender"

    def loss(self, prediction: Prediction, batch: Batch) -> Tensor:
        losses = functional.binary_cross_entropy_with_logits(prediction.gender.float(), batch.female, reduction="none")
        return weighted_mean(losses, batch.gender_weight)
