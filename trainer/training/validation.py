"""How good a network is on validation pictures, while it is in torch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np
import torch
from numpy.typing import NDArray

from trainer.data.batch import Batch
from trainer.evaluation.marks import Marks, emotion_marks, gender_marks, pose_marks
from trainer.evaluation.metrics import NO_CLASS, angles_of, mean_correlation, plurality
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


@torch.no_grad()
def movement_scores(joint: Joint, batches: Iterable[Batch]) -> dict[str, float]:
    """movements_correlation, where the task runs: how well it follows the teacher, over the movements that vary."""
    task = joint.movements
    if task is None:
        return {}
    training, device = joint.training, next(joint.parameters()).device
    joint.eval()
    said, taught = list[NDArray[np.float32]](), list[NDArray[np.float32]]()
    for batch in batches:
        known = batch.movements_weight > 0
        if known.any():
            some = Batch(**{name: column[known] for name, column in batch.columns().items()})
            said.append(task.said(joint.look(some.to(device))).cpu().numpy())
            taught.append(some.movements.numpy())
    joint.train(training)
    found = mean_correlation(np.concatenate(said), np.concatenate(taught)) if said else None
    return {} if found is None else {"movements_correlation": found}


def scores(outputs: Outputs) -> dict[str, float]:
    """emotion_accuracy, pose_mae_deg (mean of the three angles), gender_accuracy; each where there are labels."""
    said = outputs.prediction
    marks = marks_of(outputs.batch, said.emotion.numpy(), said.rotation.numpy(), said.gender.double().sigmoid().numpy())
    return {name: float(of_faces.mean()) for name, of_faces in marks.items()}


def marks_of(
    batch: Batch, emotion: NDArray[np.floating], rotation: NDArray[np.floating], female: NDArray[np.floating]
) -> dict[Measured, Marks]:
    """The marks of the judged faces, in order, from answers to all n: [n, 8], [n, 3, 3] and a probability [n]."""
    return {name: _marks(name, batch, emotion, rotation, female, rows) for name, rows in judged_rows(batch).items()}


def judged_rows(batch: Batch) -> dict[Measured, NDArray[np.bool_]]:
    """Bool [n] of the faces whose labels a score is taken over, of each score that has any."""
    rows: dict[Measured, NDArray[np.bool_]] = {
        "emotion_accuracy": emotion_labels(batch) != NO_CLASS,
        "pose_mae_deg": (batch.pose_weight > 0).numpy(),
        "gender_accuracy": (batch.gender_weight > 0).numpy(),
    }
    return {name: some for name, some in rows.items() if some.any()}


def emotion_labels(batch: Batch) -> NDArray[np.int64]:
    """The emotion that each face's label names, int64 [n], NO_CLASS where it names none or nothing is known."""
    return np.where((batch.emotion_weight > 0).numpy(), plurality(batch.emotion.numpy()), NO_CLASS)


def _marks(
    name: Measured,
    batch: Batch,
    emotion: NDArray[np.floating],
    rotation: NDArray[np.floating],
    female: NDArray[np.floating],
    rows: NDArray[np.bool_],
) -> Marks:
    match name:
        case "emotion_accuracy":
            return emotion_marks(batch.emotion.numpy()[rows], emotion[rows])
        case "pose_mae_deg":
            return pose_marks(angles_of(batch.rotation.numpy()[rows]), angles_of(rotation[rows]))
        case "gender_accuracy":
            return gender_marks(batch.female.numpy()[rows].round(), female[rows])
        case other:
            assert_never(other)
