"""What of a run is kept on disk and taken up again: weights, their average, the optimiser, and how far it came."""

import copy
from dataclasses import replace
from pathlib import Path

import torch

from trainer.config import Schedule, TrainConfig
from trainer.tasks.joint import Joint
from trainer.training.checkpoint import BEST, LAST, Checkpoint, CheckpointError, load_checkpoint, save_checkpoint
from trainer.training.optimising import build_optimiser


class RunState:
    """A run in `folder` after `step` steps; `chosen` is the best figure so far of those it chooses by.

    Made from the last checkpoint there if there is one. Raises CheckpointError.
    """

    def __init__(self, joint: Joint, config: TrainConfig, folder: Path) -> None:
        self.joint = joint
        self.averaged = copy.deepcopy(joint).requires_grad_(False)
        self.optimiser: torch.optim.Optimizer = build_optimiser(joint, config)
        self.step = 0
        self.chosen: float | None = None
        self._config = config
        self._folder = folder
        if (folder / LAST).exists():
            self._resume(load_checkpoint(folder / LAST))

    def save(self, step: int) -> None:
        self._save(step, self.averaged, LAST)

    def save_best(self, step: int, judged: Joint, figure: float) -> None:
        self.chosen = figure
        self._save(step, judged, BEST)

    def _save(self, step: int, averaged: Joint, name: str) -> None:
        checkpoint = Checkpoint(
            step=step,
            config=self._config,
            weights=self.joint.net.state_dict(),
            averaged=averaged.net.state_dict(),
            optimiser=self.optimiser.state_dict(),
            auxiliary=self.joint.auxiliary_state(),
            averaged_auxiliary=averaged.auxiliary_state(),
            chosen=self.chosen,
        )
        save_checkpoint(checkpoint, self._folder / name)

    def _resume(self, saved: Checkpoint) -> None:
        if saved.config != self._config and not lengthened(saved.config, self._config, saved.step):
            raise CheckpointError(f"{self._folder} holds a run with another configuration; choose another folder.")
        self.joint.load(saved.weights, saved.auxiliary)
        self.averaged.load(saved.averaged, saved.averaged_auxiliary)
        self.optimiser.load_state_dict(dict(saved.optimiser))
        self.step, self.chosen = saved.step, saved.chosen


def lengthened(saved: TrainConfig, asked: TrainConfig, step: int) -> bool:
    """Whether the configurations differ in the number of steps alone and, up to `step`, ask for the same training."""
    if replace(saved, steps=asked.steps) != asked or asked.schedule is not Schedule.TRAPEZOID:
        return False
    if any(each.weight > 0 and each.changes for each in asked.tasks.pretexts().values()):
        return False
    return step <= (1 - asked.fall) * min(saved.steps, asked.steps)
