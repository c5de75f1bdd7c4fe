"""Tiny runs on random pictures: they learn, stop, go on to the same result, and refuse what cannot be."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from lightning.fabric import Fabric

from trainer.config import ConfigError, Optimiser, Schedule, TaskSettings, TrainConfig
from trainer.data.augment import NOTHING
from trainer.data.dataset import Dataset, SourceUse
from trainer.model.batch_norm import ViewStatistics
from trainer.model.facenet import FaceNet
from trainer.tasks.balance import Balance
from trainer.tasks.in_painting import InPaintingSettings
from trainer.tasks.movements import MovementsSettings
from trainer.tasks.puzzling import PuzzlingSettings, Variant
from trainer.tasks.puzzling_rotation import PuzzlingRotationSettings
from trainer.tasks.tile_rotation import TileRotationSettings
from trainer.training.checkpoint import BEST, LAST, CheckpointError, load_checkpoint
from trainer.training.loop import Progress, TrainingError, largest_fitting, train, training_step

SIDE = 24
EVERY_TASK = TaskSettings(
    puzzling=PuzzlingSettings(weight=0.1, grid=2, variant=Variant.MULTI_VIEW),
    tile_rotation=TileRotationSettings(weight=0.1, stop=0.5),
    puzzling_rotation=PuzzlingRotationSettings(weight=0.1, share=0.5, decay=True),
    in_painting=InPaintingSettings(weight=1.0),
    movements=MovementsSettings(weight=2.0),
    balance=Balance.UNCERTAINTY,
)
TINY = TrainConfig(
    size_px=SIDE,
    widths=(4, 8),
    blocks=(1, 1),
    batch=8,
    steps=6,
    learning_rate=5e-3,
    warmup_steps=1,
    precision="32-true",
    save_every=2,
    validate_every=3,
    augmentation=NOTHING,
    sources={"made": SourceUse(1.0)},
)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


Run = Callable[..., FaceNet]


@pytest.fixture
def run(made_data: Callable[[], Dataset]) -> Run:
    def train_it(config: TrainConfig, folder: Path, report: Callable[[Progress], None] = lambda _: None) -> FaceNet:
        return train(config, made_data(), {"made": made_data()}, folder, report)

    return train_it


def test_losses_fall_when_the_same_pictures_come_again(tmp_path: Path, run: Run) -> None:
    seen: list[Progress] = []
    run(replace(TINY, steps=60, learning_rate=1e-2, validate_every=60, save_every=60), tmp_path, seen.append)
    for task in ("emotion", "pose", "gender"):
        losses = [progress.losses[task] for progress in seen]
        assert sum(losses[-5:]) < 0.9 * sum(losses[:5]), task
    assert [progress.step for progress in seen] == list(range(1, 61))
    assert seen[-1].validation["made_pose_mae_deg"] > 0


def stopping_at(step: int) -> Callable[[Progress], None]:
    def stop(progress: Progress) -> None:
        if progress.step == step:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("tasks", [TaskSettings(), EVERY_TASK], ids=["supervised", "every task"])
def test_a_stopped_run_goes_on_to_the_same_weights_bit_by_bit(tmp_path: Path, run: Run, tasks: TaskSettings) -> None:
    optimiser = Optimiser.ADABELIEF if tasks is EVERY_TASK else Optimiser.ADAMW
    config = replace(TINY, tasks=tasks, save_every=1, recompute_batches=1, optimiser=optimiser)

    run(config, tmp_path / "through")
    with pytest.raises(KeyboardInterrupt):
        run(config, tmp_path / "stopped", stopping_at(3))
    assert load_checkpoint(tmp_path / "stopped" / LAST).step == 3
    run(config, tmp_path / "stopped")
    through, stopped = (load_checkpoint(tmp_path / name / LAST) for name in ("through", "stopped"))
    for kind in ("weights", "averaged", "auxiliary", "averaged_auxiliary"):
        first, second = getattr(through, kind), getattr(stopped, kind)
        assert first.keys() == second.keys()
        assert all(torch.equal(first[name], second[name]) for name in first), kind
    assert bool(through.auxiliary) is (tasks is EVERY_TASK)


def test_a_finished_run_is_only_read_again(tmp_path: Path, run: Run) -> None:
    first = run(TINY, tmp_path).state_dict()
    steps: list[Progress] = []
    again = run(TINY, tmp_path, steps.append).state_dict()
    assert not steps
    assert all(torch.equal(first[name], again[name]) for name in first)


def journal(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_journal_has_a_line_per_epoch_and_for_validations_between(tmp_path: Path, run: Run) -> None:
    heard: list[Progress] = []
    run(replace(TINY, batch=4, validate_every=3, tasks=EVERY_TASK), tmp_path, heard.append)
    lines = journal(tmp_path)  # eight pictures: two steps make an epoch
    assert [line["step"] for line in lines] == [2, 3, 4, 6]
    assert [line["epoch"] for line in lines] == [1, 2, 2, 3]
    first, between, second, third = lines
    assert "loss_tile_rotation" in second and "loss_tile_rotation" not in third  # it stopped halfway
    for line, steps in ((first, heard[:2]), (second, heard[2:4]), (third, heard[4:])):
        assert line["loss_emotion"] == pytest.approx(sum(now.losses["emotion"] for now in steps) / 2, abs=1e-4)
        assert line["pictures_per_s"] > 0 and line["seconds"] > 0 and 0 <= line["waiting_share"] <= 1
    assert not any(name.startswith("loss_") for name in between)
    assert third["weight_in_painting"] > 0
    assert first["learning_rate"] == pytest.approx(5e-3 * 0.905, abs=1e-4)  # the cosine after a step of warm-up
    for name in ("puzzling_accuracy", "in_painting_psnr_db", "in_painting_ssim", "puzzling_rotation_turn_accuracy"):
        assert f"made_{name}" in between and f"made_{name}" in third and f"made_{name}" not in second


def test_pictures_without_any_label_can_be_trained_on_and_need_no_validation(
    tmp_path: Path, made_data: Callable[[], Dataset]
) -> None:
    alone = replace(EVERY_TASK, emotion=0.0, pose=0.0, gender=0.0)
    train(replace(TINY, tasks=alone), made_data(), {}, tmp_path, lambda _: None)
    assert {"loss_puzzling", "loss_in_painting"} <= set(journal(tmp_path)[-1])


def test_a_loss_that_is_not_finite_stops_the_run_and_names_task_and_step(tmp_path: Path, run: Run) -> None:
    with pytest.raises(TrainingError, match=r"loss of \w+ is (nan|inf) on the batch of step \d"):
        run(replace(TINY, learning_rate=1e30, warmup_steps=0, gradient_norm=1e30), tmp_path)


class Tight(torch.nn.Module):
    """Stands for a network on a device that has room for three faces."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(()))

    def forward(self, columns: dict[str, torch.Tensor], step: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        if len(columns["faces"]) > 3:
            raise torch.OutOfMemoryError("out of memory")
        return self.weight * 2, {"emotion": self.weight * 2}


def test_out_of_memory_says_which_batch_would_fit(made_data: Callable[[], Dataset]) -> None:
    fabric = Fabric(accelerator="cpu", devices=1)
    net = Tight()
    wrapped, optimiser = fabric.setup(net, torch.optim.SGD(net.parameters(), lr=0.1))
    batch = next(made_data().validation_batches(8))
    with pytest.raises(TrainingError, match=r"batch of 8 faces does not fit .* batch = 2 fits"):
        training_step(fabric, wrapped, optimiser, batch, 1, 1.0)
    assert training_step(fabric, wrapped, optimiser, batch.first(3), 1, 1.0) == {"emotion": 2.0}


class Steep(torch.nn.Module):
    """A loss so steep that one free step would lead far away."""

    def __init__(self) -> None:
        super().__init__()
        self.place = torch.nn.Parameter(torch.zeros(4))

    def forward(self, columns: dict[str, torch.Tensor], step: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        loss = 1000 * self.place.sum()
        return loss, {"emotion": loss}


def test_a_steep_gradient_is_clipped_to_its_norm(made_data: Callable[[], Dataset]) -> None:
    fabric = Fabric(accelerator="cpu", devices=1)
    net = Steep()
    wrapped, optimiser = fabric.setup(net, torch.optim.SGD(net.parameters(), lr=1.0))
    training_step(fabric, wrapped, optimiser, next(made_data().validation_batches(8)), 1, gradient_norm=3.0)
    assert float(net.place.detach().norm()) == pytest.approx(3.0, rel=1e-4)


def test_the_rate_of_the_schedule_is_the_optimiser_s(tmp_path: Path, run: Run) -> None:
    once = replace(TINY, steps=1, save_every=1, ema_decay=0.0)
    still, warming, moving = (
        run(replace(once, learning_rate=rate, warmup_steps=steps), tmp_path / name)
        for rate, steps, name in ((0.0, 0, "still"), (1e-2, 1_000_000, "warming"), (1e-2, 1, "moving"))
    )
    ways = [
        max(float((p - q).abs().max()) for p, q in zip(net.parameters(), still.parameters(), strict=True))
        for net in (warming, moving)
    ]
    assert ways[0] < 1e-6  # the first of a million steps of warm-up
    assert ways[1] > 5e-3


def test_a_folder_of_another_configuration_is_refused(tmp_path: Path, run: Run) -> None:
    run(replace(TINY, steps=2), tmp_path)
    with pytest.raises(CheckpointError, match="another configuration"):
        run(replace(TINY, steps=2, seed=2), tmp_path)


def test_a_trapezoid_is_lengthened_until_it_falls(tmp_path: Path, run: Run) -> None:
    long = replace(TINY, schedule=Schedule.TRAPEZOID, fall=0.5, steps=8, save_every=1, recompute_batches=0)
    whole = run(long, tmp_path / "whole").state_dict()
    run(replace(long, steps=4), tmp_path / "short")
    with pytest.raises(CheckpointError, match="another configuration"):
        run(long, tmp_path / "short")  # it fell from step 2 on
    with pytest.raises(KeyboardInterrupt):
        run(replace(long, steps=4), tmp_path / "stopped", stopping_at(2))
    lengthened = run(long, tmp_path / "stopped").state_dict()
    assert all(torch.equal(whole[name], lengthened[name]) for name in whole)


@pytest.mark.parametrize("variant", list(Variant))
@pytest.mark.parametrize("statistics", list(ViewStatistics))
def test_every_variant_runs_alone_with_the_emotion_head(
    tmp_path: Path, run: Run, variant: Variant, statistics: ViewStatistics
) -> None:
    puzzling = PuzzlingSettings(weight=0.3, variant=variant)
    tasks = TaskSettings(pose=0.0, gender=0.0, class_weights=True, statistics=statistics, puzzling=puzzling)
    net = run(replace(TINY, tasks=tasks, steps=2), tmp_path)
    moved = net.state_dict()["backbone.bn1.running_mean"].abs().max()
    assert moved > 0  # whatever the variant, the running statistics were filled


def test_pretraining_without_labels_gives_a_backbone_to_start_from(tmp_path: Path, run: Run) -> None:
    pretexts = TaskSettings(emotion=0, pose=0, gender=0, puzzling=PuzzlingSettings(weight=1.0, grid=2))
    pretrained = run(replace(TINY, tasks=pretexts, steps=2), tmp_path / "before").state_dict()
    start = replace(TINY, initial=str(tmp_path / "before" / LAST), steps=1, learning_rate=0.0, ema_decay=0.0)
    tuned = run(start, tmp_path / "after").state_dict()
    names = [name for name in tuned if name.startswith("backbone.") and "running" not in name and "num" not in name]
    assert names
    assert all(torch.equal(tuned[name], pretrained[name]) for name in names)


def test_the_best_step_on_validation_is_kept(tmp_path: Path, made_data: Callable[[], Dataset]) -> None:
    config = replace(TINY, steps=9, validate_every=3, choose_by="made_pose_mae_deg")
    train(config, made_data(), {"made": made_data()}, tmp_path, lambda _: None)
    lines = [line for line in journal(tmp_path) if "made_pose_mae_deg" in line]
    best = min(lines, key=lambda line: float(line["made_pose_mae_deg"]))
    kept = load_checkpoint(tmp_path / BEST)
    assert kept.step == best["step"]
    assert kept.chosen == pytest.approx(best["made_pose_mae_deg"], abs=1e-4)


def test_a_figure_that_is_not_measured_cannot_choose(tmp_path: Path, made_data: Callable[[], Dataset]) -> None:
    steps: list[Progress] = []
    with pytest.raises(ConfigError, match="must be one of made_emotion_accuracy"):
        train(replace(TINY, choose_by="accuracy"), made_data(), {"made": made_data()}, tmp_path, steps.append)
    assert not steps  # a slip shows before the first step
    with pytest.raises(ConfigError, match="left out, for nothing validates"):
        train(replace(TINY, choose_by="made_pose_mae_deg"), made_data(), {}, tmp_path, steps.append)


@pytest.mark.parametrize(("room", "fits"), [(100, 64), (40, 32), (2, 2), (1, None)])
def test_the_first_half_of_a_half_that_fits_is_named(room: int, fits: int | None) -> None:
    tried: list[int] = []

    def attempt(count: int) -> None:
        tried.append(count)
        if count > room:
            raise torch.OutOfMemoryError("out of memory")

    assert largest_fitting(attempt, 128) == fits
    assert tried[0] == 64
