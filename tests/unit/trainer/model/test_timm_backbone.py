"""A network of timm as a backbone: what is said without timm, and the bridge to a network with its interface."""

import sys
from types import ModuleType

import pytest
import torch
from torch import Tensor, nn

from trainer.model.backbone import BackboneError, build_backbone
from trainer.model.timm_backbone import TimmBackbone


class _TimmLike(nn.Module):
    """A convolutional network with the part of timm's interface that the bridge uses."""

    output_fmt = "NCHW"

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(3 if n == 0 else 4, 4, 3, 2, 1) for n in range(4))
        self.norm = nn.BatchNorm2d(4)
        self.widen = nn.Linear(4, 6)

    def forward_features(self, x: Tensor) -> Tensor:
        return self._as_told(self._all_maps(x)[-1])

    def forward_intermediates(
        self, x: Tensor, indices: int, norm: bool, output_fmt: str, intermediates_only: bool
    ) -> list[Tensor]:
        return self._all_maps(x)[-indices:]

    def forward_head(self, x: Tensor, pre_logits: bool) -> Tensor:
        pooled = x.mean((1, 2)) if self.output_fmt == "NHWC" else x.mean((2, 3))
        return self.widen(pooled)

    def _all_maps(self, x: Tensor) -> list[Tensor]:
        maps = []
        for layer in self.layers:
            x = layer(x)
            maps.append(x)
        return [*maps[:-1], self.norm(maps[-1])]

    def _as_told(self, x: Tensor) -> Tensor:
        return x.permute(0, 2, 3, 1) if self.output_fmt == "NHWC" else x


class _ChannelsLast(_TimmLike):
    output_fmt = "NHWC"


class _Tokens(_TimmLike):
    """A transformer's shape: the features come as a row of tokens."""

    def forward_features(self, x: Tensor) -> Tensor:
        return super().forward_features(x).flatten(2).transpose(1, 2)


class _OneSizeOnly(_TimmLike):
    def forward_features(self, x: Tensor) -> Tensor:
        raise AssertionError("Input height (64) doesn't match model (224).")


@pytest.mark.parametrize(("kind", "pooled"), [(_TimmLike, 6), (_ChannelsLast, 6), (_Tokens, 4)])
def test_measures_a_network_and_leaves_no_trace_in_it(kind: type[_TimmLike], pooled: int) -> None:
    net = kind()
    backbone = TimmBackbone(net)
    assert (backbone.features, backbone.pooled, backbone.stride) == (4, pooled, 16)
    assert net.training and int(net.norm.num_batches_tracked) == 0
    faces = torch.randn(2, 3, 32, 32)
    backbone.eval()
    last = backbone(faces)
    assert last.shape == (2, 4, 2, 2)
    assert backbone.pool(last).shape == (2, pooled)
    assert [m.shape[2] for m in backbone.feature_maps(faces)] == [16, 8, 4]
    assert backbone.weighted is net


def test_without_timm_the_sentence_names_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(
        BackboneError, match=r"no backbone `convnext_tiny` here; choose one of .*resnet18.*install timm"
    ):
        build_backbone("convnext_tiny")


def _timm(monkeypatch: pytest.MonkeyPatch, kind: type[_TimmLike]) -> None:
    """Stands in for the package: it knows one name."""
    module = ModuleType("timm")
    module.is_model = lambda name: name == "known"  # type: ignore[attr-defined]
    module.create_model = lambda name, pretrained, num_classes: kind()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "timm", module)


def test_a_name_of_timm_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    _timm(monkeypatch, _TimmLike)
    assert isinstance(build_backbone("known"), TimmBackbone)


@pytest.mark.parametrize("name", ["unknown", "hf_hub:timm/known"])
def test_a_name_that_timm_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    _timm(monkeypatch, _TimmLike)
    with pytest.raises(BackboneError, match=f"Neither Poise nor timm knows a backbone `{name}`"):
        build_backbone(name)


def test_a_network_bound_to_one_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _timm(monkeypatch, _OneSizeOnly)
    with pytest.raises(BackboneError, match="pictures of any size; choose a convolutional network") as caught:
        build_backbone("known")
    assert isinstance(caught.value.__cause__, AssertionError)
