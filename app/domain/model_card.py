"""The card that rides inside the model file and says what the model is."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.domain.movements import MOVEMENTS
from app.domain.plain_text import plain
from app.domain.reading import EMOTIONS

CARD_KEY = "poise_card"
"""The key of the card in the metadata of the ONNX file."""

_MOST_CHARACTERS = 200_000
"""Of a whole card; that of the shipped network has 5,000."""

_TEXTS: Mapping[str, int] = {
    "name": 100,
    "version": 100,
    "crop_rule": 100,
    "created": 100,
    "licence": 2000,
    "recipe": _MOST_CHARACTERS,
}
"""How many characters a text of a card may have."""

_MAY_LACK = ("movements",)
"""Fields that came later than the first cards."""

_SMALLEST_PX, _LARGEST_PX = 8, 1024


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a network is and how its input must be made.

    `crop_rule` names the rule of `app.perception.crop` the network was trained with, `input_px` the side of its
    square input. `metrics` are flat: name to value. `temperature` was fitted on validation data and is in the graph.
    `movements` names what the output of that name holds, in its order; empty where the network has no such output.
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
    movements: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Without movements where there are none, so that versions of Poise before them read the card."""
        values = asdict(self)
        if not self.movements:
            del values["movements"]
        return json.dumps(values, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> "ModelCard":
        """Read a card; raises ValueError with the reason when it is broken or of another kind."""
        values = _parsed(text)
        problem = next(_problems(values), "")
        if problem:
            raise ValueError(f"its model card cannot be read ({problem})")
        labels = tuple(values["labels"])
        if labels != tuple(str(emotion) for emotion in EMOTIONS):
            raise ValueError(f"its labels are {plain(', '.join(labels))} instead of {', '.join(EMOTIONS)}")
        lists = {name: tuple(values.get(name, ())) for name in ("labels", "data", "movements")}
        return ModelCard(**values | lists)


def _parsed(text: str) -> dict[str, Any]:
    try:
        if len(text) > _MOST_CHARACTERS:
            raise ValueError(f"it has more than {_MOST_CHARACTERS} characters")
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError("it is no object")
    except RecursionError:
        raise ValueError("its model card cannot be read (it is nested too deeply)") from None
    except ValueError as error:  # no JSON, or a number of more digits than Python reads
        raise ValueError(f"its model card cannot be read ({plain(str(error))})") from error
    return values


def _problems(values: Mapping[str, Any]) -> Iterator[str]:
    """What keeps the values from being a card, each as part of a sentence."""
    names = [entry.name for entry in fields(ModelCard)]
    yield from (f"it lacks {name}" for name in names if name not in values and name not in _MAY_LACK)
    yield from (f"{plain(name, 40)} is no field of a card" for name in values if name not in names)
    for name, longest in _TEXTS.items():
        if not _is_text(values[name], longest):
            yield f"{name} must be a text of at most {longest} characters that can be shown"
    for name in ("labels", "data"):
        if not isinstance(values[name], list) or not all(_is_text(item, 200) for item in values[name]):
            yield f"{name} must be a list of texts"
    movements = values.get("movements", [])
    if not isinstance(movements, list) or not _are_movements(movements):
        yield "movements must be a list of names that Poise knows, each once"
    side = values["input_px"]
    if type(side) is not int or not _SMALLEST_PX <= side <= _LARGEST_PX:
        yield f"input_px must be a whole number from {_SMALLEST_PX} to {_LARGEST_PX}"
    if not _is_number(values["temperature"]) or not math.isfinite(values["temperature"]):
        yield "temperature must be a number"
    metrics = values["metrics"]
    if not isinstance(metrics, dict) or not all(_is_text(key, 200) and _is_number(metrics[key]) for key in metrics):
        yield "metrics must be names with numbers"


def _is_text(value: object, longest: int) -> bool:
    """Printable, so that no card can send escape sequences to a terminal."""
    return isinstance(value, str) and len(value) <= longest and value.isprintable()


def _are_movements(names: list[object]) -> bool:
    return all(name in MOVEMENTS for name in names) and len(set(map(str, names))) == len(names)


def _is_number(value: object) -> bool:
    return isinstance(value, float) or type(value) is int
