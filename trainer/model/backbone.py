"""Residual networks (He et al., CVPR 2016, section 4.1), in any width; parameter names as in timm."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class BasicBlock(nn.Module):
    """Two 3x3 convolutions beside a shortcut (figure 5, left)."""

    def __init__(self, inside: int, out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inside, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or inside != out:
            self.downsample = nn.Sequential(nn.Conv2d(inside, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:  # [n, inside, h, w] -> [n, out, h / stride, w / stride]
        changed = torch.relu(self.bn1(self.conv1(x)))
        changed = self.bn2(self.conv2(changed))
        return torch.relu(changed + self.downsample(x))


class ResNet(nn.Module):
    """Stages of basic blocks; each stage after the first halves the side.

    The stem is one 3x3 convolution of stride 2 without pooling: faces of 64 px leave a map of 4 x 4.
    """

    def __init__(self, widths: Sequence[int], blocks: Sequence[int]) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        inside = widths[0]
        for number, (width, count) in enumerate(zip(widths, blocks, strict=True), start=1):
            first = BasicBlock(inside, width, 1 if number == 1 else 2)
            rest = [BasicBlock(width, width, 1) for _ in range(count - 1)]
            setattr(self, f"layer{number}", nn.Sequential(first, *rest))
            inside = width
        self.stages = len(widths)
        self.features = inside
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, BasicBlock):
                nn.init.zeros_(module.bn2.weight)  # each block starts as its shortcut

    def forward(self, x: Tensor) -> Tensor:  # [n, 3, px, px] -> [n, features, px / 16, px / 16]
        x = torch.relu(self.bn1(self.conv1(x)))
        for number in range(1, self.stages + 1):
            x = getattr(self, f"layer{number}")(x)
        return x
