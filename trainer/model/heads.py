"""The supervised heads on the pooled feature, and the 6-D rotation."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.domain.reading import EMOTIONS

_NO_LENGTH = 1e-6


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
    """Gram-Schmidt: the two columns in [n, 6] made orthonormal, the third their cross product; [n, 3, 3].

    Columns without a direction (zeros, or two parallel ones) get one, so that the answer is always a rotation.
    """
    x_axis, y_axis = six.new_tensor([1.0, 0.0, 0.0]), six.new_tensor([0.0, 1.0, 0.0])
    first = _unit(six[:, :3], x_axis)
    other_axis = torch.where(first[:, 1:2].abs() < 0.9, y_axis, x_axis)
    second = _unit(_across(six[:, 3:], first), _unit(_across(other_axis, first), other_axis))
    third = torch.stack(
        [
            first[:, 1] * second[:, 2] - first[:, 2] * second[:, 1],
            first[:, 2] * second[:, 0] - first[:, 0] * second[:, 2],
            first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0],
        ],
        dim=1,
    )
    return torch.stack([first, second, third], dim=2)


def _across(vectors: Tensor, unit: Tensor) -> Tensor:
    """What is left of the vectors at right angles to the unit ones."""
    return vectors - (unit * vectors).sum(1, keepdim=True) * unit


def _unit(vectors: Tensor, instead: Tensor) -> Tensor:
    """Vectors [n, 3] of length 1; one that has almost no length becomes `instead`."""
    length = vectors.square().sum(1, keepdim=True)
    return torch.where(length > _NO_LENGTH**2, functional.normalize(vectors, dim=1, eps=_NO_LENGTH), instead)
