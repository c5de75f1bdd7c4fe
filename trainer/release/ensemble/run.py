"""From several model files to the one of their ensemble, its confidence fitted on validation pictures."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import torch

from app.domain.model_card import ModelCard
from app.perception.model import DeviceChoice, Network
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset
from trainer.data.validation_sets import validation_sets
from trainer.failure import TrainerError
from trainer.model.facenet import Prediction
from trainer.release.ensemble.graph import LEAST, Sharpness, ensemble
from trainer.release.export import OPSET
from trainer.release.onnx_file import card_in, read_model, write_model
from trainer.release.rare_emotions import raised, rare_offsets
from trainer.release.temperatures import emotion_temperature, gender_temperature
from trainer.training.validation import Outputs, joined, scores

_BATCH = 64


class EnsembleError(TrainerError):
    """The networks cannot stand together; the message is one sentence for the user."""


def write_ensemble(
    models: Sequence[Path], data: Path, version: str, output: Path, note: str = "", rare_points: float = 0.0
) -> ModelCard:
    """Write the file of an ensemble and return its card.

    Without validation pictures in `data` its confidence stays that of the mean. `rare_points`: how many percent of
    accuracy on them may be given for finding rare emotions more often.
    Raises DataError, EnsembleError, ModelError, ModelFileError.
    """
    members = [_member(path) for path in models]
    card = _common_card([card_in(member) for member in members], version, note)
    with tempfile.TemporaryDirectory() as folder:
        mean = Path(folder) / "mean.onnx"
        write_model(ensemble(members, card, Sharpness()), mean)
        answers = _answers(Network(mean, DeviceChoice.CPU), validation_sets(data, card.input_px))
    sharpness = _sharpness(tuple(answers.values()), rare_points)
    offsets = sharpness.emotion_offsets if rare_points and answers else None
    metrics = {
        f"validation_{source}_{name}": round(value, 4)
        for source, each in answers.items()
        for name, value in scores(each).items()
    }
    card = replace(
        card,
        temperature=round(sharpness.emotion_temperature, 4),
        metrics={**metrics, "gender_temperature": round(sharpness.gender_temperature, 4)},
        recipe=" ".join(filter(None, (raised(offsets), card.recipe))),
    )
    write_model(ensemble(members, card, sharpness), output)
    return card


def _member(path: Path) -> onnx.ModelProto:
    """Raises EnsembleError, ModelFileError."""
    model = read_model(path)
    if [(each.domain, each.version) for each in model.opset_import] != [("", OPSET)]:
        raise EnsembleError(f"{path} was exported with other operators than today's (opset {OPSET}); export it again.")
    return model


def _common_card(cards: Sequence[ModelCard], version: str, note: str) -> ModelCard:
    """What all members agree on, and the recipes of each. Raises EnsembleError."""
    if len(cards) < 2:
        raise EnsembleError("An ensemble needs two networks at least; name another exported file.")
    for name in ("crop_rule", "licence"):
        found = list(dict.fromkeys(getattr(card, name) for card in cards))
        if len(found) > 1:
            raise EnsembleError(f"The networks have different {name}: {' and '.join(found)}; name networks of one.")
    recipes = (
        f"Network {number} ({card.name} {card.version}, {card.input_px} px): {card.recipe}"
        for number, card in enumerate(cards, 1)
    )
    return replace(
        cards[0],
        version=version,
        input_px=max(card.input_px for card in cards),
        created=datetime.now(UTC).date().isoformat(),
        data=tuple(dict.fromkeys(name for card in cards for name in card.data)),
        recipe=" ".join(filter(None, (note, f"The mean of what {len(cards)} networks say.", *recipes))),
    )


def _sharpness(answers: Sequence[Outputs], rare_points: float) -> Sharpness:
    if not answers:
        return Sharpness()
    found = joined(answers)
    offsets = rare_offsets(found, rare_points) if rare_points else Sharpness().emotion_offsets
    return Sharpness(round(emotion_temperature(found, offsets), 4), gender_temperature(found), offsets)


def _answers(network: Network, sets: Mapping[str, Dataset]) -> dict[str, Outputs]:
    return {
        source: joined([_asked(network, batch) for batch in data.validation_batches(_BATCH)])
        for source, data in sets.items()
    }


def _asked(network: Network, batch: Batch) -> Outputs:
    """A model file's answers as the logits they come from, up to a constant."""
    said = network.run(np.ascontiguousarray(batch.faces.permute(0, 2, 3, 1).numpy()))
    emotion = torch.from_numpy(said.emotion).clamp(min=LEAST).log()
    female = torch.logit(torch.from_numpy(said.female), LEAST)
    return Outputs(Prediction(emotion, torch.from_numpy(said.rotation), female), batch)
