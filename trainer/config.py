"""What a training run is: a frozen TrainConfig, read from TOML files that hold only the differences."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from trainer.data.augment import Augmentation
from trainer.data.dataset import SourceUse
from trainer.failure import TrainerError


class ConfigError(TrainerError):
    """A configuration cannot be used; the message is one sentence that names the file and the key."""


def _default_sources() -> dict[str, SourceUse]:
    return {
        "fer2013": SourceUse(share=0.6, whole=0.4),
        "utkface": SourceUse(share=0.27, whole=0.15),
        "muxspace_facial_expressions": SourceUse(share=0.09, whole=0.15, emotion_weight=0.3),
        "helen": SourceUse(share=0.04, pose_weight=2.0),
    }


@dataclass(frozen=True, slots=True)
class TaskWeights:
    """The weight of each task's loss in the sum; 0 leaves the task out."""

    emotion: float = 1.0
    pose: float = 2.0
    gender: float = 0.5


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Everything that decides a run's result, together with the data and the thread count.

    `precision` is one of Lightning Fabric's names, such as "32-true" or "bf16-mixed".
    `save_every` and `validate_every` count steps.
    """

    seed: int = 1
    size_px: int = 64
    widths: tuple[int, ...] = (32, 64, 128, 256)
    blocks: tuple[int, ...] = (2, 3, 4, 2)
    batch: int = 128
    steps: int = 12000
    learning_rate: float = 2e-3
    warmup_steps: int = 300
    weight_decay: float = 0.05
    gradient_norm: float = 2.0
    ema_decay: float = 0.999
    precision: str = "bf16-mixed"
    save_every: int = 500
    validate_every: int = 1000
    tasks: TaskWeights = field(default_factory=TaskWeights)
    augmentation: Augmentation = field(default_factory=Augmentation)
    sources: dict[str, SourceUse] = field(default_factory=_default_sources)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(values: Mapping[str, Any], origin: str = "the checkpoint") -> "TrainConfig":
        """A configuration from plain values; raises ConfigError for unknown keys and wrong types."""
        config: TrainConfig = _built(TrainConfig, dict(values), origin, "")
        return config


def read_config(path: Path | None) -> TrainConfig:
    """Defaults with the differences of a TOML file; raises ConfigError."""
    if path is None:
        return TrainConfig()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read as TOML ({error}); correct it or leave --config out.") from error
    return TrainConfig.from_dict(values, str(path))


_NESTED: dict[str, type] = {"tasks": TaskWeights, "augmentation": Augmentation}


def _built(kind: type, values: dict[str, Any], origin: str, prefix: str) -> Any:
    known = {item.name: item for item in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{origin}: unknown key `{prefix}{key}`; known are {', '.join(sorted(known))}.")
        values[key] = _value(key, value, origin, prefix)
    try:
        built = kind(**values)
    except TypeError as error:
        raise ConfigError(f"{origin}: {prefix or 'the configuration'} is incomplete ({error}).") from error
    _check_numbers(built, kind() if not prefix.startswith("sources.") else None, origin, prefix)
    return built


def _value(key: str, value: Any, origin: str, prefix: str) -> Any:
    if not prefix and key in _NESTED:
        return _built(_NESTED[key], dict(value), origin, f"{key}.")
    if not prefix and key == "sources":
        return {name: _built(SourceUse, dict(use), origin, f"sources.{name}.") for name, use in value.items()}
    return tuple(value) if isinstance(value, list) else value


def _check_numbers(built: Any, default: Any, origin: str, prefix: str) -> None:
    """A value has the type of its default; a whole number may stand for a float."""
    for item in fields(built):
        value, model = getattr(built, item.name), getattr(default, item.name, None)
        if model is None or is_dataclass(model) or isinstance(model, dict):
            continue
        fits = isinstance(value, type(model)) or (isinstance(model, float) and isinstance(value, int))
        if not fits or isinstance(value, bool) is not isinstance(model, bool):
            kind = type(model).__name__
            raise ConfigError(f"{origin}: `{prefix}{item.name}` must be of type {kind}, not {value!r}.")
