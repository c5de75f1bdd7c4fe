"""Head pose: the angle between the predicted and the true rotation (Hempel et al., ICIP 2022, equation 6)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.tasks.look import Look
from trainer.tasks.task import weighted_mean

_LARGEST_SINE = 1 - 1e-4
_SMALLEST_SQUARE = 1e-8


@dataclass(frozen=True, slots=True)
class PoseTask:
    """Mean geodesic distance in radians, on whole faces only: tiles that were moved or turned have no head pose."""

    weight: float = 2.0
    name: str = "pose"
    regression: bool = True

    def weight_at(self, done: float) -> float:
        return self.weight

    def loss(self, look: Look) -> Tensor:
        whole, batch = look.whole, look.batch
        errors = geodesic(look.net.pose(whole.pooled), batch.rotation[whole.rows])
        return weighted_mean(errors, batch.pose_weight[whole.rows])


def geodesic(a: Tensor, b: Tensor) -> Tensor:
    """Angle in radians between rotations [n, 3, 3], in [0, pi]; its gradient is finite everywhere.

    With chord c = ||a - b|| (Frobenius) the angle is 2 asin(c / sqrt(8)); the usual acos of the trace
    has an infinite gradient at 0, where training ends.
    """
    square = (a.float() - b.float()).square().sum((1, 2))
    sine = (square + _SMALLEST_SQUARE).sqrt() / 8**0.5
    return 2 * torch.asin(sine.clamp(max=_LARGEST_SINE))
