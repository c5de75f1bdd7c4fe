"""A trained network to the one ONNX file the app opens: contract inside the graph, model card in its metadata."""

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.onnx import ONNXProgram

from app.domain.model_card import ModelCard
from app.perception.offline import import_onnxruntime
from trainer.atomic_file import atomic_file
from trainer.failure import TrainerError
from trainer.model.facenet import FaceNet
from trainer.model.mirrored import MirroredNet
from trainer.release.onnx_file import set_card
from trainer.release.stored_weights import store
from trainer.release.weight_kind import WeightKind

OPSET = 20
_IR_VERSION = 9
"""The oldest that has the operators of `OPSET`: ONNX Runtime reads both from 1.17 on."""
ANY_NUMBER = {0: torch.export.Dim("n", min=1)}
"""The first axis of what a graph takes: the faces."""
_LARGEST_GAP = 1e-3
"""Between torch and ONNX Runtime on the same faces, in probabilities and matrix entries."""


class ExportError(TrainerError):
    """A network cannot be exported; the message is one sentence for the user."""


class ExportedNet(nn.Module):
    """The contract of the ONNX graph around a network.

    faces uint8 [n, px, px, 3] RGB -> emotion [n, 8] probabilities, rotation [n, 3, 3], gender [n] probability of
    female, all float32. Both temperatures divide logits; `emotion_offsets` are added to the emotions' before.
    """

    def __init__(
        self,
        net: FaceNet | MirroredNet,
        emotion_temperature: float = 1.0,
        gender_temperature: float = 1.0,
        emotion_offsets: Sequence[float] | None = None,
    ) -> None:
        super().__init__()
        self.emotion_offsets = emotion_offsets and torch.tensor(emotion_offsets, dtype=torch.float32)
        self.net = net
        self.emotion_temperature = emotion_temperature
        self.gender_temperature = gender_temperature

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        prediction = self.net(faces.permute(0, 3, 1, 2))
        logits = prediction.emotion
        if self.emotion_offsets is not None:
            logits = logits + self.emotion_offsets
        emotion = torch.softmax(logits / self.emotion_temperature, dim=1)
        return emotion, prediction.rotation, torch.sigmoid(prediction.gender / self.gender_temperature)


def export(net: ExportedNet, card: ModelCard, path: Path, weights: WeightKind = WeightKind.FLOAT32) -> float:
    """Write the file and check that ONNX Runtime, given the file alone, agrees with torch.

    Returns the largest gap between the two, in probabilities and matrix entries. Raises ExportError.
    """
    net.eval()
    try:
        with atomic_file(path) as part:
            _program(net, card.input_px).save(str(part), external_data=False)
            model = with_card(onnx.load(str(part), load_external_data=False), card)
            store(model, weights)
            onnx.save(model, str(part))
            return check_parity(net, part, card.input_px)
    except OSError as error:
        raise ExportError(f"{path} cannot be written ({error}); free space or choose another folder.") from error


def _program(net: ExportedNet, input_px: int) -> ONNXProgram:
    faces = torch.from_numpy(_example_faces(2, input_px))
    return traced(net, (faces,), {"faces": ANY_NUMBER}, ("faces",), ("emotion", "rotation", "gender"))


def traced(
    module: nn.Module,
    examples: tuple[Tensor, ...],
    dynamic_shapes: Mapping[str, object],
    input_names: Sequence[str],
    output_names: Sequence[str],
) -> ONNXProgram:
    """What a module does to the examples, as a graph; a batch of one would freeze the batch axis."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns about its own internals
        program = torch.onnx.export(
            module,
            examples,
            dynamo=True,
            opset_version=OPSET,
            input_names=input_names,
            output_names=output_names,
            dynamic_shapes=dict(dynamic_shapes),
            verbose=False,
        )
    assert program is not None
    return program


def with_card(model: onnx.ModelProto, card: ModelCard) -> onnx.ModelProto:
    """The model with its card, and without the exporter's notes, which name source files of this machine."""
    graph = model.graph
    for noted in (*graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer, graph, model):
        del noted.metadata_props[:]
        noted.doc_string = ""
    model.ir_version = _IR_VERSION
    set_card(model, card)
    return model


def check_parity(net: ExportedNet, path: Path, input_px: int) -> float:
    """1, 3 and 8 faces through torch and through the file, copied alone into an empty folder: the largest gap."""
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "alone.onnx"
        alone.write_bytes(path.read_bytes())
        session = import_onnxruntime().InferenceSession(alone.read_bytes(), providers=["CPUExecutionProvider"])
    largest = 0.0
    for count in (1, 3, 8):
        faces = _example_faces(count, input_px)
        with torch.no_grad():
            expected = [value.numpy() for value in net(torch.from_numpy(faces))]
        for ours, theirs in zip(expected, session.run(None, {"faces": faces}), strict=True):
            gap = float(np.abs(ours - theirs).max())
            if ours.shape != theirs.shape or not gap <= _LARGEST_GAP:
                raise ExportError(
                    f"ONNX Runtime and torch differ by {gap:.2g} on {count} faces; export with --weights float32, and "
                    "if that was asked for, report this as a bug."
                )
            largest = max(largest, gap)
    return largest


def _example_faces(count: int, px: int) -> NDArray[np.uint8]:
    return np.random.default_rng(7).integers(0, 256, (count, px, px, 3), dtype=np.uint8)
