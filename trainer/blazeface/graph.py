"""BlazeFace as an ONNX graph: the same numbers, laid out so that ONNX Runtime is quick with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import tflite
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from trainer.blazeface.tflite_file import DetectorFileError, Operator, TfliteFile

_BLOCK = 16
"""ONNX Runtime computes this many channels at a time; other counts make it rearrange every picture between layers."""

_ACTIVATIONS = {0: None, 1: "Relu"}


@dataclass(frozen=True, slots=True, eq=False)
class _Convolution:
    """A convolution that was read and not yet written: weights [out, in, height, width] and biases [out]."""

    source: str
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    attributes: dict[str, Any]
    activation: str | None

    def part(self, start: int, end: int | None) -> "_Convolution":
        """Some of its output channels."""
        weights, biases = self.weights[start:end], self.biases[start:end]
        return _Convolution(self.source, weights, biases, self.attributes, self.activation)


def detector_graph(file: TfliteFile, name: str) -> onnx.ModelProto:
    """`pictures` uint8 [n, height, width, 3] RGB to `boxes` float32 [n, anchors, 16] and `scores` float32 [n, anchors].

    Boxes are in pixels from the middle of their anchor, as the network gives them. Height and width are free: the
    network slides over the picture. Raises DetectorFileError.
    """
    return _Writer(file).model(name)


class _Writer:
    """Reads operator after operator and writes nodes; channels are filled up with zeros to whole blocks."""

    def __init__(self, file: TfliteFile) -> None:
        self._file = file
        self._operators = tuple(file.operators())
        self._nodes: list[onnx.NodeProto] = []
        self._stored: list[onnx.TensorProto] = []
        self._channels = {file.inputs[0]: 3}
        self._names: dict[int, str] = {}
        self._waiting: dict[int, _Convolution] = {}
        self._padded: dict[int, tuple[int, list[int]]] = {}
        self._widened: dict[int, int] = {}
        self._exact = _feeding_the_end(self._operators)

    def model(self, name: str) -> onnx.ModelProto:
        self._begin()
        for operator in self._operators:
            writer = _WRITERS.get(operator.name)
            if writer is None:
                raise DetectorFileError(f"The file has a step {operator.name}, which BlazeFace has not; name its file.")
            writer(self, operator)
        self._end()
        outputs: dict[str, list[str | int | None]] = {"boxes": ["n", "anchors", 16], "scores": ["n", "anchors"]}
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info("pictures", TensorProto.UINT8, ["n", "height", "width", 3])],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape) for output, shape in outputs.items()],
            self._stored,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
        onnx.checker.check_model(model)
        return model

    def _begin(self) -> None:
        """Bytes 0 to 255 become -1 to 1, and the channels come first."""
        self._node("Cast", ["pictures"], "values", to=TensorProto.FLOAT)
        self._node("Transpose", ["values"], "planes", perm=[0, 3, 1, 2])
        self._node("Mul", ["planes", self._store(np.float32(1 / 127.5))], "wide")
        self._node("Sub", ["wide", self._store(np.float32(1))], self._name(self._file.inputs[0]))

    def _end(self) -> None:
        sizes = {self._file.shape(tensor)[-1]: self._name(tensor) for tensor in self._file.outputs}
        if set(sizes) != {1, 16}:
            raise DetectorFileError("The file answers no boxes with six points and scores; name a BlazeFace file.")
        self._node("Identity", [sizes[16]], "boxes")
        self._node("Sigmoid", [sizes[1]], "likely")
        self._node("Squeeze", ["likely", self._store(np.array([2]))], "scores")

    def _convolution(self, operator: Operator) -> None:
        depthwise = operator.name == "DEPTHWISE_CONV_2D"
        options = operator.options(tflite.DepthwiseConv2DOptions if depthwise else tflite.Conv2DOptions)
        stored = self._file.numbers(operator.inputs[1])
        weights = stored.transpose(3, 0, 1, 2) if depthwise else stored.transpose(0, 3, 1, 2)
        strides, kernel = (options.StrideH(), options.StrideW()), weights.shape[2:]
        source, pads = self._padded.get(operator.inputs[0], (operator.inputs[0], None))
        if pads is None:
            same = options.Padding() == tflite.Padding.SAME
            pads = _same_pads(self._file.shape(source)[1:3], strides, kernel) if same else [0] * 4
        name, ahead = self._written(source), self._channels[source]
        out = ahead if depthwise else len(weights) if operator.output in self._exact else _filled(len(weights))
        wide = np.zeros((out, 1 if depthwise else ahead, *kernel), np.float32)
        wide[: len(weights), : weights.shape[1]] = weights
        biases = np.zeros(out, np.float32)
        biases[: len(weights)] = self._file.numbers(operator.inputs[2])
        attributes = {"strides": strides, "pads": pads, "group": out if depthwise else 1}
        activation = _activation(options.FusedActivationFunction())
        self._waiting[operator.output] = _Convolution(name, wide, biases, attributes, activation)
        self._channels[operator.output] = out

    def _pad(self, operator: Operator) -> None:
        """Rows and columns are added by the convolution that follows; new channels by the sum that follows."""
        source, margins = operator.inputs[0], self._file.numbers(operator.inputs[1])
        if not margins[3].any():
            (top, bottom), (left, right) = margins[1].tolist(), margins[2].tolist()
            self._padded[operator.output] = (source, [top, left, bottom, right])
            return
        self._channels[operator.output] = _filled(self._file.shape(operator.output)[3])
        self._names[operator.output] = self._written(source)
        if self._channels[operator.output] > self._channels[source]:
            self._widened[operator.output] = self._channels[source]

    def _sum(self, operator: Operator) -> None:
        activation = _activation(operator.options(tflite.AddOptions).FusedActivationFunction())
        grown = [tensor for tensor in operator.inputs if tensor in self._widened]
        self._channels[operator.output] = self._channels[operator.inputs[0]]
        if not grown:
            self._activated("Add", [self._written(tensor) for tensor in operator.inputs], operator.output, activation)
            return
        (other,) = (tensor for tensor in operator.inputs if tensor not in grown)
        self._sum_with_fewer(operator.output, self._waiting.pop(other), grown[0])

    def _sum_with_fewer(self, output: int, convolution: _Convolution, fewer: int) -> None:
        """A sum with a tensor of fewer channels: the first are added, the rest stands by itself."""
        name, channels = self._name(output), self._widened[fewer]
        self._write(convolution.part(0, channels), f"{name}_first")
        self._write(convolution.part(channels, None), f"{name}_rest")
        self._node("Add", [f"{name}_first", self._name(fewer)], f"{name}_sum")
        self._node("Concat", [f"{name}_sum", f"{name}_rest"], name, axis=1)

    def _relu(self, operator: Operator) -> None:
        self._plain("Relu", operator)

    def _max_pool(self, operator: Operator) -> None:
        options = operator.options(tflite.Pool2DOptions)
        kernel, strides = (options.FilterHeight(), options.FilterWidth()), (options.StrideH(), options.StrideW())
        self._plain("MaxPool", operator, kernel_shape=kernel, strides=strides)

    def _resize(self, operator: Operator) -> None:
        if not operator.options(tflite.ResizeBilinearOptions).HalfPixelCenters():
            raise DetectorFileError("The file enlarges in another way than BlazeFace; name its file.")
        before, after = (self._file.shape(tensor)[1:3] for tensor in (operator.inputs[0], operator.output))
        factors = np.array([1, 1, after[0] / before[0], after[1] / before[1]], np.float32)
        self._channels[operator.output] = self._channels[operator.inputs[0]]
        inputs = [self._written(operator.inputs[0]), "", self._store(factors)]
        self._node("Resize", inputs, self._name(operator.output), mode="linear")

    def _depth_to_space(self, operator: Operator) -> None:
        self._plain("DepthToSpace", operator, blocksize=operator.options(tflite.DepthToSpaceOptions).BlockSize())

    def _reshape(self, operator: Operator) -> None:
        """All anchors of a grid in one row: channels go last again, as the file means it."""
        name, last = self._name(operator.output), self._file.shape(operator.output)[-1]
        self._node("Transpose", [self._written(operator.inputs[0])], f"{name}_last", perm=[0, 2, 3, 1])
        self._node("Reshape", [f"{name}_last", self._store(np.array([0, -1, last]))], name)

    def _concatenation(self, operator: Operator) -> None:
        self._node("Concat", [self._name(tensor) for tensor in operator.inputs], self._name(operator.output), axis=1)

    def _plain(self, kind: str, operator: Operator, **attributes: Any) -> None:
        """A step whose output has the channels of its input."""
        source = operator.inputs[0]
        self._node(kind, [self._written(source)], self._name(operator.output), **attributes)
        self._channels[operator.output] = self._channels[source]

    def _written(self, tensor: int) -> str:
        """The name of a tensor, its convolution written where it was waiting."""
        if tensor in self._waiting:
            self._write(self._waiting.pop(tensor), self._name(tensor))
        return self._name(tensor)

    def _write(self, waiting: _Convolution, name: str) -> None:
        inputs = [waiting.source, self._store(waiting.weights), self._store(waiting.biases)]
        result = f"{name}_plain" if waiting.activation else name
        self._node("Conv", inputs, result, **waiting.attributes)
        if waiting.activation:
            self._node(waiting.activation, [result], name)

    def _activated(self, kind: str, inputs: list[str], output: int, activation: str | None) -> None:
        name = self._name(output)
        self._node(kind, inputs, f"{name}_plain" if activation else name)
        if activation:
            self._node(activation, [f"{name}_plain"], name)

    def _name(self, tensor: int) -> str:
        return self._names.get(tensor, f"t{tensor}")

    def _store(self, numbers: Any) -> str:
        name = f"stored{len(self._stored)}"
        self._stored.append(numpy_helper.from_array(np.ascontiguousarray(numbers), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> None:
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))


_WRITERS: dict[str, Callable[[_Writer, Operator], None]] = {
    "CONV_2D": _Writer._convolution,
    "DEPTHWISE_CONV_2D": _Writer._convolution,
    "PAD": _Writer._pad,
    "ADD": _Writer._sum,
    "RELU": _Writer._relu,
    "MAX_POOL_2D": _Writer._max_pool,
    "RESIZE_BILINEAR": _Writer._resize,
    "DEPTH_TO_SPACE": _Writer._depth_to_space,
    "RESHAPE": _Writer._reshape,
    "CONCATENATION": _Writer._concatenation,
}


def _feeding_the_end(operators: tuple[Operator, ...]) -> set[int]:
    """The tensors that become boxes and scores without another mix of channels: they keep their exact count."""
    exact: set[int] = set()
    for operator in reversed(operators):
        ends = operator.name in ("RESHAPE", "DEPTH_TO_SPACE")
        if ends or (operator.output in exact and operator.name in ("DEPTHWISE_CONV_2D", "PAD")):
            exact.add(operator.inputs[0])
    return exact


def _filled(channels: int) -> int:
    return -(-channels // _BLOCK) * _BLOCK


def _activation(code: int) -> str | None:
    if code not in _ACTIVATIONS:
        raise DetectorFileError("The file has an activation that BlazeFace has not; name its file.")
    return _ACTIVATIONS[code]


def _same_pads(size: tuple[int, ...], strides: tuple[int, int], kernel: tuple[int, ...]) -> list[int]:
    """The margins of TensorFlow's "same": what is odd goes to the end. Top, left, bottom, right."""
    total = [max(0, (-(-s // step) - 1) * step + k - s) for s, step, k in zip(size, strides, kernel, strict=True)]
    begin = [each // 2 for each in total]
    return [*begin, *(whole - first for whole, first in zip(total, begin, strict=True))]
