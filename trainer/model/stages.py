"""What every backbone is: faces in, the last feature map out, with finer maps and a pooled feature on request."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import takewhile
from typing import Self

from torch import Tensor, nn

from trainer.failure import TrainerError


class BackboneError(TrainerError):
    """A backbone or its weights cannot be used; the message is one sentence that says what to do."""


class Backbone(nn.Module, ABC):
    """An encoder of normalised pictures [n, 3, px, px].

    `features` are the channels of the last map, `stride` the input side by its side, `pooled` the length of
    the pooled feature: `features` in most, more where a network widens after pooling.
    """

    features: int
    pooled: int
    stride: int

    @abstractmethod
    def forward(self, x: Tensor) -> Tensor:
        """[n, 3, px, px] -> the last map [n, features, side, side]."""

    @abstractmethod
    def feature_maps(self, x: Tensor) -> tuple[Tensor, ...]:
        """[n, 3, px, px] -> maps at three depths, fine to coarse, at a half to a sixteenth of the side."""

    def pool(self, feature_map: Tensor) -> Tensor:
        """The last map [n, features, side, side] -> [n, pooled] in float32."""
        return feature_map.float().mean((2, 3))

    @property
    def weighted(self) -> nn.Module:
        """The module whose parameters bear timm's names."""
        return self


class StagedBackbone(Backbone):
    """A stem, stages one after the other, and a closing layer; `depths` are the stages that feature_maps shows."""

    depths: Sequence[int]
    _frozen: tuple[nn.Module, ...] = ()

    def freeze(self, count: int) -> None:
        """Leave the stem and the first stages, which take most of a step's time, as they are: weights and statistics.

        With 0 nothing is frozen. Raises BackboneError where there are not so many stages.
        """
        stages = self.stages()
        if not 0 <= count <= len(stages):
            raise BackboneError(f"This backbone has {len(stages)} stages; freeze that many at most, not {count}.")
        before = takewhile(lambda child: stages[0] not in child.modules(), self.children())
        self._frozen = (*before, *stages[:count]) if count else ()
        for module in self._frozen:
            module.requires_grad_(False).eval()

    def train(self, mode: bool = True) -> Self:
        super().train(mode)
        for module in self._frozen:
            module.eval()
        return self

    @property
    def frozen(self) -> bool:
        return bool(self._frozen)

    @abstractmethod
    def stem(self, x: Tensor) -> Tensor:
        """[n, 3, px, px] -> the first stage's input."""

    @abstractmethod
    def stages(self) -> Sequence[nn.Module]:
        """The stages in their order."""

    def close(self, x: Tensor) -> Tensor:
        """The last stage's map -> the last map."""
        return x

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for stage in self.stages():
            x = stage(x)
        return self.close(x)

    def feature_maps(self, x: Tensor) -> tuple[Tensor, ...]:
        x, maps = self.stem(x), []
        for number, stage in enumerate(self.stages()[: max(self.depths) + 1]):
            x = stage(x)
            if number in self.depths:
                maps.append(x)
        return tuple(maps)


def initialise_scaled(net: nn.Module) -> None:
    """Convolutions drawn with variance 2 / fan-out, the fan-out of one group counted (He et al., ICCV 2015)."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            fan_out = module.out_channels * module.kernel_size[0] * module.kernel_size[1] // module.groups
            nn.init.normal_(module.weight, 0.0, (2.0 / fan_out) ** 0.5)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
