"""What a network costs to keep and to run, counted from its graph."""

from dataclasses import dataclass
from math import prod

import onnx

_WEIGHED = ("Conv", "Gemm", "MatMul")
_CARRIERS = ("Cast", "DequantizeLinear", "Identity", "Transpose")
"""Between a stored weight and the arithmetic."""


@dataclass(frozen=True, slots=True)
class GraphCost:
    """Weights and biases of the layers, and the multiplications with an addition that one face takes in them."""

    parameters: int
    multiply_adds: int


def graph_cost(model: onnx.ModelProto) -> GraphCost:
    """Convolutions and linear layers; everything else is small beside them."""
    shapes = _shapes_of_one_face(model)
    makers = {name: node for node in model.graph.node for name in node.output}
    stored = {each.name: tuple(each.dims) for each in model.graph.initializer}
    weights, multiply_adds = dict[str, int](), 0
    for node in model.graph.node:
        if node.op_type not in _WEIGHED:
            continue
        multiply_adds += _multiply_adds(node, shapes)
        for name in node.input[1:]:
            source = _source(name, makers)
            if source in stored:
                weights[source] = prod(stored[source])
    return GraphCost(sum(weights.values()), multiply_adds)


def _shapes_of_one_face(model: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
    """Every tensor's shape with one face at the input; sizes that cannot be inferred are 0."""
    one = onnx.ModelProto()
    one.CopyFrom(model)
    graph = one.graph
    del graph.value_info[:]  # they name the free axis
    for value in (*graph.input, *graph.output):
        first = value.type.tensor_type.shape.dim[:1]
        for axis in first:
            axis.dim_value = 1
    inferred = onnx.shape_inference.infer_shapes(one, data_prop=True).graph
    shapes = {each.name: tuple(each.dims) for each in inferred.initializer}
    for value in (*inferred.input, *inferred.output, *inferred.value_info):
        shapes[value.name] = tuple(axis.dim_value for axis in value.type.tensor_type.shape.dim)
    return shapes


def _multiply_adds(node: onnx.NodeProto, shapes: dict[str, tuple[int, ...]]) -> int:
    """Each number that comes out is a sum of as many products as its part of the weight has entries."""
    weight, out = shapes[node.input[1]], shapes[node.output[0]]
    match node.op_type:
        case "Conv":  # weight [out, in / groups, height, width]
            return prod(out) * prod(weight[1:])
        case "Gemm":
            turned = any(each.name == "transB" and each.i for each in node.attribute)
            return prod(out) * weight[1 if turned else 0]
        case _:  # MatMul: weight [..., in, out]
            return prod(out) * weight[-2]


def _source(name: str, makers: dict[str, onnx.NodeProto]) -> str:
    while name in makers and makers[name].op_type in _CARRIERS:
        name = makers[name].input[0]
    return name
