"""A TensorFlow Lite file: its operators in order, with their options and the numbers stored in the file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tflite
from numpy.typing import NDArray

from trainer.failure import TrainerError

_NAMES = {code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)}
_TYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}
_INDICES = {1: tflite.Int32Vector, 2: tflite.Uint16Vector, 3: tflite.Uint8Vector}


class DetectorFileError(TrainerError):
    """A file is no detector of the known kind; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One step of the network; tensors are numbers, pictures are [n, height, width, channels]."""

    name: str
    inputs: tuple[int, ...]
    output: int
    table: Any

    def options(self, kind: Any) -> Any:
        """What is set for the step, as a class of `tflite`."""
        options = kind()
        options.Init(self.table.Bytes, self.table.Pos)
        return options


class TfliteFile:
    """A file's one network. Raises DetectorFileError."""

    def __init__(self, path: Path) -> None:
        try:
            self._model = tflite.Model.GetRootAsModel(path.read_bytes(), 0)
            self._graph = self._model.Subgraphs(0)
            self.inputs = tuple(int(number) for number in self._graph.InputsAsNumpy())
            self.outputs = tuple(int(number) for number in self._graph.OutputsAsNumpy())
        except (OSError, struct.error, AttributeError, TypeError) as error:
            raise DetectorFileError(f"{path} cannot be read as a TensorFlow Lite file ({error}).") from error
        self._unpacked: dict[int, NDArray[Any]] = {}

    def operators(self) -> Iterator[Operator]:
        """The steps in order, without those that only unpack stored numbers."""
        for index in range(self._graph.OperatorsLength()):
            stored = self._graph.Operators(index)
            code = self._model.OperatorCodes(stored.OpcodeIndex())
            name = _NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            inputs = tuple(int(number) for number in stored.InputsAsNumpy())
            if name == "DENSIFY":
                self._unpacked[stored.Outputs(0)] = self._dense(inputs[0])
            elif name == "DEQUANTIZE":
                self._unpacked[stored.Outputs(0)] = self.numbers(inputs[0]).astype(np.float32)
            else:
                yield Operator(name, inputs, stored.Outputs(0), stored.BuiltinOptions())

    def shape(self, tensor: int) -> tuple[int, ...]:
        found = self._graph.Tensors(tensor)
        return tuple(found.Shape(axis) for axis in range(found.ShapeLength()))

    def numbers(self, tensor: int) -> NDArray[Any]:
        """The numbers that the file stores for a tensor."""
        return self._unpacked[tensor] if tensor in self._unpacked else self._stored(tensor).reshape(self.shape(tensor))

    def _stored(self, tensor: int) -> NDArray[Any]:
        found = self._graph.Tensors(tensor)
        data = self._model.Buffers(found.Buffer()).DataAsNumpy()
        if isinstance(data, int) or found.Type() not in _TYPES:
            raise DetectorFileError(f"Tensor {tensor} stores no numbers of a known type; name a BlazeFace file.")
        return np.frombuffer(data.tobytes(), _TYPES[found.Type()])

    def _dense(self, tensor: int) -> NDArray[Any]:
        """A sparse tensor with its zeros, stored as trees of indices (the TACO format, as the schema describes it)."""
        sparsity = self._graph.Tensors(tensor).Sparsity()
        values, dense = self._stored(tensor), np.zeros(self.shape(tensor), np.float32)
        order = sparsity.TraversalOrderAsNumpy().tolist()
        levels = [_level(sparsity.DimMetadata(at)) for at in range(len(order))]
        blocked = [sparsity.BlockMap(at) for at in range(sparsity.BlockMapLength())]
        for at, path in _leaves(levels):
            place = [0] * dense.ndim
            for axis, index in sorted(zip(order, path, strict=True)):  # whole axes come before the blocks in them
                if axis < dense.ndim:
                    place[axis] = index
                else:
                    block = blocked[axis - dense.ndim]
                    place[block] = place[block] * len(levels[order.index(axis)][0]) + index
            dense[tuple(place)] = values[at]
        return dense


_Level = tuple[range, NDArray[Any] | None, NDArray[Any] | None]
"""The indices of a dense level, and of a sparse one where each parent's begin, and the indices."""


def _level(stored: Any) -> _Level:
    if stored.Format() == tflite.DimensionType.DENSE:
        return range(stored.DenseSize()), None, None
    return (
        range(0),
        _vector(stored.ArraySegmentsType(), stored.ArraySegments()),
        _vector(stored.ArrayIndicesType(), stored.ArrayIndices()),
    )


def _vector(kind: int, table: Any) -> NDArray[Any]:
    vector = _INDICES[kind]()
    vector.Init(table.Bytes, table.Pos)
    return np.asarray(vector.ValuesAsNumpy())


def _leaves(levels: list[_Level], parent: int = 0, path: tuple[int, ...] = ()) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The place of every stored value in the file, and its index on each level."""
    if not levels:
        yield parent, path
        return
    indices, begins, sparse = levels[0]
    if begins is None or sparse is None:
        children = [(parent * len(indices) + index, index) for index in indices]
    else:
        children = [(at, int(sparse[at])) for at in range(int(begins[parent]), int(begins[parent + 1]))]
    for at, index in children:
        yield from _leaves(levels[1:], at, (*path, index))
