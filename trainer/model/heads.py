"""The supervised heads on the pooled feature, and the 6-D rotation."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.domain.reading import EMOTIONS


class EmotionHead(nn.Sequential):
    """[n, features] -> logits [n, 8]; `dropout` on the feature before is what the authors of HMTL use."""

    dropout = 0.3

    def __init__(self, features: int) -> None:
        super().__init__(nn.Identity(), nn.Linear(features, len(EMOTIONS)))  # the first keeps older weights' names


class PoseHead(nn.Module):
    """[n, features] -> rotation matrices [n, 3, 3] through six numbers (Zhou et al., CVPR 2019)."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(features, 6)
        with torch.no_grad():  # start at the identity, with small steps away from it
            self.linear.weight.mul_(0.1)
            self.linear.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]))

    def forward(self, features: Tensor) -> Tensor:
        return rotation_from_6d(self.linear(features).float())


class GenderHead(nn.Sequential):
    """[n, features] -> logit [n] of a perceived female presentation; with `dropout` on the feature before."""

    dropout = 0.2

    def __init__(self, features: int) -> None:
        super().__init__(nn.Identity(), nn.Linear(features, 1), nn.Flatten(0))


def rotation_from_6d(six: Tensor) -> Tensor:
    """Gram-Schmidt: the two columns in [n, 6] made orthonormal, the third their cross product; [n, 3, 3]."""
    first = functional.normalize(six[:, :3], dim=1, eps=1e-6)
    second = six[:, 3:]
    second = functional.normalize(second - (first * second).sum(1, keepdim=True) * first, dim=1, eps=1e-6)
    third = torch.stack(
        [
            first[:, 1] * second[:, 2] - first[:, 2] * second[:, 1],
            first[:, 2] * second[:, 0] - first[:, 0] * second[:, 2],
            first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0],
        ],
        dim=1,
    )
    return torch.stack([first, second, third], dim=2)
