"""MobileNetV4-conv-small (Qin et al., ECCV 2024, section 3 and the appendix's table); parameter names as in timm."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from trainer.model.stages import StagedBackbone, initialise_scaled


class ConvBlock(nn.Module):
    """A convolution, batch norm, ReLU."""

    def __init__(self, inside: int, out: int, kernel: int, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, out, kernel, stride, kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, out, h / stride, w / stride]
        return torch.relu(self.bn1(self.conv(x)))


class Normed(nn.Module):
    """A convolution and batch norm inside the inverted bottleneck, with or without ReLU."""

    def __init__(self, inside: int, out: int, kernel: int, stride: int, groups: int, has_relu: bool) -> None:
        super().__init__()
        self.has_relu = has_relu
        self.conv = nn.Conv2d(inside, out, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:
        x = self.bn(self.conv(x))
        return torch.relu(x) if self.has_relu else x


@dataclass(frozen=True, slots=True)
class _Bottleneck:
    """One row of the table: kernels of the depthwise convolutions before and after widening, 0 for none."""

    start: int
    middle: int
    channels: int
    expansion: int
    stride: int = 1


class UniversalBottleneck(nn.Module):
    """The universal inverted bottleneck: two optional depthwise convolutions about a widening 1x1 (figure 4).

    The stride lies in the later depthwise convolution.
    """

    def __init__(self, inside: int, row: _Bottleneck) -> None:
        super().__init__()
        wide, out = inside * row.expansion, row.channels
        first, second = (1, row.stride) if row.middle else (row.stride, 1)
        self.has_skip = row.stride == 1 and inside == out
        self.dw_start: nn.Module = nn.Identity()
        self.dw_mid: nn.Module = nn.Identity()
        if row.start:
            self.dw_start = Normed(inside, inside, row.start, first, inside, has_relu=False)
        self.pw_exp = Normed(inside, wide, 1, 1, 1, has_relu=True)
        if row.middle:
            self.dw_mid = Normed(wide, wide, row.middle, second, wide, has_relu=True)
        self.pw_proj = Normed(wide, out, 1, 1, 1, has_relu=False)

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, channels, h / stride, w / stride]
        changed: Tensor = self.pw_proj(self.dw_mid(self.pw_exp(self.dw_start(x))))
        return changed + x if self.has_skip else changed


_STAGES = (
    (
        _Bottleneck(5, 5, 96, 3, stride=2),
        _Bottleneck(0, 3, 96, 2),
        _Bottleneck(0, 3, 96, 2),
        _Bottleneck(0, 3, 96, 2),
        _Bottleneck(0, 3, 96, 2),
        _Bottleneck(3, 0, 96, 4),
    ),
    (
        _Bottleneck(3, 3, 128, 6, stride=2),
        _Bottleneck(5, 5, 128, 4),
        _Bottleneck(0, 5, 128, 4),
        _Bottleneck(0, 5, 128, 3),
        _Bottleneck(0, 3, 128, 4),
        _Bottleneck(0, 3, 128, 4),
    ),
)


class MobileNetV4ConvSmall(StagedBackbone):
    """The smallest network of the paper: convolutions alone, made for the CPU of a phone.

    It pools before its last widening 1x1, so `pooled` is more than `features`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv_stem = nn.Conv2d(3, 32, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        stages = [
            nn.Sequential(ConvBlock(32, 32, 3, 2), ConvBlock(32, 32, 1)),
            nn.Sequential(ConvBlock(32, 96, 3, 2), ConvBlock(96, 64, 1)),
        ]
        inside = 64
        for rows in _STAGES:
            layers = []
            for row in rows:
                layers.append(UniversalBottleneck(inside, row))
                inside = row.channels
            stages.append(nn.Sequential(*layers))
        self.features, self.pooled, self.stride, self.depths = 960, 1280, 32, (0, 1, 2)
        self.blocks = nn.Sequential(*stages, nn.Sequential(ConvBlock(inside, self.features, 1)))
        self.conv_head = nn.Conv2d(self.features, self.pooled, 1, bias=False)
        self.norm_head = nn.BatchNorm2d(self.pooled)
        initialise_scaled(self)

    def stem(self, x: Tensor) -> Tensor:
        return torch.relu(self.bn1(self.conv_stem(x)))

    def stages(self) -> Sequence[nn.Module]:
        return list(self.blocks)

    def pool(self, feature_map: Tensor) -> Tensor:
        pooled = feature_map.float().mean((2, 3), keepdim=True)  # [n, features, 1, 1]
        return torch.relu(self.norm_head(self.conv_head(pooled))).flatten(1).float()
