"""A model file to one that computes its convolutions in int8: static, per channel, calibrated on training faces."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import onnx
from numpy.typing import NDArray

from app.domain.model_card import ModelCard
from app.perception.offline import import_onnxruntime
from trainer.failure import TrainerError
from trainer.release.onnx_file import card_in, set_card
from trainer.release.stored_weights import store
from trainer.release.weight_kind import WeightKind

_QUANTISED = ("Conv", "Relu", "Clip", "Add", "MaxPool")
_AT_ONCE = 32
_IR_VERSION = 9


class QuantiseError(TrainerError):
    """A network cannot be quantised; the message is one sentence for the user."""


def quantised(model: onnx.ModelProto, faces: NDArray[np.uint8]) -> onnx.ModelProto:
    """The encoder in int8, calibrated by the smallest and largest number that the faces [n, px, px, 3] bring.

    The first convolution, a depthwise one that follows it, and the heads stay in float32, which costs nothing: of a
    MobileNet v1 that one layer in int8 was most of what int8 lost. Weights take seven bits, because
    processors without VNNI add the products of eight in 16 bits, where they overflow. The card says what was done.
    Raises ModelFileError, QuantiseError.
    """
    card = card_in(model)
    source = onnx.ModelProto()
    source.CopyFrom(model)
    store(source, WeightKind.FLOAT32)
    result = _static(source, _kept_float(source.graph), faces)
    result.ir_version = _IR_VERSION
    set_card(result, noted(card, len(faces)))
    return result


def noted(card: ModelCard, faces: int) -> ModelCard:
    """The card with a sentence on the quantisation before its recipe."""
    sentence = f"Quantised: int8, static, per channel, 7-bit weights, calibrated on {faces} training faces."
    return replace(card, recipe=f"{sentence} {card.recipe}")


def _kept_float(graph: onnx.GraphProto) -> list[str]:
    """The first convolutions, and every node that does not lead to the linear layers of the heads."""
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    if len(convolutions) < 2 or any(node.op_type == "QuantizeLinear" for node in graph.node):
        raise QuantiseError("There is nothing to quantise in this file; name a network in float32 that Poise exported.")
    for number, node in enumerate(graph.node):
        node.name = node.name or f"node_{number}"
    encoder = _before(graph, [node for node in graph.node if node.op_type in ("Gemm", "MatMul")])
    heads = [node.name for node in graph.node if node.name not in encoder]
    first = convolutions[:2] if _is_depthwise(convolutions[1]) else convolutions[:1]
    return [*(node.name for node in first), *heads]


def _is_depthwise(convolution: onnx.NodeProto) -> bool:
    groups = next((attribute.i for attribute in convolution.attribute if attribute.name == "group"), 1)
    return groups > 1


def _before(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> set[str]:
    """Names of the nodes on whose answers the given ones wait."""
    makers = {name: node for node in graph.node for name in node.output}
    found, waiting = set[str](), list(nodes)
    while waiting:
        for name in waiting.pop().input:
            if name in makers and makers[name].name not in found:
                found.add(makers[name].name)
                waiting.append(makers[name])
    return found


def _static(model: onnx.ModelProto, kept_float: list[str], faces: NDArray[np.uint8]) -> onnx.ModelProto:
    tools = _tools()
    with tempfile.TemporaryDirectory() as folder, _quiet():
        path = Path(folder) / "quantised.onnx"
        tools.quantize_static(
            model,
            str(path),
            _reader(tools, faces),
            quant_format=tools.QuantFormat.QDQ,
            op_types_to_quantize=list(_QUANTISED),
            per_channel=True,
            reduce_range=True,
            activation_type=tools.QuantType.QUInt8,
            weight_type=tools.QuantType.QInt8,
            nodes_to_exclude=kept_float,
        )
        return onnx.load(str(path))


def _reader(tools: ModuleType, faces: NDArray[np.uint8]) -> object:
    class Reader(tools.CalibrationDataReader):  # type: ignore[name-defined,misc]  # a class known at run time only
        def __init__(self) -> None:
            self._batches = iter(np.array_split(faces, -(-len(faces) // _AT_ONCE)))

        def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
            batch = next(self._batches, None)
            return None if batch is None else {"faces": batch}

    return Reader()


def _tools() -> ModuleType:
    import_onnxruntime()  # keeps it offline
    from onnxruntime import quantization

    tools: ModuleType = quantization
    return tools


@contextmanager
def _quiet() -> Iterator[None]:
    """The quantiser recommends, through the root logger, a preparation that exported files do not need."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)
