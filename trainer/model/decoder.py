"""Paints a picture from the last feature map alone: no skip connections, so that the encoder must carry the content."""

import math
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.model.normalisation import Norm

_WIDEST, _NARROWEST = 256, 16


class Decoder(nn.Module):
    """The last map [n, features, side, side] -> pictures [n, 3, px, px] in 0..1.

    A 1x1 convolution to 256 channels, then blocks that double the side (nearest, 3x3 convolution, `norm`, ReLU) and
    halve the channels, not below 16; as many as undo the encoder's stride.
    """

    def __init__(self, features: int, stride: int, norm: Norm = nn.BatchNorm2d) -> None:
        super().__init__()
        doublings = math.ceil(math.log2(stride))
        widths = [_WIDEST] + [max(_NARROWEST, _WIDEST >> number) for number in range(1, doublings + 1)]
        self.enter = nn.Conv2d(features, _WIDEST, 1)
        self.blocks = nn.Sequential(*(_doubling(*pair, norm) for pair in pairwise(widths)))
        self.paint = nn.Conv2d(widths[-1], 3, 3, padding=1)

    def forward(self, feature_map: Tensor, size_px: int) -> Tensor:
        painted = torch.sigmoid(self.paint(self.blocks(self.enter(feature_map))).float())
        if painted.shape[-1] == size_px:
            return painted
        return functional.interpolate(painted, (size_px, size_px), mode="bilinear", antialias=True)


def _doubling(inside: int, out: int, norm: Norm) -> nn.Sequential:
    return nn.Sequential(
        nn.Upsample(scale_factor=2, mode="nearest"),
        nn.Conv2d(inside, out, 3, padding=1, bias=False),
        norm(out),
        nn.ReLU(),
    )
