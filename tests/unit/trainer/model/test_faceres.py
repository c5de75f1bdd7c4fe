"""A face-recognition network's file to a backbone: key by key, the same function, and a sentence for what is broken."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from trainer.model.backbone import build_backbone
from trainer.model.faceres import CHANNEL_MEANS, load_faceres
from trainer.model.mobilenetv1 import MobileNetV1, SameConv
from trainer.model.stages import BackboneError

MEAN, SD = 127.5, 63.75
CHANNELS = (64, 128, 128, 256, 256, *(512,) * 6, 1024, 1024)
STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)
Weights = dict[str, NDArray[np.float16]]


def _made() -> Iterator[tuple[str, tuple[int, ...]]]:
    """Names and shapes as the published file has them."""
    yield from (("feats/kernel", (1024, 256)), ("feats/bias", (256,)))
    yield from (("gender_pred/kernel", (256, 1)), ("gender_pred/bias", (1,)))
    yield from (("conv1/convolution/merged_input", (3, 3, 3, 32)), ("conv1_bn/batchnorm_1/sub", (32,)))
    inside = 32
    for number, out in enumerate(CHANNELS, 1):
        yield f"conv_dw_{number}/depthwise_kernel", (3, 3, inside, 1)
        yield f"conv_dw_{number}_bn/batchnorm_1/mul", (inside,)
        yield f"conv_dw_{number}_bn/batchnorm_1/sub", (inside,)
        yield f"conv_pw_{number}/convolution/merged_input", (1, 1, inside, out)
        yield f"conv_pw_{number}_bn/batchnorm_1/sub", (out,)
        inside = out


@pytest.fixture(scope="module")
def weights() -> Weights:
    random = np.random.default_rng(1)
    return {
        name: (random.standard_normal(shape) * (np.prod(shape[:-1] or (1,)) ** -0.5)).astype(np.float16)
        for name, shape in _made()
    }


def _write(weights: Weights, folder: Path) -> Path:
    entries = [
        {"name": name, "shape": list(value.shape), "dtype": "float32", "quantization": {"dtype": "float16"}}
        for name, value in weights.items()
    ]
    entries.append({"name": "axes", "shape": [2], "dtype": "int32"})
    content = b"".join(value.astype("<f2").tobytes() for value in weights.values()) + np.int32([1, 2]).tobytes()
    (folder / "faceres.bin").write_bytes(content)
    model = {"weightsManifest": [{"paths": ["faceres.bin"], "weights": entries}]}
    (folder / "faceres.json").write_text(json.dumps(model))
    return folder / "faceres.json"


def _as_tensorflow(weights: Weights, faces: Tensor) -> Tensor:
    """The file's own function of RGB faces in 0..255, written down a second time: [n, 1024]."""
    known = {name: torch.from_numpy(value.astype(np.float32)) for name, value in weights.items()}

    def padded(x: Tensor, stride: int) -> Tensor:
        before = 0 if stride == 2 else 1  # all sides here are even
        return functional.pad(x, (before, 1, before, 1))

    blue_green_red = functional.pad(faces, (0, 1, 0, 1), value=MEAN).flip(1)  # our border is grey
    x = blue_green_red - torch.tensor(CHANNEL_MEANS[::-1]).view(1, 3, 1, 1)
    x = functional.conv2d(x, known["conv1/convolution/merged_input"].permute(3, 2, 0, 1), stride=2)
    x = functional.relu6(x + known["conv1_bn/batchnorm_1/sub"].view(1, -1, 1, 1))
    for number, stride in enumerate(STRIDES, 1):
        depthwise = known[f"conv_dw_{number}/depthwise_kernel"].permute(2, 3, 0, 1)
        x = functional.conv2d(padded(x, stride), depthwise, stride=stride, groups=x.shape[1])
        scale, shift = (known[f"conv_dw_{number}_bn/batchnorm_1/{part}"].view(1, -1, 1, 1) for part in ("mul", "sub"))
        x = functional.relu6(x * scale + shift)
        x = functional.conv2d(x, known[f"conv_pw_{number}/convolution/merged_input"].permute(3, 2, 0, 1))
        x = functional.relu6(x + known[f"conv_pw_{number}_bn/batchnorm_1/sub"].view(1, -1, 1, 1))
    return x.mean((2, 3))


def test_the_backbone_computes_what_the_file_says(weights: Weights, tmp_path: Path) -> None:
    backbone = MobileNetV1().eval()
    part = load_faceres(backbone, _write(weights, tmp_path), MEAN, SD)
    faces = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(3)) * 255
    with torch.no_grad():
        pooled = backbone.pool(backbone((faces - MEAN) / SD))
        wanted = _as_tensorflow(weights, faces)
    assert wanted.std() > 0.01
    assert torch.allclose(pooled, wanted, atol=1e-3)
    hidden = torch.relu(wanted @ torch.from_numpy(weights["feats/kernel"].astype(np.float32)) + part.feats_bias)
    logit = hidden @ part.gender + part.gender_bias
    assert torch.allclose(part.male(pooled), torch.sigmoid(logit)[:, 0], atol=1e-3)


def test_an_even_side_is_padded_after_it_and_an_odd_one_on_both_sides() -> None:
    convolution = SameConv(1, 1, stride=2)
    torch.nn.init.ones_(convolution.weight)
    ones = torch.ones(1, 1, 4, 4)
    assert convolution(ones)[0, 0].tolist() == [[9, 6], [6, 4]]  # TensorFlow's SAME: 0 before, 1 after
    assert convolution(torch.ones(1, 1, 3, 3))[0, 0].tolist() == [[4, 4], [4, 4]]


def test_a_halving_convolution_trains_as_it_answers_and_leaves_no_gaps_in_memory() -> None:
    convolution = SameConv(8, 8, stride=2, groups=8).to(torch.bfloat16)
    faces = torch.randn(2, 8, 6, 6, generator=torch.Generator().manual_seed(1)).to(torch.bfloat16)
    faces = faces.to(memory_format=torch.channels_last)
    trained = convolution.train()(faces)
    assert trained.is_contiguous(memory_format=torch.channels_last)
    assert torch.allclose(trained, convolution.eval()(faces), atol=0.02)


@pytest.mark.parametrize("side", [6, 7])
def test_a_halving_convolution_learns_as_it_answers(side: int) -> None:
    convolution = SameConv(8, 8, stride=2, groups=8).to(torch.bfloat16)
    faces = torch.randn(2, 8, side, side, generator=torch.Generator().manual_seed(1)).to(torch.bfloat16)
    faces = faces.to(memory_format=torch.channels_last).requires_grad_()
    gradients = []
    for net in (convolution.train(), convolution.eval()):
        answer = net(faces)
        towards = torch.arange(answer.numel()).reshape(answer.shape).to(torch.bfloat16) / answer.numel()
        gradients.append(torch.autograd.grad(answer, [faces, convolution.weight], towards))
    (trained, learned), (expected, expected_weight) = gradients
    assert trained.is_contiguous(memory_format=torch.channels_last)
    assert torch.allclose(trained, expected, atol=0.02)
    assert torch.allclose(learned, expected_weight, atol=0.3, rtol=0.03)


def test_what_does_not_fit_is_refused_by_name_and_nothing_is_changed(weights: Weights, tmp_path: Path) -> None:
    backbone = MobileNetV1()
    before = {name: value.clone() for name, value in backbone.state_dict().items()}
    name = "conv_pw_7/convolution/merged_input"
    for changed, said in (
        ({key: value for key, value in weights.items() if key != name}, f"`{name}` is missing"),
        ({**weights, name: weights[name][..., :5]}, r"is of shape \(1, 1, 512, 5\) where \(1, 1, 512, 512\) is needed"),
        ({**weights, name: weights[name] * np.float16(np.nan)}, "no finite numbers"),
    ):
        with pytest.raises(BackboneError, match=said):
            load_faceres(backbone, _write(changed, tmp_path), MEAN, SD)
    assert all(torch.equal(value, before[name]) for name, value in backbone.state_dict().items())


def test_broken_files_get_one_sentence(weights: Weights, tmp_path: Path) -> None:
    backbone = MobileNetV1()
    path = _write(weights, tmp_path)
    with pytest.raises(BackboneError, match='set backbone = "mobilenetv1_100"'):
        load_faceres(build_backbone("mobilenetv4_conv_small"), path, MEAN, SD)
    (tmp_path / "faceres.bin").write_bytes((tmp_path / "faceres.bin").read_bytes()[:-1000])
    with pytest.raises(BackboneError, match=r"get faceres\.json and faceres\.bin again"):
        load_faceres(backbone, path, MEAN, SD)
    (tmp_path / "faceres.bin").unlink()
    with pytest.raises(BackboneError, match="cannot be read"):
        load_faceres(backbone, path, MEAN, SD)
    path.write_text("[]")
    with pytest.raises(BackboneError, match=r"is no TensorFlow\.js model"):
        load_faceres(backbone, path, MEAN, SD)
