"""In what numbers a model file keeps its weights; the arithmetic stays float32 either way."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from trainer.release.weight_kind import WeightKind

_LAYERS = ("Conv", "Gemm", "MatMul")
_WORTH_HALVING = 40_000
"""Entries of a weight. Smaller ones stay as they are: they are those of the first layers, whose rounding all others
pass on. On two trained networks this made the gap to torch a third and a seventh, for half a megabyte more."""


def store(model: onnx.ModelProto, kind: WeightKind) -> None:
    """Rewrites the weights of convolutions and linear layers in the model."""
    match kind:
        case WeightKind.FLOAT32:
            store_whole(model)
        case WeightKind.FLOAT16:
            _store_half(model)


def store_whole(model: onnx.ModelProto) -> None:
    """float16 weights become float32, and the nodes that did it at load disappear."""
    graph = model.graph
    halves = {each.name: each for each in graph.initializer if each.data_type == TensorProto.FLOAT16}
    casts = [node for node in graph.node if node.op_type == "Cast" and node.input[0] in halves]
    for node in casts:
        half = halves[node.input[0]]
        values = numpy_helper.to_array(half).astype(np.float32)
        half.CopyFrom(numpy_helper.from_array(values, node.output[0]))
        graph.node.remove(node)


def _store_half(model: onnx.ModelProto) -> None:
    """A Cast before each layer gives it float32, which every ONNX Runtime folds away while it loads."""
    graph = model.graph
    wanted = {name for node in graph.node if node.op_type in _LAYERS for name in node.input[1:2]}
    casts = []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.name not in wanted or values.dtype != np.float32 or values.size < _WORTH_HALVING:
            continue
        whole, half = weight.name, f"{weight.name}_half"
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [whole], name=f"whole_{whole}", to=TensorProto.FLOAT))
    _put_first(graph, casts)


def _put_first(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
