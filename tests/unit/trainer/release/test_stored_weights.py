"""Weights to half precision and back, in a graph that ONNX Runtime runs."""

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from trainer.release.stored_weights import store
from trainer.release.weight_kind import WeightKind


def net() -> onnx.ModelProto:
    """A linear layer of 64 x 640 with a bias, and a small one of 640 x 2."""
    rng = np.random.default_rng(0)
    shapes = {"large": (64, 640), "bias": (640,), "small": (640, 2)}
    constants = [numpy_helper.from_array(rng.normal(size=s).astype(np.float32), name) for name, s in shapes.items()]
    nodes = [helper.make_node("Gemm", ["x", "large", "bias"], ["y"]), helper.make_node("MatMul", ["y", "small"], ["z"])]
    values = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size]) for name, size in (("x", 64), ("z", 2))
    ]
    graph = helper.make_graph(nodes, "net", values[:1], values[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def answer(model: onnx.ModelProto) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    faces = np.random.default_rng(1).normal(size=(3, 64)).astype(np.float32)
    return session.run(None, {"x": faces})[0]


def kinds(model: onnx.ModelProto) -> dict[str, int]:
    return {each.name: each.data_type for each in model.graph.initializer}


def test_large_weights_are_halved_and_answers_stay() -> None:
    half = net()
    store(half, WeightKind.FLOAT16)
    onnx.checker.check_model(half, full_check=True)
    assert kinds(half) == {"large_half": TensorProto.FLOAT16, "bias": TensorProto.FLOAT, "small": TensorProto.FLOAT}
    assert answer(half) == pytest.approx(answer(net()), abs=0.3)
    assert (answer(half) != answer(net())).any()


def test_back_to_float32_it_is_the_graph_of_before() -> None:
    model = net()
    store(model, WeightKind.FLOAT16)
    expected = answer(model)
    store(model, WeightKind.FLOAT32)
    assert kinds(model) == kinds(net())
    assert [node.op_type for node in model.graph.node] == ["Gemm", "MatMul"]
    assert answer(model) == pytest.approx(expected, rel=1e-4, abs=1e-3)


def test_halving_twice_changes_nothing_more() -> None:
    model = net()
    store(model, WeightKind.FLOAT16)
    once = model.SerializeToString()
    store(model, WeightKind.FLOAT16)
    assert model.SerializeToString() == once
