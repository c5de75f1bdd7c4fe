"""VGG16 (Simonyan and Zisserman, ICLR 2015, configuration D) without its classifier; parameter names as in timm."""

from torch import Tensor, nn

from trainer.model.stages import Backbone, initialise_scaled

_WIDTHS = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
_SHOWN = (8, 15, 22)  # the layers relu2_2, relu3_3 and relu4_3


class _Layers(nn.Module):
    """All layers in one numbered row named `features`, as the published weights name them."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inside = 3
        for group in _WIDTHS:
            for width in group:
                layers += [nn.Conv2d(inside, width, 3, 1, 1), nn.ReLU()]
                inside = width
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)


class VGG16(Backbone):
    """Five groups of 3x3 convolutions, each closed by pooling; its maps serve perceptual losses."""

    def __init__(self) -> None:
        super().__init__()
        self.features = self.pooled = 512
        self.stride = 32
        self.net = _Layers()
        initialise_scaled(self)

    @property
    def weighted(self) -> nn.Module:
        return self.net

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.net.features:
            x = layer(x)
        return x

    def feature_maps(self, x: Tensor) -> tuple[Tensor, ...]:
        maps = []
        for number, layer in enumerate(self.net.features):
            x = layer(x)
            if number in _SHOWN:
                maps.append(x)
            if number == max(_SHOWN):
                break
        return tuple(maps)
