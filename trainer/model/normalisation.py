"""What normalises feature maps: each batch by itself, or each picture by groups of channels."""

import math
from collections.abc import Callable
from enum import StrEnum
from typing import assert_never

from torch import nn

Norm = Callable[[int], nn.Module]
"""From a number of channels to what normalises them."""

_GROUPS = 8


class Normalisation(StrEnum):
    """BATCH: by the batch's statistics (Ioffe, Szegedy, ICML 2015). GROUP: by each picture's own, in up to eight
    groups of channels (Wu, He, ECCV 2018), so that nothing depends on the batch or on how processes split it."""

    BATCH = "batch"
    GROUP = "group"


def norm_of(kind: Normalisation) -> Norm:
    match kind:
        case Normalisation.BATCH:
            return nn.BatchNorm2d
        case Normalisation.GROUP:
            return lambda channels: nn.GroupNorm(math.gcd(channels, _GROUPS), channels)
        case other:
            assert_never(other)
