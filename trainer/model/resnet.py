"""Residual networks (He et al., CVPR 2016, section 4.1), in any width; parameter names as in timm."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.model.normalisation import Norm
from trainer.model.stages import StagedBackbone


class BasicBlock(nn.Module):
    """Two 3x3 convolutions beside a shortcut (figure 5, left)."""

    expansion = 1

    def __init__(self, inside: int, width: int, stride: int, norm: Norm = nn.BatchNorm2d) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inside, width, 3, stride, 1, bias=False)
        self.bn1 = norm(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = norm(width)
        self.downsample = _shortcut(inside, width, stride, norm)

    @property
    def last_norm(self) -> nn.Module:
        return self.bn2

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, width, h / stride, w / stride]
        changed = torch.relu(self.bn1(self.conv1(x)))
        changed = self.bn2(self.conv2(changed))
        return torch.relu(changed + self.downsample(x))


class Bottleneck(nn.Module):
    """A 3x3 convolution between two 1x1 (figure 5, right); the 3x3 strides, as all published weights expect."""

    expansion = 4

    def __init__(self, inside: int, width: int, stride: int, norm: Norm = nn.BatchNorm2d) -> None:
        super().__init__()
        out = width * self.expansion
        self.conv1 = nn.Conv2d(inside, width, 1, bias=False)
        self.bn1 = norm(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = norm(width)
        self.conv3 = nn.Conv2d(width, out, 1, bias=False)
        self.bn3 = norm(out)
        self.downsample = _shortcut(inside, out, stride, norm)

    @property
    def last_norm(self) -> nn.Module:
        return self.bn3

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, 4 width, h / stride, w / stride]
        changed = torch.relu(self.bn1(self.conv1(x)))
        changed = torch.relu(self.bn2(self.conv2(changed)))
        changed = self.bn3(self.conv3(changed))
        return torch.relu(changed + self.downsample(x))


def _shortcut(inside: int, out: int, stride: int, norm: Norm) -> nn.Module:
    if stride == 1 and inside == out:
        return nn.Identity()
    return nn.Sequential(nn.Conv2d(inside, out, 1, stride, bias=False), norm(out))


class ResNet(StagedBackbone):
    """Stages of residual blocks; each stage after the first halves the side.

    The stem is one 3x3 convolution of stride 2 without pooling: faces of 64 px leave a map of 4 x 4.
    With `wide_stem` it is the paper's for ImageNet: a 7x7 convolution and 3x3 max pooling, stride 4 in all. `norm`
    makes what normalises so many channels.
    """

    def __init__(
        self,
        widths: Sequence[int],
        blocks: Sequence[int],
        kind: type[BasicBlock] | type[Bottleneck] = BasicBlock,
        wide_stem: bool = False,
        norm: Norm = nn.BatchNorm2d,
    ) -> None:
        super().__init__()
        self.wide_stem = wide_stem
        self.conv1 = nn.Conv2d(3, widths[0], 7 if wide_stem else 3, 2, 3 if wide_stem else 1, bias=False)
        self.bn1 = norm(widths[0])
        inside = widths[0]
        for number, (width, count) in enumerate(zip(widths, blocks, strict=True), start=1):
            layers = []
            for index in range(count):
                layers.append(kind(inside, width, 2 if number > 1 and index == 0 else 1, norm))
                inside = width * kind.expansion
            setattr(self, f"layer{number}", nn.Sequential(*layers))
        self.count = len(widths)
        self.features = self.pooled = inside
        self.stride = (4 if wide_stem else 2) * 2 ** (self.count - 1)
        self.depths = range(3) if wide_stem else range(max(0, self.count - 3), self.count)
        self._initialise()

    def _initialise(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, BasicBlock | Bottleneck):
                nn.init.zeros_(cast(Tensor, module.last_norm.weight))  # each block starts as its shortcut

    def stem(self, x: Tensor) -> Tensor:
        x = torch.relu(self.bn1(self.conv1(x)))
        return functional.max_pool2d(x, 3, 2, 1) if self.wide_stem else x

    def stages(self) -> Sequence[nn.Module]:
        return [getattr(self, f"layer{number}") for number in range(1, self.count + 1)]


def resnet18() -> ResNet:
    """ResNet-18 of the paper's table 1."""
    return ResNet((64, 128, 256, 512), (2, 2, 2, 2), BasicBlock, wide_stem=True)


def resnet50() -> ResNet:
    """ResNet-50 of the paper's table 1."""
    return ResNet((64, 128, 256, 512), (3, 4, 6, 3), Bottleneck, wide_stem=True)
