"""Weights and multiply-adds counted by hand on a small graph, in every way its weights may be stored."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from trainer.speed.graph_cost import graph_cost


def small_net(stored: str = "float") -> onnx.ModelProto:
    """Faces [n, 3, 8, 8]; a convolution to 4 channels with stride 2, a mean, a linear layer to 5."""
    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(4, 3, 3, 3)).astype(np.float32)
    constants = [numpy_helper.from_array(rng.normal(size=4).astype(np.float32), "bias")]
    nodes = []
    match stored:
        case "float":
            constants.append(numpy_helper.from_array(kernel, "kernel"))
        case "half":
            constants.append(numpy_helper.from_array(kernel.astype(np.float16), "kernel_half"))
            nodes.append(helper.make_node("Cast", ["kernel_half"], ["kernel"], to=TensorProto.FLOAT))
        case "int8":
            constants.append(numpy_helper.from_array((40 * kernel).astype(np.int8), "kernel_int8"))
            constants.append(numpy_helper.from_array(np.full(4, 1 / 40, np.float32), "scale"))
            nodes.append(helper.make_node("DequantizeLinear", ["kernel_int8", "scale"], ["kernel"], axis=0))
    constants.append(numpy_helper.from_array(rng.normal(size=(5, 4)).astype(np.float32), "linear"))
    constants.append(numpy_helper.from_array(np.array([2, 3]), "over"))
    nodes += [
        helper.make_node("Conv", ["faces", "kernel", "bias"], ["map"], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("ReduceMean", ["map", "over"], ["mean"], keepdims=0),
        helper.make_node("Gemm", ["mean", "linear"], ["out"], transB=1),
    ]
    faces = helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["n", 3, 8, 8])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 5])
    graph = helper.make_graph(nodes, "net", [faces], [out], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


@pytest.mark.parametrize("stored", ["float", "half", "int8"])
def test_weights_and_multiply_adds_are_those_of_one_face(stored: str) -> None:
    cost = graph_cost(small_net(stored))
    assert cost.parameters == 4 * 3 * 9 + 4 + 5 * 4
    assert cost.multiply_adds == (4 * 4 * 4) * (3 * 9) + 5 * 4
