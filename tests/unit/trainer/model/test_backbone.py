"""Every backbone keeps the one contract, and the published ones are what their papers say."""

import importlib.util

import pytest
import torch
from torch import Tensor, nn

from trainer.model.backbone import Backbone, BackboneError, ResNet, backbone_names, build_backbone
from trainer.model.facenet import FaceNet

# parameters without the classifier, channels of the last map, length of the pooled feature
_PUBLISHED = {
    "resnet18": (11_176_512, 512, 512),
    "resnet50": (23_508_032, 2048, 2048),
    "efficientnet_b0": (4_007_548, 1280, 1280),
    "efficientnet_b2": (7_700_994, 1408, 1408),
    "mobilenetv1_100": (4_231_976 - 1024 * 1000 - 1000, 1024, 1024),
    "mobilenetv4_conv_small": (3_774_024 - 1280 * 1000 - 1000, 960, 1280),
    "vgg16": (14_714_688, 512, 512),
}
# billions of multiplications at the paper's side of picture
_PUBLISHED_COST = {
    "resnet18": (224, 1.8),
    "resnet50": (224, 4.1),  # 3.8 in the paper, whose first 1x1 convolution strides
    "efficientnet_b0": (224, 0.39),
    "efficientnet_b2": (260, 1.0),
    "mobilenetv1_100": (224, 0.569),
    "mobilenetv4_conv_small": (224, 0.2),
    "vgg16": (224, 15.3),
}


def _multiplications(backbone: Backbone, px: int) -> int:
    count = 0

    def add(layer: nn.Module, _: object, out: Tensor) -> None:
        nonlocal count
        assert isinstance(layer, nn.Conv2d)
        count += out.numel() * layer.weight[0].numel()

    for module in backbone.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(add)
    backbone.pool(backbone(torch.zeros(1, 3, px, px, device="meta")))
    return count


@pytest.mark.parametrize("name", _PUBLISHED)
def test_sizes_are_the_published_ones(name: str) -> None:
    with torch.device("meta"):
        backbone = build_backbone(name)
    size = sum(parameter.numel() for parameter in backbone.parameters())
    assert (size, backbone.features, backbone.pooled) == _PUBLISHED[name]


@pytest.mark.parametrize("name", _PUBLISHED_COST)
def test_costs_are_the_published_ones(name: str) -> None:
    with torch.device("meta"):
        backbone = build_backbone(name).eval()
    px, billions = _PUBLISHED_COST[name]
    assert _multiplications(backbone, px) / 1e9 == pytest.approx(billions, rel=0.08)


@pytest.mark.parametrize("px", [64, 112])
@pytest.mark.parametrize("name", backbone_names())
def test_maps_have_the_promised_shapes(name: str, px: int) -> None:
    with torch.device("meta"):
        backbone = build_backbone(name).eval()
        faces = torch.zeros(2, 3, px, px)
    last = backbone(faces)
    side = px // backbone.stride if name == "vgg16" else -(-px // backbone.stride)  # pooling rounds down
    assert last.shape == (2, backbone.features, side, side)
    pooled = backbone.pool(last)
    assert pooled.shape == (2, backbone.pooled)
    assert pooled.dtype == torch.float32
    sides = [feature_map.shape[2] for feature_map in backbone.feature_maps(faces)]
    first = 2 if name == "vgg16" else 4
    assert sides == [px // (first * 2**depth) for depth in range(3)]


@pytest.mark.parametrize(
    "name", ["resnet-narrow", "resnet18", "efficientnet_b0", "mobilenetv1_100", "mobilenetv4_conv_small"]
)
def test_starts_without_vanishing_or_exploding(name: str) -> None:
    torch.manual_seed(3)
    backbone = build_backbone(name, (8, 16, 32, 64), (1, 1, 1, 1))
    pooled = backbone.pool(backbone(torch.randn(8, 3, 64, 64)))
    assert 0.01 < pooled.std() < 10
    pooled.square().sum().backward()
    gradients = [p.grad for p in backbone.parameters()]
    assert all(gradient is not None and torch.isfinite(gradient).all() for gradient in gradients)


def test_the_narrow_network_is_shaped_by_widths_and_blocks() -> None:
    backbone = build_backbone("resnet-narrow", (4, 8), (1, 2))
    assert isinstance(backbone, ResNet)
    assert (backbone.features, backbone.stride) == (8, 4)
    assert {"conv1.weight", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight", "layer2.1.bn2.bias"} <= set(
        backbone.state_dict()
    )
    assert len(backbone.feature_maps(torch.zeros(1, 3, 16, 16))) == 2


def test_the_last_shown_map_of_the_narrow_network_is_its_output() -> None:
    backbone = build_backbone("resnet-narrow", (4, 8, 8, 16), (1, 1, 1, 1)).eval()
    faces = torch.randn(1, 3, 32, 32)
    assert torch.equal(backbone.feature_maps(faces)[-1], backbone(faces))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("resnet50", ["conv1.weight", "bn1.bias", "layer1.0.conv3.weight", "layer1.0.downsample.1.running_var"]),
        (
            "efficientnet_b0",
            [
                "conv_stem.weight",
                "blocks.0.0.conv_dw.weight",
                "blocks.0.0.se.conv_reduce.bias",
                "conv_head.weight",
                "bn2.bias",
            ],
        ),
        (
            "mobilenetv1_100",
            ["conv_stem.weight", "bn1.bias", "blocks.0.0.conv_dw.weight", "blocks.3.5.bn2.running_var"],
        ),
        (
            "mobilenetv4_conv_small",
            [
                "blocks.0.1.conv.weight",
                "blocks.2.0.dw_start.conv.weight",
                "blocks.3.5.pw_proj.bn.weight",
                "norm_head.bias",
            ],
        ),
        ("vgg16", ["features.0.weight", "features.28.bias"]),
    ],
)
def test_names_are_those_of_timm(name: str, keys: list[str]) -> None:
    with torch.device("meta"):
        backbone = build_backbone(name)
    assert set(keys) <= set(backbone.weighted.state_dict())


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BackboneError, match=r"`no_such_network`.*resnet18"):
        build_backbone("no_such_network")


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
@pytest.mark.parametrize("name", [name for name in _PUBLISHED if name != "vgg16"])
def test_equal_weights_give_what_timm_gives(name: str) -> None:
    timm = pytest.importorskip("timm", exc_type=ImportError)
    torch.manual_seed(1)
    theirs, ours = timm.create_model(name, num_classes=0).eval(), build_backbone(name).eval()
    _scatter(theirs)
    ours.weighted.load_state_dict(theirs.state_dict())
    faces = torch.randn(2, 3, 96, 96)
    with torch.no_grad():
        expected_map, found_map = theirs.forward_features(faces), ours(faces)
        assert torch.allclose(found_map, expected_map, rtol=1e-4, atol=1e-5 * float(expected_map.abs().max()))
        expected = theirs.forward_head(expected_map, pre_logits=True)
        assert torch.allclose(ours.pool(found_map), expected, rtol=1e-4, atol=1e-5 * float(expected.abs().max()))


def _scatter(net: nn.Module) -> None:
    """Make every batch norm matter, also those that a new network starts at zero."""
    for key, value in net.state_dict().items():
        if key.endswith(("running_mean", "bias")):
            value.normal_(0, 0.2)
        elif key.endswith("running_var") or (key.endswith("weight") and value.ndim == 1):
            value.uniform_(0.5, 1.5)


def test_pixels_reach_the_backbone_as_signed_numbers_of_about_one() -> None:
    net = FaceNet(build_backbone(widths=(4,), blocks=(1,)))
    seen: list[torch.Tensor] = []
    net.backbone.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    net.encode(torch.tensor([0, 255], dtype=torch.uint8).view(2, 1, 1, 1).expand(2, 3, 16, 16))
    assert seen[0][:, 0, 0, 0].tolist() == [-2.0, 2.0]  # as the networks of published models and runs expect it
