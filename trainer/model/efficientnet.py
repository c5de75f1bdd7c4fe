"""EfficientNet (Tan and Le, ICML 2019, table 1 and section 3.3); parameter names as in timm."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.model.stages import StagedBackbone, initialise_scaled


@dataclass(frozen=True, slots=True)
class _Stage:
    """One row of table 1: `expansion` 1 means no widening before the depthwise convolution."""

    expansion: int
    kernel: int
    stride: int
    channels: int
    layers: int


_TABLE = (
    _Stage(1, 3, 1, 16, 1),
    _Stage(6, 3, 2, 24, 2),
    _Stage(6, 5, 2, 40, 2),
    _Stage(6, 3, 2, 80, 3),
    _Stage(6, 5, 1, 112, 3),
    _Stage(6, 5, 2, 192, 4),
    _Stage(6, 3, 1, 320, 1),
)


class SqueezeExcite(nn.Module):
    """Channels weighed by what the whole map holds (Hu et al., CVPR 2018)."""

    def __init__(self, channels: int, reduced: int) -> None:
        super().__init__()
        self.conv_reduce = nn.Conv2d(channels, reduced, 1)
        self.conv_expand = nn.Conv2d(reduced, channels, 1)

    def forward(self, x: Tensor) -> Tensor:  # [n, channels, h, w] -> the same
        squeezed = functional.silu(self.conv_reduce(x.mean((2, 3), keepdim=True)))
        return x * torch.sigmoid(self.conv_expand(squeezed))


class DepthwiseSeparable(nn.Module):
    """The first stage's block: depthwise convolution, squeeze and excitation, narrowing 1x1."""

    def __init__(self, inside: int, out: int, stage: _Stage, stride: int) -> None:
        super().__init__()
        self.has_skip = stride == 1 and inside == out
        self.conv_dw = nn.Conv2d(inside, inside, stage.kernel, stride, stage.kernel // 2, groups=inside, bias=False)
        self.bn1 = nn.BatchNorm2d(inside)
        self.se = SqueezeExcite(inside, max(1, inside // 4))
        self.conv_pw = nn.Conv2d(inside, out, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, out, h / stride, w / stride]
        changed: Tensor = self.se(functional.silu(self.bn1(self.conv_dw(x))))
        changed = self.bn2(self.conv_pw(changed))
        return changed + x if self.has_skip else changed


class InvertedResidual(nn.Module):
    """MBConv: widening 1x1, depthwise convolution, squeeze and excitation, narrowing 1x1 (Sandler et al., 2018)."""

    def __init__(self, inside: int, out: int, stage: _Stage, stride: int) -> None:
        super().__init__()
        wide = inside * stage.expansion
        self.has_skip = stride == 1 and inside == out
        self.conv_pw = nn.Conv2d(inside, wide, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(wide)
        self.conv_dw = nn.Conv2d(wide, wide, stage.kernel, stride, stage.kernel // 2, groups=wide, bias=False)
        self.bn2 = nn.BatchNorm2d(wide)
        self.se = SqueezeExcite(wide, max(1, inside // 4))  # a quarter of the block's input, not of the wide map
        self.conv_pwl = nn.Conv2d(wide, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, out, h / stride, w / stride]
        changed: Tensor = functional.silu(self.bn1(self.conv_pw(x)))
        changed = self.se(functional.silu(self.bn2(self.conv_dw(changed))))
        changed = self.bn3(self.conv_pwl(changed))
        return changed + x if self.has_skip else changed


class EfficientNet(StagedBackbone):
    """Table 1 with its channels and layers multiplied: `width` 1.0 and `depth` 1.0 are B0."""

    def __init__(self, width: float, depth: float) -> None:
        super().__init__()
        inside = _rounded(32 * width)
        self.conv_stem = nn.Conv2d(3, inside, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inside)
        stages = []
        for stage in _TABLE:
            out, layers = _rounded(stage.channels * width), []
            block = DepthwiseSeparable if stage.expansion == 1 else InvertedResidual
            for index in range(math.ceil(stage.layers * depth)):
                layers.append(block(inside, out, stage, stage.stride if index == 0 else 1))
                inside = out
            stages.append(nn.Sequential(*layers))
        self.blocks = nn.Sequential(*stages)
        self.features = self.pooled = _rounded(1280 * width)
        self.stride = 32
        self.depths = (1, 2, 4)  # the last stages at a quarter, an eighth and a sixteenth of the side
        self.conv_head = nn.Conv2d(inside, self.features, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(self.features)
        initialise_scaled(self)

    def stem(self, x: Tensor) -> Tensor:
        return functional.silu(self.bn1(self.conv_stem(x)))

    def stages(self) -> Sequence[nn.Module]:
        return list(self.blocks)

    def close(self, x: Tensor) -> Tensor:
        return functional.silu(self.bn2(self.conv_head(x)))


def _rounded(channels: float) -> int:
    """The nearest multiple of eight, but never less than nine tenths of what was asked for."""
    nearest = max(8, int(channels + 4) // 8 * 8)
    return nearest if nearest >= 0.9 * channels else nearest + 8


def efficientnet_b0() -> EfficientNet:
    """EfficientNet-B0."""
    return EfficientNet(1.0, 1.0)


def efficientnet_b2() -> EfficientNet:
    """EfficientNet-B2: a tenth wider and a fifth deeper."""
    return EfficientNet(1.1, 1.2)
