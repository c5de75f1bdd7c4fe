"""Emotion from the distribution of the annotators' votes (Barsoum et al., ICMI 2016, section 3.4)."""

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional

from trainer.data.batch import Batch
from trainer.model.facenet import Prediction
from trainer.tasks.task import weighted_mean


@dataclass(frozen=True, slots=True)
class EmotionTask:
    """Cross-entropy between the vote distribution and the soft-max of the logits."""

    weight: float = 1.0
    name: str = "emotion"

    def loss(self, prediction: Prediction, batch: Batch) -> Tensor:
        log_probabilities = functional.log_softmax(prediction.emotion.float(), dim=1)
        return weighted_mean(-(batch.emotion * log_probabilities).sum(1), batch.emotion_weight)
