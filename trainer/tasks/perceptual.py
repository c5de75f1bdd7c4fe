"""Perceptual loss: pictures compared by what a frozen network sees in them (Johnson et al., ECCV 2016, section 3.2)."""

from collections.abc import Sequence
from enum import StrEnum

import torch
from torch import Tensor

from trainer.model.stages import Backbone
from trainer.tasks.task import mean_over_processes


class Perceptual(StrEnum):
    """The frozen network: none, the encoder of an earlier supervised run of ours, VGG16 with ImageNet's weights, or a
    face-recognition network (`faceres.json`: `trainer/model/faceres.py`)."""

    NONE = "none"
    ENCODER = "encoder"
    VGG16 = "vgg16"
    FACERES = "faceres"


class PerceptualLoss:
    """Mean over three depths of the L1 distance between feature maps; `mean` and `sd` of the pixels in 0..1 are what
    the network was trained with, per channel."""

    def __init__(self, backbone: Backbone, mean: Sequence[float], sd: Sequence[float]) -> None:
        self._backbone = backbone.eval().requires_grad_(False)
        self._mean = torch.tensor(mean).view(1, -1, 1, 1)
        self._sd = torch.tensor(sd).view(1, -1, 1, 1)

    def __call__(self, painted: Tensor, faces: Tensor) -> Tensor:
        """Pictures [n, 3, px, px] in 0..1 to a scalar; the gradient flows into `painted` alone."""
        if self._mean.device != faces.device:
            self._mean, self._sd = self._mean.to(faces.device), self._sd.to(faces.device)
            self._backbone.to(faces.device)
        with torch.no_grad():
            wanted = self._maps(faces)
        gaps = [_distance(ours, theirs) for ours, theirs in zip(self._maps(painted), wanted, strict=True)]
        return torch.stack(gaps).mean()

    def _maps(self, pictures: Tensor) -> tuple[Tensor, ...]:
        return self._backbone.feature_maps((pictures - self._mean) / self._sd)


def _distance(ours: Tensor, theirs: Tensor) -> Tensor:
    """Mean absolute difference of feature maps over all processes."""
    total = (ours - theirs).float().abs().sum()
    return total / mean_over_processes(total.new_tensor(float(ours.numel())))
