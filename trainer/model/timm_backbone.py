"""Any picture network of timm as a backbone, on a machine where timm is installed."""

import importlib
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

from trainer.model.stages import Backbone, BackboneError

_PROBE_PX = 64
# what timm's kinds of transformers ask for before they take pictures of any size; convolutions need nothing
_SIZE_OPTIONS: tuple[dict[str, bool], ...] = ({}, {"dynamic_img_size": True}, {"strict_img_size": False})
_MISFITS = (RuntimeError, AssertionError, AttributeError, TypeError, ValueError)


class TimmBackbone(Backbone):
    """One of timm's networks without its classifier; raises ValueError if it gives no maps for small pictures.

    A transformer's tokens are shown as the map that they tile.
    """

    def __init__(self, net: Any) -> None:
        super().__init__()
        self.net: Any = net
        self._is_tiled = False
        self._measure()

    @torch.no_grad()
    def _measure(self) -> None:
        mode = self.net.training
        self.net.eval()  # the probe must leave no trace in batch statistics
        probe = torch.zeros(1, 3, _PROBE_PX, _PROBE_PX)
        self._is_tiled = self.net.forward_features(probe).ndim == 3  # tokens
        last = self(probe)
        if last.ndim != 4 or last.shape[2] != last.shape[3] or len(self.feature_maps(probe)) != 3:
            raise ValueError(f"maps of shape {tuple(last.shape)}")
        self.features, self.stride = last.shape[1], _PROBE_PX // last.shape[2]
        self.pooled = self.pool(last).shape[1]
        self.net.train(mode)

    @property
    def weighted(self) -> nn.Module:
        net: nn.Module = self.net
        return net

    def forward(self, x: Tensor) -> Tensor:
        if self._is_tiled:
            return self._maps(x, 1)[0]
        last: Tensor = self.net.forward_features(x)
        return last.permute(0, 3, 1, 2) if self._is_channels_last else last

    def feature_maps(self, x: Tensor) -> tuple[Tensor, ...]:
        return tuple(self._maps(x, 4)[:3])

    def _maps(self, x: Tensor, count: int) -> list[Tensor]:
        """The last `count` stages' maps."""
        maps: list[Tensor] = self.net.forward_intermediates(
            x, indices=count, norm=self._is_tiled, output_fmt="NCHW", intermediates_only=True
        )
        return maps

    def pool(self, feature_map: Tensor) -> Tensor:
        if self._is_tiled:
            return super().pool(feature_map)
        own = feature_map.permute(0, 2, 3, 1) if self._is_channels_last else feature_map
        pooled: Tensor = self.net.forward_head(own, pre_logits=True)
        return pooled.float()

    @property
    def _is_channels_last(self) -> bool:
        return bool(getattr(self.net, "output_fmt", "NCHW") == "NHWC")


def timm_backbone(name: str, own_names: Sequence[str]) -> TimmBackbone:
    """timm's network of this name with random weights.

    Raises BackboneError without timm, for an unknown name, and for a network bound to one size of picture.
    """
    known = ", ".join(own_names)
    try:
        timm = _import_timm()
    except ImportError as error:
        raise BackboneError(
            f"There is no backbone `{name}` here; choose one of {known}, or install timm for its own."
        ) from error
    if not timm.is_model(name):  # also keeps out names that would make timm download a network
        raise BackboneError(f"Neither Poise nor timm knows a backbone `{name}`; Poise's are {known}.")
    misfits: list[Exception] = []
    for options in _SIZE_OPTIONS:
        try:
            return TimmBackbone(timm.create_model(name, pretrained=False, num_classes=0, **options))
        except _MISFITS as error:
            misfits.append(error)
    raise BackboneError(
        f"timm's {name} gives no feature map for pictures of any size; choose a convolutional network."
    ) from misfits[0]


def _import_timm() -> ModuleType:
    """timm needs torchvision, which has no build for some machines: it is taken where it is, never required."""
    return importlib.import_module("timm")
