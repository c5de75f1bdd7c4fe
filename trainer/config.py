"""What a training run is: a frozen TrainConfig, read from TOML files that hold only the differences."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from trainer.data.augment import Augmentation
from trainer.data.dataset import SourceUse
from trainer.data.levels import LEVELS
from trainer.data.on_device.choice import AugmentOn
from trainer.model.backbone import NARROW
from trainer.model.batch_norm import ViewStatistics
from trainer.model.normalisation import Normalisation
from trainer.plain_values import ConfigError, from_plain, to_plain
from trainer.tasks.balance import Balance
from trainer.tasks.distillation import DistillationSettings
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.movements import MovementsSettings
from trainer.tasks.perceptual import Perceptual
from trainer.tasks.puzzling import PuzzlingSettings
from trainer.tasks.puzzling_rotation import PuzzlingRotationSettings
from trainer.tasks.task import PretextSettings
from trainer.tasks.tile_rotation import TileRotationSettings

__all__ = ["ConfigError", "Optimiser", "Schedule", "TaskSettings", "TrainConfig", "read_config"]


def _default_sources() -> dict[str, SourceUse]:
    return {
        "fer2013": SourceUse(share=0.6, whole=0.4),
        "utkface": SourceUse(share=0.27, whole=0.15),
        "muxspace_facial_expressions": SourceUse(share=0.09, whole=0.15, emotion_weight=0.3),
        "helen": SourceUse(share=0.04, pose_weight=2.0),
    }


class Schedule(StrEnum):
    """The learning rate after its warm-up.

    COSINE: half a cosine to 0. DROPS: a tenth after each of the shares in `TrainConfig.drops`. TRAPEZOID: constant,
    then straight to 0 over the last `TrainConfig.fall` of the run; until then a run can be given more steps
    (Haegele et al., NeurIPS 2024, section 3).
    """

    COSINE = "cosine"
    DROPS = "drops"
    TRAPEZOID = "trapezoid"


class Optimiser(StrEnum):
    """ADAMW is our own default, ADABELIEF what the authors' first recipe names."""

    ADAMW = "adamw"
    ADABELIEF = "adabelief"


@dataclass(frozen=True, slots=True)
class TaskSettings:
    """The weight of each supervised task's loss in the sum (0 leaves it out), and a table per self-supervised task.

    With `class_weights` the emotions count by majority over count, `class_weight_cap` at most. `label_smoothing` is the
    part of each emotion label that is spread over all classes (Szegedy et al., CVPR 2016, section 7);
    `logit_adjustment` is how far the emotion logits are trained as if all classes were as frequent (tau in Menon et
    al., ICLR 2021, equation 10; 1 for fully). `balance` is how the losses are weighed against each other, `statistics`
    what normalises the self-supervised tasks' views. `movements` are learned where `prepare` was told to teach them;
    their head ends with the training.
    """

    emotion: float = 1.0
    pose: float = 2.0
    gender: float = 0.5
    class_weights: bool = False
    class_weight_cap: float = 10.0
    label_smoothing: float = 0.0
    logit_adjustment: float = 0.0
    balance: Balance = Balance.FIXED
    statistics: ViewStatistics = ViewStatistics.OWN
    puzzling: PuzzlingSettings = field(default_factory=PuzzlingSettings)
    tile_rotation: TileRotationSettings = field(default_factory=TileRotationSettings)
    puzzling_rotation: PuzzlingRotationSettings = field(default_factory=PuzzlingRotationSettings)
    in_painting: InPaintingSettings = field(default_factory=InPaintingSettings)
    distillation: DistillationSettings = field(default_factory=DistillationSettings)
    movements: MovementsSettings = field(default_factory=MovementsSettings)

    def supervised(self) -> dict[str, float]:
        """The weights of the tasks that learn from labels."""
        weights = {"emotion": self.emotion, "pose": self.pose, "gender": self.gender}
        return weights | {"movements": self.movements.weight}

    def pretexts(self) -> dict[str, PretextSettings]:
        names = ("puzzling", "tile_rotation", "puzzling_rotation", "in_painting")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Everything that decides a run's result, together with the data and the thread count.

    Gradients are clipped to the norm `gradient_norm`; 0 clips none. `precision` is one of Lightning Fabric's names,
    such as "32-true" or "bf16-mixed".
    `save_every` and `validate_every` count steps; the end of an epoch saves too, and validates where `validate_every`
    is 0. `widths`, `blocks` and `normalisation` shape the narrow backbone alone.
    `initial` is a file the backbone starts from: the checkpoint of another run, a safetensors file in timm's naming,
    or `faceres.json`, a face-recognition network's (`trainer/model/faceres.py`). `recompute_batches` of whole training
    faces give the averaged network its batch statistics anew before it is validated and at the end; with 0 they are
    averaged as the weights are. `choose_by` names a validation figure, such as "fer2013_emotion_accuracy": the
    averaged network of the step where it was best is kept beside the last.
    `augment_on` says where faces are changed: by default on the device that trains, where it is a GPU with room.
    From the step after `frozen_from` on, `frozen_stages` of the backbone and its stem stay as they are then: most of a
    step's time goes into them, and they learn least towards the end.
    With `compile` torch compiles the backbone, which takes a while at the start and pays on a card.
    """

    seed: int = 1
    size_px: int = 64
    backbone: str = NARROW
    widths: tuple[int, ...] = (32, 64, 128, 256)
    blocks: tuple[int, ...] = (2, 3, 4, 2)
    normalisation: Normalisation = Normalisation.BATCH
    initial: str = ""
    frozen_stages: int = 0
    frozen_from: int = 0
    batch: int = 128
    steps: int = 12000
    optimiser: Optimiser = Optimiser.ADAMW
    learning_rate: float = 2e-3
    schedule: Schedule = Schedule.COSINE
    drops: tuple[float, ...] = (15 / 80, 40 / 80)
    fall: float = 0.3
    warmup_steps: int = 300
    weight_decay: float = 0.05
    gradient_norm: float = 2.0
    ema_decay: float = 0.999
    recompute_batches: int = 0
    precision: str = "bf16-mixed"
    compile: bool = False
    save_every: int = 500
    validate_every: int = 1000
    choose_by: str = ""
    tasks: TaskSettings = field(default_factory=TaskSettings)
    augmentation: Augmentation = field(default_factory=Augmentation)
    augment_on: AugmentOn = AugmentOn.AUTO
    sources: dict[str, SourceUse] = field(default_factory=_default_sources)

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = to_plain(self)
        return plain

    @staticmethod
    def from_dict(values: Mapping[str, Any], origin: str = "the checkpoint") -> "TrainConfig":
        """A configuration from plain values; `augmentation` may be the name of a level instead of a table.

        Raises ConfigError for unknown keys, wrong types and impossible values.
        """
        level = values.get("augmentation")
        if isinstance(level, str):
            if level not in LEVELS:
                raise ConfigError(f"{origin}: `augmentation` must be one of {', '.join(LEVELS)}, not {level!r}.")
            values = {**values, "augmentation": to_plain(LEVELS[level])}
        config = from_plain(TrainConfig, values, origin)
        for problem in _problems(config):
            raise ConfigError(f"{origin}: {problem}.")
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


def _problems(config: TrainConfig) -> Iterator[str]:
    """What no run could be made of, in words."""
    for name in ("size_px", "batch", "steps", "save_every"):
        if getattr(config, name) < 1:
            yield f"`{name}` must be at least 1"
    if not 0 < config.fall <= 1:
        yield "`fall` must be above 0 and at most 1"
    if config.validate_every < 0:
        yield "`validate_every` must not be negative"
    if len(config.widths) != len(config.blocks):
        yield "`widths` and `blocks` must have the same length"
    if config.gradient_norm < 0:
        yield "`gradient_norm` must not be negative"
    if not 0 <= config.tasks.label_smoothing < 1:
        yield "`tasks.label_smoothing` must be at least 0 and below 1"
    tasks, supervised, pretexts = config.tasks, config.tasks.supervised(), config.tasks.pretexts()
    if min(*supervised.values(), *(each.weight for each in pretexts.values())) < 0:
        yield "the weights under `tasks` must not be negative"
    for name, settings in pretexts.items():
        if not (0 <= settings.start < settings.stop <= 1 and 0 < settings.share <= 1):
            yield f"`tasks.{name}` must have 0 <= start < stop <= 1 and 0 < share <= 1"
        if not 2 <= getattr(settings, "grid", 3) <= 4:
            yield f"`tasks.{name}.grid` must be 2, 3 or 4"
    if not max(supervised.values()):
        running = [each for each in pretexts.values() if each.weight > 0]
        ends = [each.stop for each in running if each.stop < 1]
        if not all(any(each.weight_at(done) > 0 for each in running) for done in (0.0, *ends)):
            yield "some task under `tasks` must have a weight at every time of the run"
    if min(tasks.distillation.weight, tasks.distillation.gender) < 0:
        yield "the weights under `tasks.distillation` must not be negative"
    if tasks.distillation.weight > 0 and not tasks.distillation.teachers:
        yield "`tasks.distillation` needs `teachers`, the checkpoints of earlier runs"
    painting = tasks.in_painting
    if (painting.perceptual is Perceptual.NONE) != (not painting.perceptual_file):
        yield "`tasks.in_painting` needs both `perceptual` and `perceptual_file`, or neither"
