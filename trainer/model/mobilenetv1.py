"""MobileNet v1, width 1.0 (Howard et al., arXiv 1704.04861, table 1); parameter names as timm's `mobilenetv1_100`."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.model.stages import StagedBackbone, initialise_scaled

_STAGES = (((64, 1),), ((128, 2), (128, 1)), ((256, 2), (256, 1)), ((512, 2), *((512, 1),) * 5), ((1024, 2), (1024, 1)))
"""Channels and stride of each block, stage by stage."""


class _EverySecond(torch.autograd.Function):
    """Every second row and column from a first one on, in channels-last memory there and back.

    The gradient of a slice is laid out otherwise, and all that is computed with it before takes several times as long.
    """

    @staticmethod
    def forward(ctx: Any, maps: Tensor, row: int, column: int) -> Tensor:
        ctx.first, ctx.shape = (row, column), maps.shape
        return maps[:, :, row::2, column::2].contiguous(memory_format=torch.channels_last)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        row, column = ctx.first
        whole = torch.empty(ctx.shape, dtype=gradient.dtype, memory_format=torch.channels_last).zero_()
        whole[:, :, row::2, column::2] = gradient
        return whole, None, None


class SameConv(nn.Conv2d):
    """A 3x3 convolution padded as the authors' TensorFlow pads: where an even side is halved, 0 before and 1 after."""

    def __init__(self, inside: int, out: int, stride: int, groups: int = 1) -> None:
        super().__init__(inside, out, 3, stride, 1, groups=groups, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, out, h / stride, w / stride], rounded up
        if self.stride == (1, 1):
            return super().forward(x)
        before = [side % 2 for side in x.shape[-2:]]
        if self.training and self.groups > 1 and x.dtype == torch.bfloat16 and x.device.type == "cpu":
            # oneDNN's backward of a strided depthwise convolution takes two to ten times as long in bfloat16
            every = functional.conv2d(x, self.weight, None, 1, 1, 1, self.groups)
            kept: Tensor = _EverySecond.apply(every, 1 - before[0], 1 - before[1])  # type: ignore[no-untyped-call]
            return kept
        padded = functional.pad(x, (before[1], 1, before[0], 1))
        return functional.conv2d(padded, self.weight, None, self.stride, 0, 1, self.groups)


class SeparableBlock(nn.Module):
    """A depthwise and a pointwise convolution, each with batch norm and ReLU6 (figure 3)."""

    def __init__(self, inside: int, out: int, stride: int) -> None:
        super().__init__()
        self.conv_dw = SameConv(inside, inside, stride, groups=inside)
        self.bn1 = nn.BatchNorm2d(inside)
        self.conv_pw = nn.Conv2d(inside, out, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, out, h / stride, w / stride]
        x = functional.relu6(self.bn1(self.conv_dw(x)))
        return functional.relu6(self.bn2(self.conv_pw(x)))


class MobileNetV1(StagedBackbone):
    """3.2 million weights and 569 million multiply-adds at 224 px, without the classifier."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_stem = SameConv(3, 32, 2)
        self.bn1 = nn.BatchNorm2d(32)
        inside, stages = 32, []
        for rows in _STAGES:
            blocks = []
            for out, stride in rows:
                blocks.append(SeparableBlock(inside, out, stride))
                inside = out
            stages.append(nn.Sequential(*blocks))
        self.blocks = nn.Sequential(*stages)
        self.features = self.pooled = inside
        self.stride, self.depths = 32, (1, 2, 3)
        initialise_scaled(self)

    def stem(self, x: Tensor) -> Tensor:
        return functional.relu6(self.bn1(self.conv_stem(x)))

    def stages(self) -> Sequence[nn.Module]:
        return list(self.blocks)
