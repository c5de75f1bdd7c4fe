"""One run of a grid: trained, the chosen step exported, asked about the test pictures, and put on record."""

import json
import logging
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import torch

from app.processor import processor_name
from trainer.config import TrainConfig
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.on_device.choice import data_for, training_device
from trainer.data.picture import FoundPicture, Role
from trainer.data.shards import read_shards
from trainer.model.facenet import FaceNet
from trainer.release.from_run import release
from trainer.reproduction.answers import TestPictures, answer, figures
from trainer.reproduction.compute import step_operations
from trainer.reproduction.grid import Grid
from trainer.reproduction.grids import grid_named
from trainer.reproduction.plan import Choice, Job, configuration, differences
from trainer.reproduction.record import RunRecord, save_run
from trainer.training.building import build_net
from trainer.training.checkpoint import BEST, load_checkpoint
from trainer.training.journal import NAME
from trainer.training.loop import train
from trainer.training.validation import run_network, scores

_TRAINING_PICTURES = 2000
"""So many training pictures are looked at, unchanged, for the over-fitting gap."""
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Places:
    """Folders: the prepared data, the runs, and the results that are kept; and the pictures to test on."""

    data: Path
    work: Path
    results: Path
    test: TestPictures


@dataclass(frozen=True, slots=True, eq=False)
class _Pictures:
    training: tuple[FoundPicture, ...]
    validation: tuple[FoundPicture, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Training pictures by source."""
        sources = [found.picture.source for found in self.training]
        return {source: sources.count(source) for source in sorted(set(sources))}


def run(choice: Choice, job: Job, places: Places, threads: int) -> None:
    """Do a run, or go on with it; raises TrainerError. What it builds on must have been run."""
    torch.set_num_threads(threads)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of operators of torchvision, which nobody needs
    grid, folder = grid_named(job.grid), places.work / job.stem
    selection = places.test.chosen(grid.source, places.data)
    pictures = _Pictures(*(tuple(read_shards(places.data, role)) for role in (Role.TRAIN, Role.VALIDATION)))
    config = _config(choice, job, places.work, pictures.counts)
    data = Dataset(pictures.training, config.sources, config.size_px, config.seed)
    training = data_for(data, training_device(), config.augment_on, config.augmentation, lambda _: None)
    train(config, training, _validation(grid, pictures, config), folder, lambda _: None)
    if not grid.arms[job.arm].measured:
        return
    best = load_checkpoint(folder / BEST)
    release(folder, {}, "0.0.0", folder / "best.onnx", kept=BEST)
    predictions = answer(grid, folder / "best.onnx", selection)
    lines = _journal(folder)
    curve = tuple((int(line["step"]), line[config.choose_by]) for line in lines if config.choose_by in line)
    record = RunRecord(
        grid=job.grid,
        arm=job.arm,
        part=job.part,
        seed=job.seed,
        differences=differences(choice, job, pictures.counts),
        commit=commit(),
        machine=machine(),
        threads=threads,
        minutes=sum(line.get("seconds", 0.0) for line in lines) / 60,
        finished=datetime.now(UTC).date().isoformat(),
        steps=config.steps,
        chosen_step=best.step,
        operations=_operations(choice, job, places.work, pictures.counts),
        curve=curve,
        validation=dict(curve)[best.step],
        training=_on_training(grid, best.config, _net(folder), pictures.training, training.places(grid.source)),
        test=figures(grid, predictions),
    )
    save_run(record, predictions, places.results)


def _config(choice: Choice, job: Job, work: Path, counts: Mapping[str, int]) -> TrainConfig:
    """With as many steps as another arm's arithmetic allows, where the arm asks for that."""
    config = configuration(choice, job, work, counts)
    like = grid_named(job.grid).arms[job.arm].computes_like
    if not like:
        return config
    other = configuration(choice, job.sibling(like), work, counts)
    steps = round(config.steps * step_operations(other) / step_operations(config))
    every = max(1, config.validate_every * steps // config.steps)
    return replace(config, steps=steps, validate_every=every, save_every=every)


def _operations(choice: Choice, job: Job, work: Path, counts: Mapping[str, int]) -> float:
    """Of the run and of those whose weights it starts from or compares pictures with."""
    config = _config(choice, job, work, counts)
    before = (job.sibling(name) for name in grid_named(job.grid).arms[job.arm].needs())
    own = step_operations(config) * config.steps
    return own + sum(_operations(choice, each, work, counts) for each in before)


def _validation(grid: Grid, pictures: _Pictures, config: TrainConfig) -> dict[str, Dataset]:
    """The pictures of the grid's source, whole where they are trained whole."""
    own = tuple(found for found in pictures.validation if found.picture.source == grid.source)
    return {grid.source: Dataset(own, {grid.source: SourceUse(1.0, whole=grid.whole)}, config.size_px)}


def _net(folder: Path) -> FaceNet:
    checkpoint = load_checkpoint(folder / BEST)
    net = build_net(checkpoint.config)
    net.load_state_dict(checkpoint.averaged)
    return net


def _on_training(
    grid: Grid, config: TrainConfig, net: FaceNet, pictures: Sequence[FoundPicture], used: Sequence[int]
) -> float:
    """The grid's figure on the first of the labelled pictures that were trained on, as they are."""
    some = [pictures[place] for place in used[:_TRAINING_PICTURES]]
    judged = Dataset(some, {grid.source: SourceUse(1.0, whole=grid.whole)}, config.size_px)
    return scores(run_network(net, judged.validation_batches(_BATCH)))[grid.measure]


def _journal(folder: Path) -> tuple[dict[str, float], ...]:
    """The journal's lines by step; of a step that was done twice, after a stop, the later one."""
    lines = [json.loads(line) for line in (folder / NAME).read_text(encoding="utf-8").splitlines()]
    return tuple({line["step"]: line for line in lines}.values())


def machine() -> str:
    """The GPU, or the processor and its number of cores."""
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"{processor_name()}, {os.cpu_count()} cores"


def commit() -> str:
    """The short hash of the source tree, with a + where files were changed since; "unknown" outside of git."""
    try:
        shown = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", "trainer", "app")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{shown}+" if changed else shown


def _git(*arguments: str) -> str:
    here = Path(__file__).parent.parent.parent
    return subprocess.run(["git", *arguments], cwd=here, capture_output=True, text=True, check=True).stdout.strip()
