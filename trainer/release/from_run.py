"""From a finished run to the model file: temperatures from validation data, the card, the export."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS
from app.perception.crop import CROP_RULE
from trainer.config import TaskSettings, TrainConfig
from trainer.data.dataset import Dataset
from trainer.model.mirrored import MirroredNet
from trainer.release.export import ExportedNet, export
from trainer.release.face_temperature import temper
from trainer.release.rare_emotions import raised, rare_offsets
from trainer.release.temperatures import emotion_temperature, gender_temperature
from trainer.release.weight_kind import WeightKind
from trainer.training.building import build_net
from trainer.training.checkpoint import LAST, Checkpoint, load_checkpoint
from trainer.training.validation import Outputs, joined, run_network, scores

_LICENCE = "Research and demonstration only, because of the data behind the weights"
_BATCH = 128
_MIRRORED = "The mean of what it says of a face and of its mirror image."
_KNOWS_NOTHING = 1e6
"""A temperature at which every answer is equally likely: what a head says that was not trained."""


@dataclass(frozen=True, slots=True)
class Released:
    """The card in a new model file, and the largest gap between the file's answers and torch's."""

    card: ModelCard
    gap: float


def release(
    run: Path,
    validation: Mapping[str, Dataset],
    version: str,
    output: Path,
    note: str = "",
    kept: str = LAST,
    weights: WeightKind = WeightKind.FLOAT32,
    mirrored: bool = False,
    rare_points: float = 0.0,
) -> Released:
    """Export the averaged network of a run's last checkpoint, or of another that was `kept`.

    `note` joins the recipe in its card. Heads that were not trained are named there; those of emotion and gender then
    answer that everything is equally likely, which the app shows as uncertain. `mirrored`: the file also asks about
    each face's mirror image. `rare_points`: how many percent of accuracy on validation pictures may be given for
    finding rare emotions more often. Raises CheckpointError, DataError, ExportError.
    """
    checkpoint = load_checkpoint(run / kept)
    net = build_net(checkpoint.config)
    net.load_state_dict(checkpoint.averaged)
    for name in ("emotion", "gender"):
        if getattr(checkpoint.config.tasks, name):
            temper(net, name, validation.values())
    asked = MirroredNet(net) if mirrored else net
    outputs = {source: run_network(asked, data.validation_batches(_BATCH)) for source, data in validation.items()}
    metrics = {
        f"validation_{source}_{name}": round(value, 4)
        for source, each in outputs.items()
        for name, value in scores(each).items()
    }
    pooled = tuple(outputs.values())
    tasks = checkpoint.config.tasks
    offsets = rare_offsets(joined(pooled), rare_points) if rare_points and pooled and tasks.emotion else None
    emotion_t = _temperature(tasks.emotion, lambda outputs: emotion_temperature(outputs, offsets), pooled)
    gender_t = _temperature(tasks.gender, gender_temperature, pooled)
    notes = " ".join(filter(None, (note, _MIRRORED if mirrored else "", raised(offsets))))
    card = _card(checkpoint, version, notes, round(emotion_t, 4), {**metrics, "gender_temperature": round(gender_t, 4)})
    exported = ExportedNet(asked, card.temperature, gender_t, offsets)
    return Released(card, export(exported, card, output, weights))


def _card(checkpoint: Checkpoint, version: str, note: str, temperature: float, metrics: dict[str, float]) -> ModelCard:
    config = checkpoint.config
    return ModelCard(
        name="poise",
        version=version,
        labels=tuple(str(emotion) for emotion in EMOTIONS),
        input_px=config.size_px,
        crop_rule=CROP_RULE,
        created=datetime.now(UTC).date().isoformat(),
        data=tuple(config.sources),
        licence=_LICENCE,
        recipe=" ".join(filter(None, (note, _untrained(config.tasks), _recipe(config, checkpoint.step)))),
        temperature=temperature,
        metrics=metrics,
    )


def _temperature(weight: float, fit: Callable[[Outputs], float], outputs: Sequence[Outputs]) -> float:
    if not weight:
        return _KNOWS_NOTHING
    return fit(joined(outputs)) if outputs else 1.0


def _untrained(tasks: TaskSettings) -> str:
    """A sentence that names the heads without training, or nothing."""
    names = [name for name in ("emotion", "pose", "gender") if not getattr(tasks, name)]
    return f"Not trained: {', '.join(names)}." if names else ""


def _recipe(config: TrainConfig, step: int) -> str:
    """One line that names the run: its configuration in full but for folders, and a hash of it."""
    painting = config.tasks.in_painting
    painting = replace(painting, perceptual_file=Path(painting.perceptual_file).name)
    teachers = tuple("/".join(Path(path).parts[-2:]) for path in config.tasks.distillation.teachers)
    distillation = replace(config.tasks.distillation, teachers=teachers)
    tasks = replace(config.tasks, in_painting=painting, distillation=distillation)
    named = replace(config, initial=Path(config.initial).name, tasks=tasks)
    text = json.dumps(named.to_dict(), sort_keys=True)
    return f"step {step} of {config.steps}, configuration {hashlib.sha256(text.encode()).hexdigest()[:12]}: {text}"
