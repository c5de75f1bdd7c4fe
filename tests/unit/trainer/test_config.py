"""Configurations: files hold differences, and every slip is named with file and key."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import trainer
from trainer.config import ConfigError, Schedule, TaskSettings, TrainConfig, read_config
from trainer.data.dataset import SourceUse
from trainer.data.levels import LEVELS
from trainer.model.backbone import NARROW
from trainer.model.batch_norm import ViewStatistics
from trainer.tasks.balance import Balance
from trainer.tasks.distillation import DistillationSettings
from trainer.tasks.puzzling import Variant
from trainer.training.building import build_joint
from trainer.training.optimising import rate_factor

SHIPPED = Path(trainer.__file__).parent / "configs"


def read(folder: Path, text: str) -> TrainConfig:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_without_a_file_the_defaults_hold_and_no_self_supervised_task_runs() -> None:
    config = read_config(None)
    assert config == TrainConfig()
    assert all(settings.weight == 0 for settings in config.tasks.pretexts().values())


def test_a_file_holds_only_the_differences(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        """
        seed = 3
        learning_rate = 1
        widths = [8, 16]
        blocks = [1, 1]
        schedule = "drops"
        [tasks]
        pose = 0
        balance = "uncertainty"
        statistics = "shared"
        [tasks.puzzling]
        weight = 0.3
        variant = "multi-view"
        grid = 4
        decay = true
        [augmentation]
        scale = [0.9, 1.1]
        [sources.faces]
        share = 1
        """,
    )
    tasks = TaskSettings(pose=0.0, balance=Balance.UNCERTAINTY, statistics=ViewStatistics.SHARED)
    puzzling = replace(tasks.puzzling, weight=0.3, variant=Variant.MULTI_VIEW, grid=4, decay=True)
    assert config == replace(
        TrainConfig(),
        seed=3,
        learning_rate=1.0,
        widths=(8, 16),
        blocks=(1, 1),
        schedule=Schedule.DROPS,
        tasks=replace(tasks, puzzling=puzzling),
        augmentation=replace(TrainConfig().augmentation, scale=(0.9, 1.1)),
        sources={"faces": SourceUse(1.0)},
    )
    assert isinstance(config.learning_rate, float)


def test_a_configuration_survives_its_plain_values() -> None:
    config = replace(TrainConfig(), schedule=Schedule.DROPS, tasks=TaskSettings(balance=Balance.UNCERTAINTY))
    plain = config.to_dict()
    assert TrainConfig.from_dict(plain) == config
    assert type(plain["schedule"]) is str
    assert type(plain["tasks"]["puzzling"]["variant"]) is str


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sed = 1", "unknown key `sed`"),
        ("[tasks.puzzling]\nwieght = 1.0", "unknown key `tasks.puzzling.wieght`"),
        ("batch = 1.5", "`batch` must be a whole number, not 1.5"),
        ("batch = true", "`batch` must be a whole number, not True"),
        ("learning_rate = 'fast'", "`learning_rate` must be a number"),
        ("precision = 16", "`precision` must be a text"),
        ("[tasks]\nclass_weights = 1", "`tasks.class_weights` must be true or false"),
        ("tasks = 3", "`tasks` must be a table"),
        ("sources = 3", "`sources` must be a table"),
        ("widths = 3", "`widths` must be a list"),
        ("widths = ['a']", "`widths` must be a whole number, not 'a'"),
        ("[augmentation]\nscale = [1.0]", "`augmentation.scale` must hold 2 values, not 1"),
        ("[sources.a]\nwhole = 0.5", "`sources.a.share` is missing"),
        ("schedule = 'steps'", "`schedule` must be one of cosine, drops, trapezoid, not 'steps'"),
        ("[tasks.puzzling]\nvariant = 3", "`tasks.puzzling.variant` must be one of single-image"),
        ("[tasks.puzzling]\ngrid = 5", "`tasks.puzzling.grid` must be 2, 3 or 4"),
        ("[tasks.tile_rotation]\nstart = 0.5\nstop = 0.5", "`tasks.tile_rotation` must have 0 <= start < stop"),
        ("[tasks.in_painting]\nperceptual = 'vgg16'", "`perceptual` and `perceptual_file`"),
        ("[tasks]\npose = -1", "must not be negative"),
        ("steps = 0", "`steps` must be at least 1"),
        ("[tasks.distillation]\nweight = 1.0", "needs `teachers`, the checkpoints of earlier runs"),
        ("fall = 0.0", "`fall` must be above 0 and at most 1"),
        ("widths = [4]", "`widths` and `blocks` must have the same length"),
        ("augmentation = 'huge'", "`augmentation` must be one of default, no, weak, strong, strong-112, not 'huge'"),
        ("steps = [", "cannot be read as TOML"),
    ],
)
def test_slips_are_named_with_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as failure:
        read(tmp_path, text)
    assert words in str(failure.value)
    assert "run.toml" in str(failure.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read"):
        read_config(tmp_path / "absent.toml")


@pytest.mark.parametrize("level", list(LEVELS))
def test_augmentation_may_be_named_by_its_level(tmp_path: Path, level: str) -> None:
    config = read(tmp_path, f"augmentation = '{level}'")
    assert config.augmentation == LEVELS[level]
    assert TrainConfig.from_dict(config.to_dict()) == config


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_recipe_can_be_built(path: Path) -> None:
    config = read_config(path)
    untaught = replace(config.tasks, distillation=DistillationSettings())  # what comes before is trained first
    small = replace(config, size_px=32, backbone=NARROW, widths=(4,), blocks=(1,), tasks=untaught, initial="")
    joint = build_joint(small, [1.0] * 8)
    assert set(joint.pretexts) == {name for name, each in config.tasks.pretexts().items() if each.weight > 0}
    assert ("puzzling" in joint.pretexts) == (path.stem != "fer2013")  # the only one that is not about HMTL


def test_the_authors_schedules_are_theirs() -> None:
    august, october = (read_config(SHIPPED / f"hmtl-2021-{month}.toml") for month in ("08", "10"))
    epoch = august.steps / 80
    rates = [rate_factor(round(done * epoch), august) for done in (1, 14.9, 15.1, 39.9, 40.1, 80)]
    assert rates == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])
    epoch = october.steps / 100
    rates = [rate_factor(round(done * epoch), october) for done in (2, 4, 52, 100)]
    assert rates == pytest.approx([0.5, 1.0, 0.5, 0.0], abs=1e-3)


def test_movements_are_off_unless_asked_for_and_older_configurations_load(tmp_path: Path) -> None:
    older = TrainConfig().to_dict()
    assert older["tasks"].pop("movements") == {"weight": 0.0}
    assert TrainConfig.from_dict(older) == TrainConfig()
    asked = read(tmp_path, "[tasks]\nmovements = { weight = 5 }\nemotion = 0\npose = 0\ngender = 0")
    assert asked.tasks.movements.weight == 5.0
    with pytest.raises(ConfigError, match="must not be negative"):
        read(tmp_path, "[tasks]\nmovements.weight = -1")


OFF = {"emotion": 0.0, "pose": 0.0, "gender": 0.0}


@pytest.mark.parametrize(
    "pretexts",
    [
        {},
        {"puzzling": {"weight": 1.0, "stop": 0.5}},
        {"puzzling": {"weight": 1.0, "start": 0.1}},
        {"puzzling": {"weight": 1.0, "stop": 0.5}, "in_painting": {"weight": 1.0, "start": 0.6}},
    ],
)
def test_a_time_without_any_task_is_refused(pretexts: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="must have a weight at every time"):
        TrainConfig.from_dict({"tasks": OFF | pretexts})


def test_self_supervised_tasks_may_follow_one_another() -> None:
    pretexts = {"puzzling": {"weight": 1.0, "stop": 0.5}, "in_painting": {"weight": 1.0, "start": 0.5}}
    assert TrainConfig.from_dict({"tasks": OFF | pretexts}).tasks.puzzling.stop == 0.5
