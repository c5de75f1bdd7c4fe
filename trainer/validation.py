"""How good a network is on validation pictures, while it is in torch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.domain.reading import Pose
from trainer.data.batch import Batch
from trainer.model.facenet import FaceNet, Prediction
from trainer.plain_values import ConfigError
from trainer.tasks.joint import Joint


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """All predictions on a data set beside its labels."""

    prediction: Prediction
    batch: Batch


@torch.no_grad()
def run_network(net: FaceNet, batches: Iterable[Batch]) -> Outputs:
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
    found: dict[str, float] = {}
    prediction, batch = outputs.prediction, outputs.batch
    top = batch.emotion.topk(2, dim=1).values
    clear = (batch.emotion_weight > 0) & (top[:, 0] > top[:, 1])  # a plurality among the eight classes
    if clear.any():
        right = prediction.emotion.argmax(1) == batch.emotion.argmax(1)
        found["emotion_accuracy"] = float(right[clear].float().mean())
    posed = batch.pose_weight > 0
    if posed.any():
        error = (_angles(prediction.rotation[posed]) - _angles(batch.rotation[posed])).abs()
        found["pose_mae_deg"] = float(torch.minimum(error, 360 - error).mean())
    gendered = batch.gender_weight > 0
    if gendered.any():
        right = (prediction.gender > 0) == (batch.female > 0.5)
        found["gender_accuracy"] = float(right[gendered].float().mean())
    return found


_MEASURES = ("emotion_accuracy", "pose_mae_deg", "gender_accuracy")


def refuse_unmeasured(name: str, sources: Iterable[str]) -> None:
    """Raise ConfigError where a figure to choose by is none that validation on these sources can give."""
    possible = [f"{source}_{measure}" for source in sources for measure in _MEASURES]
    if name and name not in possible:
        known = f"one of {', '.join(possible)}" if possible else "left out, for nothing validates"
        raise ConfigError(f"`choose_by` must be {known}, not {name!r}.")


def is_better(scored: Mapping[str, float], best: float | None, name: str) -> bool:
    """Whether the figure `name` is better than the best so far; errors in degrees are better when lower.

    Without a name none is; a name that was not measured is a ConfigError.
    """
    if not name:
        return False
    if name not in scored:
        raise ConfigError(f"`choose_by` must be one of {', '.join(scored)}, not {name!r}.")
    return best is None or (scored[name] < best if name.endswith("_deg") else scored[name] > best)


def _angles(rotations: Tensor) -> Tensor:
    """[n, 3, 3] to yaw, pitch, roll in degrees [n, 3]."""
    poses = (Pose.from_rotation(rotation) for rotation in rotations.numpy())
    return torch.from_numpy(np.array([(pose.yaw_deg, pose.pitch_deg, pose.roll_deg) for pose in poses]))
