"""Backbones by name: our own, written from their papers, and any of timm's where timm is installed."""

from collections.abc import Callable, Sequence

from trainer.model.efficientnet import efficientnet_b0, efficientnet_b2
from trainer.model.mobilenetv1 import MobileNetV1
from trainer.model.mobilenetv4 import MobileNetV4ConvSmall
from trainer.model.normalisation import Normalisation, norm_of
from trainer.model.resnet import ResNet, resnet18, resnet50
from trainer.model.stages import Backbone, BackboneError
from trainer.model.timm_backbone import timm_backbone
from trainer.model.vgg import VGG16

__all__ = ["NARROW", "Backbone", "BackboneError", "ResNet", "backbone_names", "build_backbone"]

NARROW = "resnet-narrow"

_PUBLISHED: dict[str, Callable[[], Backbone]] = {
    "resnet18": resnet18,
    "resnet50": resnet50,
    "efficientnet_b0": efficientnet_b0,
    "efficientnet_b2": efficientnet_b2,
    "mobilenetv1_100": MobileNetV1,
    "mobilenetv4_conv_small": MobileNetV4ConvSmall,
    "vgg16": VGG16,
}


def backbone_names() -> tuple[str, ...]:
    """The names that need nothing but this program."""
    return (NARROW, *_PUBLISHED)


def build_backbone(
    name: str = NARROW,
    widths: Sequence[int] = (32, 64, 128, 256),
    blocks: Sequence[int] = (2, 3, 4, 2),
    normalisation: Normalisation = Normalisation.BATCH,
) -> Backbone:
    """A backbone with random weights; raises BackboneError for a name that neither we nor timm know.

    `widths`, `blocks` and `normalisation` shape "resnet-narrow" alone: the others are what their papers say.
    """
    if name == NARROW:
        return ResNet(widths, blocks, norm=norm_of(normalisation))
    if name in _PUBLISHED:
        return _PUBLISHED[name]()
    return timm_backbone(name, backbone_names())
