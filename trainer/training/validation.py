"""How good a network is on validation pictures, while it is in torch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np
import torch
from torch import Tensor

from trainer.data.batch import Batch
from trainer.evaluation.metrics import angle_difference, angles_of
from trainer.model.facenet import FaceNet, Prediction
from trainer.model.mirrored import MirroredNet
from trainer.tasks.joint import Joint

Measured = Literal["emotion_accuracy", "pose_mae_deg", "gender_accuracy"]


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """All predictions on a data set beside its labels."""

    prediction: Prediction
    batch: Batch


@torch.no_grad()
def run_network(net: FaceNet | MirroredNet, batches: Iterable[Batch]) -> Outputs:
    """Every batch once through the network in evaluation mode."""
    training, device = net.training, next(net.parameters()).device
    net.eval()
    pairs = [(_on_cpu(net(batch.faces.to(device))), batch) for batch in batches]
    net.train(training)
    return joined([Outputs(prediction, batch) for prediction, batch in pairs])


def joined(parts: Sequence[Outputs]) -> Outputs:
    """Several outputs as one, in order."""
    pairs = [(part.prediction, part.batch) for part in parts]
    names = ("emotion", "rotation", "gender")
    prediction = Prediction(*(torch.cat([getattr(p, name) for p, _ in pairs]) for name in names))
    fields = Batch.__dataclass_fields__
    return Outputs(prediction, Batch(*(torch.cat([getattr(b, name) for _, b in pairs]) for name in fields)))


def _on_cpu(prediction: Prediction) -> Prediction:
    return Prediction(prediction.emotion.cpu(), prediction.rotation.cpu(), prediction.gender.cpu())


@torch.no_grad()
def pretext_scores(joint: Joint, batches: Iterable[Batch]) -> dict[str, float]:
    """The self-supervised tasks' own measures, such as puzzling_accuracy: the mean over all pictures of the batches.

    Every picture gets each view, changed by draws that depend on the picture alone.
    """
    if not joint.pretexts:
        return {}
    training, device = joint.training, next(joint.parameters()).device
    joint.eval()
    found = [joint.scores(batch.to(device)) for batch in batches]
    joint.train(training)
    return {name: float(torch.cat([each[name] for each in found]).mean()) for name in found[0]} if found else {}


def scores(outputs: Outputs) -> dict[str, float]:
    """emotion_accuracy, pose_mae_deg (mean of the three angles), gender_accuracy; each where there are labels."""
    return {name: _score(name, outputs, rows) for name, rows in judged_rows(outputs.batch).items()}


def judged_rows(batch: Batch) -> dict[Measured, Tensor]:
    """Bool [n] of the faces whose labels a score is taken over, of each score that has any."""
    top = batch.emotion.topk(2, dim=1).values
    rows: dict[Measured, Tensor] = {
        "emotion_accuracy": (batch.emotion_weight > 0) & (top[:, 0] > top[:, 1]),  # a plurality among the eight
        "pose_mae_deg": batch.pose_weight > 0,
        "gender_accuracy": batch.gender_weight > 0,
    }
    return {name: some for name, some in rows.items() if some.any()}


def _score(name: Measured, outputs: Outputs, rows: Tensor) -> float:
    prediction, batch = outputs.prediction, outputs.batch
    match name:
        case "emotion_accuracy":
            values = (prediction.emotion.argmax(1) == batch.emotion.argmax(1))[rows]
        case "pose_mae_deg":
            said, truth = (angles_of(of.rotation[rows].numpy()) for of in (prediction, batch))
            values = torch.from_numpy(np.abs(angle_difference(said, truth)))
        case "gender_accuracy":
            values = ((prediction.gender > 0) == (batch.female > 0.5))[rows]
        case other:
            assert_never(other)
    return float(values.float().mean())
