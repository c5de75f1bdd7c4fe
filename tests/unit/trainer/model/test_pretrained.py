"""Published weights into a backbone: what fits, what is refused, and the change of normalisation."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from trainer.model.backbone import Backbone, BackboneError, build_backbone
from trainer.model.pretrained import IMAGENET_MEAN, IMAGENET_SD, fold_normalisation, load_pretrained
from trainer.model.timm_backbone import TimmBackbone


def _save(weights: Mapping[str, Tensor], path: Path) -> Path:
    save_file({key: value.contiguous() for key, value in weights.items()}, path)
    return path


def _narrow(seed: int) -> Backbone:
    torch.manual_seed(seed)
    backbone = build_backbone("resnet-narrow", (4, 8), (1, 1))
    for key, value in backbone.state_dict().items():
        if key.endswith(("running_mean", "bias")):
            value.normal_(0, 0.2)
        elif value.ndim == 1:
            value.uniform_(0.5, 1.5)
    return backbone


def test_weights_come_back_and_the_classifier_is_left_out(tmp_path: Path) -> None:
    given, taken = _narrow(1), _narrow(2)
    classifier = {"fc.weight": torch.zeros(10, 8), "fc.bias": torch.zeros(10)}
    path = _save({**given.state_dict(), **classifier}, tmp_path / "w.safetensors")
    assert set(load_pretrained(taken, path)) == {"fc.weight", "fc.bias"}
    for key, value in taken.state_dict().items():
        assert torch.equal(value, given.state_dict()[key]), key


def test_weights_may_be_half_as_precise_and_lack_counters(tmp_path: Path) -> None:
    given, taken = _narrow(1).state_dict(), _narrow(2)
    half = {key: value.half() for key, value in given.items() if not key.endswith("num_batches_tracked")}
    load_pretrained(taken, _save(half, tmp_path / "w.safetensors"))
    loaded = taken.state_dict()["conv1.weight"]
    assert loaded.dtype == torch.float32
    assert torch.equal(loaded, given["conv1.weight"].half().float())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"conv1.weight": torch.zeros(4, 3, 7, 7)}, r"`conv1.weight` of shape \(4, 3, 7, 7\) .* \(4, 3, 3, 3\)"),
        ({"conv1.weight": None}, r"lacks `conv1.weight` of shape \(4, 3, 3, 3\)"),
        ({"layer9.0.conv1.weight": torch.zeros(1)}, r"`layer9.0.conv1.weight`, which this backbone has not"),
        ({"bn1.weight": torch.full((4,), float("nan"))}, r"`bn1.weight` that are no finite"),
        ({"bn1.weight": torch.ones(4, dtype=torch.int64)}, r"`bn1.weight` that are no finite"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_changed(
    tmp_path: Path, change: dict[str, Tensor | None], sentence: str
) -> None:
    weights = {key: value for key, value in {**_narrow(1).state_dict(), **change}.items() if value is not None}
    taken = _narrow(2)
    before = {key: value.clone() for key, value in taken.state_dict().items()}
    with pytest.raises(BackboneError, match=sentence):
        load_pretrained(taken, _save(weights, tmp_path / "w.safetensors"))
    assert all(torch.equal(value, before[key]) for key, value in taken.state_dict().items())


def test_a_published_backbone_takes_its_own_file(tmp_path: Path) -> None:
    torch.manual_seed(1)
    given = build_backbone("mobilenetv4_conv_small")
    classifier = {"classifier.weight": torch.zeros(2, 1280)}
    path = _save({**given.state_dict(), **classifier}, tmp_path / "w.safetensors")
    taken = build_backbone("mobilenetv4_conv_small")
    assert load_pretrained(taken, path) == ("classifier.weight",)
    assert torch.equal(taken.state_dict()["conv_head.weight"], given.state_dict()["conv_head.weight"])


def _normalised(pixels: Tensor, mean: tuple[float, ...], sd: tuple[float, ...]) -> Tensor:
    return (pixels - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(sd).view(1, 3, 1, 1)


@pytest.mark.parametrize("training", [False, True])
def test_another_normalisation_changes_nothing_inside_the_border(training: bool) -> None:
    pixels = torch.rand(4, 3, 32, 32)
    theirs, ours = _narrow(1), _narrow(1)
    fold_normalisation(ours, 0.5, 0.25)
    for backbone in (theirs, ours):
        backbone.train(training)
        nn.Module.register_forward_hook(backbone.get_submodule("conv1"), _without_border)
    expected = theirs.get_submodule("bn1")(
        theirs.get_submodule("conv1")(_normalised(pixels, IMAGENET_MEAN, IMAGENET_SD))
    )
    found = ours.get_submodule("bn1")(ours.get_submodule("conv1")(_normalised(pixels, (0.5,) * 3, (0.25,) * 3)))
    assert torch.allclose(found, expected, atol=1e-5)


def _without_border(_: nn.Module, __: object, out: Tensor) -> Tensor:
    return out[:, :, 1:, 1:]  # of stride 2 and padding 1 only the first row and column reach over


def test_the_border_differs_by_what_the_padding_means() -> None:
    """Zero padding after the change is grey 0.5, before it was the mean colour: their difference, weighed."""
    theirs, ours = _narrow(1).eval(), _narrow(1).eval()
    fold_normalisation(ours, 0.5, 0.25)
    pixels = torch.rand(1, 3, 8, 8)
    grey = torch.nn.functional.pad(pixels, (1, 1, 1, 1), value=0.5)
    convolution = theirs.get_submodule("conv1")
    assert isinstance(convolution, nn.Conv2d)
    weight = convolution.weight
    expected = torch.nn.functional.conv2d(_normalised(grey, IMAGENET_MEAN, IMAGENET_SD), weight, stride=2)
    expected = theirs.get_submodule("bn1")(expected)
    found = ours.get_submodule("bn1")(ours.get_submodule("conv1")(_normalised(pixels, (0.5,) * 3, (0.25,) * 3)))
    assert torch.allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("name", ["resnet18", "efficientnet_b0", "mobilenetv4_conv_small", "vgg16"])
def test_every_published_backbone_can_take_another_normalisation(name: str) -> None:
    backbone = build_backbone(name)
    before = {key: value.clone() for key, value in backbone.state_dict().items()}
    fold_normalisation(backbone, 0.5, 0.25)
    changed = {key for key, value in backbone.state_dict().items() if not torch.equal(value, before[key])}
    assert len(changed) == 2
    assert {key.rpartition(".")[2] for key in changed} in ({"weight", "running_mean"}, {"weight", "bias"})


class _Patches(nn.Module):
    """A network of timm's kind that begins without a convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(192, 8)

    def forward_features(self, x: Tensor) -> Tensor:
        tiles = x.unfold(2, 8, 8).unfold(3, 8, 8).permute(0, 2, 3, 1, 4, 5).flatten(3)
        return self.linear(tiles).permute(0, 3, 1, 2)

    def forward_intermediates(self, x: Tensor, indices: int, **_: object) -> list[Tensor]:
        return [self.forward_features(x)] * indices

    def forward_head(self, x: Tensor, pre_logits: bool) -> Tensor:
        return x.mean((2, 3))


def test_a_network_that_begins_otherwise_is_refused() -> None:
    with pytest.raises(BackboneError, match="does not begin with a convolution"):
        fold_normalisation(TimmBackbone(_Patches()), 0.5, 0.25)


@pytest.mark.parametrize("content", [b"", b"1234", b"\xff" * 8, b"d\0\0\0\0\0\0\0{}", "pickled"])
def test_what_is_no_whole_safetensors_file_is_one_sentence(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "x.safetensors"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        torch.save({"a": torch.zeros(3)}, path)
    with pytest.raises(BackboneError, match=r"is not a whole safetensors file .*get it again\.$"):
        load_pretrained(_narrow(1), path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.safetensors", tmp_path):
        with pytest.raises(BackboneError, match="cannot be read"):
            load_pretrained(_narrow(1), path)
