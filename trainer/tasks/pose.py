"""Head pose: the angle between the predicted and the true rotation (Hempel et al., ICIP 2022, equation 6)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.tasks.look import Look
from trainer.tasks.task import weighted_mean

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
    """Angle in radians between rotations [n, 3, 3], from 0 to pi; its gradient is bounded, and not 0 in between.

    Of the turn from one to the other the trace is 1 + 2 cos, and the part that changes sign under transposition has the
    length 2 sin. The arc tangent of both serves at either end: the usual arc cosine of the trace has an infinite
    gradient at 0, where training ends, and at pi.
    """
    turn = a.float() @ b.float().transpose(1, 2)
    skew = turn - turn.transpose(1, 2)
    sine = (torch.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], 1).square().sum(1) + _SMALLEST_SQUARE).sqrt()
    return torch.atan2(sine, turn.diagonal(dim1=1, dim2=2).sum(1) - 1)
