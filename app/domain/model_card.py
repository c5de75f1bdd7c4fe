"""The card that rides inside the model file and says what the model is."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.reading import EMOTIONS

CARD_KEY = "poise_card"
"""The key of the card in the metadata of the ONNX file."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a network is and how its input must be made.

    `crop_rule` names the rule of `app.perception.crop` the network was trained with, `input_px` the side of its
    square input. `metrics` are flat: name to value. `temperature` was fitted on validation data and is in the graph.
    """

    name: str
    version: str
    labels: tuple[str, ...]
    input_px: int
    crop_rule: str
    created: str
    data: tuple[str, ...]
    licence: str
    recipe: str
    temperature: float
    metrics: dict[str, float]

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @staticmethod
    def from_json(text: str) -> "ModelCard":
        """Read a card; raises ValueError with the reason when it is broken or of another kind."""
        try:
            fields: dict[str, Any] = json.loads(text)
            card = ModelCard(**{**fields, "labels": tuple(fields["labels"]), "data": tuple(fields["data"])})
        except (TypeError, KeyError, json.JSONDecodeError) as error:
            raise ValueError(f"its model card cannot be read ({error})") from error
        if card.labels != tuple(str(emotion) for emotion in EMOTIONS):
            raise ValueError(f"its labels are {', '.join(card.labels)} instead of {', '.join(EMOTIONS)}")
        return card
