"""Head pose: the angle between the predicted and the true rotation (Hempel et al., ICIP 2022, equation 6)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.data.batch import Batch
from trainer.model.facenet import Prediction
from trainer.tasks.task import weighted_mean

_LARGEST_SINE = 1 - 1e-4
_SMALLEST_SQUARE = 1e-8


@dataclass(frozen=True, slots=True)
class PoseTask:
    """Mean geodesic distance in radians."""

    weight: float = 2.0
    name: str = "pose"

    def loss(self, prediction: Prediction, batch: Batch) -> Tensor:
        return weighted_mean(geodesic(prediction.rotation, batch.rotation), batch.pose_weight)


def geodesic(a: Tensor, b: Tensor) -> Tensor:
    """Angle in radians between rotations [n, 3, 3], in [0, pi]; its gradient is finite everywhere.

    With chord c = ||a - b|| (Frobenius) the angle is 2 asin(c / sqrt(8)); the usual acos of the trace
    has an infinite gradient at 0, where training ends.
    """
    square = (a.float() - b.float()).square().sum((1, 2))
    sine = (square + _SMALLEST_SQUARE).sqrt() / 8**0.5
    return 2 * torch.asin(sine.clamp(max=_LARGEST_SINE))
