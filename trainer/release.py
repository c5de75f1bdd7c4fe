"""From a finished run to the model file: temperatures from validation data, the card, the export."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS
from app.perception.crop import CROP_RULE
from trainer.building import build_net
from trainer.calibrate import emotion_temperature, gender_temperature
from trainer.checkpoint import LAST, load_checkpoint
from trainer.config import TrainConfig
from trainer.data.dataset import Dataset
from trainer.export import ExportedNet, export
from trainer.validation import joined, run_network, scores

_LICENCE = "Research and demonstration only, because of the data behind the weights"
_BATCH = 128


def release(
    run: Path, validation: Mapping[str, Dataset], version: str, output: Path, note: str = "", kept: str = LAST
) -> ModelCard:
    """Export the averaged network of a run's last checkpoint, or of another that was `kept`.

    `note` joins the recipe in its card.

    Raises CheckpointError, DataError, ExportError.
    """
    checkpoint = load_checkpoint(run / kept)
    net = build_net(checkpoint.config)
    net.load_state_dict(checkpoint.averaged)
    outputs = {source: run_network(net, data.validation_batches(_BATCH)) for source, data in validation.items()}
    metrics = {
        f"validation_{source}_{name}": round(value, 4)
        for source, each in outputs.items()
        for name, value in scores(each).items()
    }
    pooled = tuple(outputs.values())
    emotion_t = emotion_temperature(joined(pooled)) if pooled else 1.0
    gender_t = gender_temperature(joined(pooled)) if pooled else 1.0
    card = ModelCard(
        name="poise",
        version=version,
        labels=tuple(str(emotion) for emotion in EMOTIONS),
        input_px=checkpoint.config.size_px,
        crop_rule=CROP_RULE,
        created=datetime.now(UTC).date().isoformat(),
        data=tuple(checkpoint.config.sources),
        licence=_LICENCE,
        recipe=" ".join(filter(None, (note, _recipe(checkpoint.config, checkpoint.step)))),
        temperature=round(emotion_t, 4),
        metrics={**metrics, "gender_temperature": round(gender_t, 4)},
    )
    export(ExportedNet(net, card.temperature, gender_t), card, output)
    return card


def _recipe(config: TrainConfig, step: int) -> str:
    """One line that names the run: its configuration in full but for folders, and a hash of it."""
    painting = config.tasks.in_painting
    painting = replace(painting, perceptual_file=Path(painting.perceptual_file).name)
    named = replace(config, initial=Path(config.initial).name, tasks=replace(config.tasks, in_painting=painting))
    text = json.dumps(named.to_dict(), sort_keys=True)
    return f"step {step} of {config.steps}, configuration {hashlib.sha256(text.encode()).hexdigest()[:12]}: {text}"
