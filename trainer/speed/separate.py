"""The networks that people combine for emotion, pose and gender, as graphs without weights: only their time is asked.

`poise bench` fills them with random numbers, so that a few kilobytes travel with the program instead of 140 megabytes.
"""

import json
import warnings
from pathlib import Path

import onnx
import torch
from onnx import ModelProto, TensorProto

from trainer.model.backbone import build_backbone

NETWORKS = ("efficientnet_b0", "resnet50")
"""Emotion and gender are asked of the first, pose of the second, which computes about what RepVGG-B1g2 does, on which
6DRepNet stands."""

WEIGHTS = "weights.json"
"""By network, the name and shape of every weight that a graph lacks."""

_SIDE_PX = 224
_FEW_BYTES = 64  # what is smaller, such as the sizes of a reshape, is part of the graph


def write_separate(folder: Path) -> tuple[Path, ...]:
    """An ONNX graph for each network, `faces` float32 [1, 3, 224, 224] in and features out, and what they lack."""
    folder.mkdir(parents=True, exist_ok=True)
    lacking = {}
    for name in NETWORKS:
        model = _exported(name)
        lacking[name] = _emptied(model)
        (folder / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))
    (folder / WEIGHTS).write_text(json.dumps(lacking) + "\n", encoding="utf-8")
    return (*(folder / f"{name}.onnx" for name in NETWORKS), folder / WEIGHTS)


def _exported(name: str) -> ModelProto:
    torch.manual_seed(0)
    backbone = build_backbone(name).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns about its own internals
        faces = torch.zeros(1, 3, _SIDE_PX, _SIDE_PX)
        program = torch.onnx.export(backbone, (faces,), dynamo=True, input_names=["faces"], verbose=False)
    assert program is not None
    model: ModelProto = program.model_proto
    return model


def _emptied(model: ModelProto) -> dict[str, list[int]]:
    """Take the weights out of a model, and all that only tells where it came from; says which weights."""
    lacking = {}
    for weight in model.graph.initializer:
        if weight.data_type == TensorProto.FLOAT and len(weight.raw_data) >= _FEW_BYTES:
            lacking[weight.name] = list(weight.dims)
            onnx.external_data_helper.set_external_data(weight, "random", 0, len(weight.raw_data))
            weight.ClearField("raw_data")
    for node in model.graph.node:
        node.ClearField("doc_string")
        node.ClearField("metadata_props")
    for holder in (model, model.graph):
        holder.ClearField("metadata_props")
    model.graph.ClearField("value_info")
    return lacking
