"""The graph of an ensemble: each network with its own pictures of the faces, and the mean of their answers."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS
from trainer.model.heads import rotation_from_6d
from trainer.release.export import ANY_NUMBER, OPSET, traced, with_card
from trainer.release.onnx_file import card_in

_FACES = "faces"
_OUTPUTS = ("emotion", "rotation", "gender")
LEAST = 1e-7
"""Probabilities are kept so far from 0 and 1, where they have no logarithm."""


class Sharpness(NamedTuple):
    """What makes the mean's confidence mean what it says: both temperatures divide logits, `emotion_offsets` are added
    to the emotions' before."""

    emotion_temperature: float = 1.0
    gender_temperature: float = 1.0
    emotion_offsets: tuple[float, ...] = (0.0,) * len(EMOTIONS)


class Shrunk(nn.Module):
    """Faces uint8 [n, side, side, 3] to the side `px` of a network that looks at smaller ones."""

    def __init__(self, px: int) -> None:
        super().__init__()
        self.px = px

    def forward(self, faces: Tensor) -> Tensor:
        planes = faces.permute(0, 3, 1, 2).float()
        small = functional.interpolate(planes, (self.px, self.px), mode="bilinear", antialias=True)
        return small.round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)


class MeanAnswer(nn.Module):
    """Emotions [n, 8], rotations [n, 3, 3] and female [n] of each network, one after the other, to their mean.

    Probabilities are averaged, of matrices the mean is made a rotation again.
    """

    def __init__(self, sharpness: Sharpness) -> None:
        super().__init__()
        self.sharpness = sharpness

    def forward(self, *answers: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        emotions, rotations, females = (torch.stack(answers[which::3]).mean(0) for which in range(3))
        logits = emotions.clamp(min=LEAST).log() + torch.tensor(self.sharpness.emotion_offsets)
        emotion = torch.softmax(logits / self.sharpness.emotion_temperature, dim=1)
        rotation = rotation_from_6d(torch.cat([rotations[:, :, 0], rotations[:, :, 1]], dim=1))
        female = torch.sigmoid(torch.logit(females, LEAST) / self.sharpness.gender_temperature)
        return emotion, rotation, female


def ensemble(members: Sequence[onnx.ModelProto], card: ModelCard, sharpness: Sharpness) -> onnx.ModelProto:
    """One model that asks all members about faces of the card's side, which is that of the largest member."""
    parts: list[onnx.GraphProto] = []
    for number, member in enumerate(members):
        name, px = f"network_{number}", card_in(member).input_px
        seen = _FACES
        if px != card.input_px:
            shrunk = _fed(_shrunk(card.input_px, px), f"{name}_shrunk", {_FACES: _FACES})
            parts.append(shrunk)
            seen = shrunk.output[0].name
        parts.append(_fed(member, name, {_FACES: seen}))
    answers = [f"network_{number}_{output}" for number in range(len(members)) for output in _OUTPUTS]
    mean = _mean(len(members), sharpness)
    parts.append(_fed(mean, "mean", dict(zip((each.name for each in mean.graph.input), answers, strict=True))))
    return with_card(_joined(parts, card.input_px), card)


def _fed(model: onnx.ModelProto, name: str, sources: dict[str, str]) -> onnx.GraphProto:
    """The model's graph with names of its own, its inputs taken from the given ones."""
    graph: onnx.GraphProto = onnx.compose.add_prefix(model, f"{name}_").graph
    renamed = {f"{name}_{inside}": source for inside, source in sources.items()}
    for node in graph.node:
        node.input[:] = [renamed.get(each, each) for each in node.input]
    return graph


def _joined(parts: Sequence[onnx.GraphProto], side: int) -> onnx.ModelProto:
    """The parts, in their order, as one model; the last one's outputs under the names of the contract."""
    ends = {each.name: output for each, output in zip(parts[-1].output, _OUTPUTS, strict=True)}
    shapes: dict[str, Sequence[str | int]]
    shapes = dict(zip(_OUTPUTS, (["n", len(EMOTIONS)], ["n", 3, 3], ["n"]), strict=True))
    nodes = [node for part in parts for node in part.node]
    for node in nodes:
        node.output[:] = [ends.get(each, each) for each in node.output]
        node.input[:] = [ends.get(each, each) for each in node.input]
    graph = helper.make_graph(
        nodes,
        "ensemble",
        [helper.make_tensor_value_info(_FACES, TensorProto.UINT8, ["n", side, side, 3])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()],
        [weight for part in parts for weight in part.initializer],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])


@cache
def _shrunk(side: int, px: int) -> onnx.ModelProto:
    faces = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    return traced(Shrunk(px), (faces,), {"faces": ANY_NUMBER}, (_FACES,), ("small",)).model_proto


@cache
def _mean(count: int, sharpness: Sharpness) -> onnx.ModelProto:
    shapes = ((2, len(EMOTIONS)), (2, 3, 3), (2,)) * count
    answers = tuple(torch.rand(shape) for shape in shapes)
    names = [f"answer_{number}" for number in range(len(answers))]
    return traced(
        MeanAnswer(sharpness), answers, {"answers": (ANY_NUMBER,) * len(answers)}, names, _OUTPUTS
    ).model_proto
