"""The training step and its surroundings, on one screen."""

import copy
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning.fabric import Fabric
from torch import Tensor

from trainer.checkpoint import LAST, Checkpoint, load_checkpoint, save_checkpoint
from trainer.config import TrainConfig
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset
from trainer.failure import TrainerError
from trainer.journal import Journal
from trainer.model.facenet import FaceNet
from trainer.tasks.emotion import EmotionTask
from trainer.tasks.gender import GenderTask
from trainer.tasks.pose import PoseTask
from trainer.tasks.task import Task
from trainer.validation import run_network, scores


class TrainingError(TrainerError):
    """A run cannot go on; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: `losses` by task of the last step, `validation` of the last validation."""

    step: int
    steps: int
    losses: Mapping[str, float]
    validation: Mapping[str, float]

    @property
    def text(self) -> str:
        return "  ".join(f"{name} {value:.3f}" for name, value in {**self.losses, **self.validation}.items())


def train(
    config: TrainConfig,
    training: Dataset,
    validation: Mapping[str, Dataset],
    folder: Path,
    report: Callable[[Progress], None],
) -> FaceNet:
    """Train to the end of the schedule, from the last checkpoint in `folder` if there is one.

    `validation` maps a prefix for the journal to a data set. Returns the averaged network.
    Raises TrainingError, CheckpointError, DataError.
    """
    fabric = Fabric(accelerator="auto", devices=1, precision=config.precision)
    torch.manual_seed(config.seed)
    net = FaceNet(config.widths, config.blocks)
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this keyword
    averaged = copy.deepcopy(net).requires_grad_(False)
    optimiser = torch.optim.AdamW(_decayed_groups(net, config.weight_decay), lr=config.learning_rate)
    start = _resume(folder / LAST, config, net, averaged, optimiser)
    wrapped, optimiser = fabric.setup(net, optimiser)
    wrapped.mark_forward_method("encode")
    averaged.to(fabric.device)
    journal, tasks, scored = Journal(folder), _tasks(config), dict[str, float]()
    batches = training.training_batches(config.batch, config.augmentation, config.seed, start, config.steps)
    for step, batch in enumerate(batches, start=start + 1):
        for group in optimiser.param_groups:
            group["lr"] = config.learning_rate * _schedule(step, config)
        torch.manual_seed(config.seed * 1_000_003 + step)  # dropout too depends on the step alone
        losses = training_step(fabric, wrapped, optimiser, tasks, batch.to(fabric.device), config.gradient_norm)
        _average(averaged, net, config.ema_decay, step)
        if step % config.validate_every == 0 or step == config.steps:
            scored = _validate(averaged, validation, config.batch)
            journal.add(step, {**{f"loss_{name}": value for name, value in losses.items()}, **scored})
        if step % config.save_every == 0 or step == config.steps:
            state = Checkpoint(step, config, net.state_dict(), averaged.state_dict(), optimiser.state_dict())
            save_checkpoint(state, folder / LAST)
        report(Progress(step, config.steps, losses, scored))
    return averaged


def training_step(
    fabric: Fabric,
    net: FaceNet,
    optimiser: torch.optim.Optimizer,
    tasks: Sequence[Task],
    batch: Batch,
    gradient_norm: float,
) -> dict[str, float]:
    """One step: encode once, every task's loss on it, their weighted sum backwards. Returns the losses by task."""
    prediction = net.predict(net.encode(batch.faces))
    losses = {task.name: task.loss(prediction, batch) for task in tasks}
    _refuse_non_finite(losses)
    total = torch.stack([task.weight * losses[task.name] for task in tasks]).sum()
    optimiser.zero_grad()
    fabric.backward(total)
    fabric.clip_gradients(net, optimiser, max_norm=gradient_norm)
    optimiser.step()
    return {name: float(loss.detach()) for name, loss in losses.items()}


def _tasks(config: TrainConfig) -> tuple[Task, ...]:
    weights = config.tasks
    every: tuple[Task, ...] = (EmotionTask(weights.emotion), PoseTask(weights.pose), GenderTask(weights.gender))
    return tuple(task for task in every if task.weight > 0)


def _refuse_non_finite(losses: Mapping[str, Tensor]) -> None:
    for name, loss in losses.items():
        if not torch.isfinite(loss):
            raise TrainingError(f"The loss of {name} is {float(loss)}; lower the learning rate and start again.")


def _schedule(step: int, config: TrainConfig) -> float:
    """A linear warm-up, then half a cosine to zero."""
    if step < config.warmup_steps:
        return step / config.warmup_steps
    done = (step - config.warmup_steps) / max(1, config.steps - config.warmup_steps)
    return 0.5 * (1 + math.cos(math.pi * done))


def _decayed_groups(net: FaceNet, decay: float) -> list[dict[str, object]]:
    """Weight decay is for matrices and filters, not for biases and normalisation."""
    large = [p for p in net.parameters() if p.ndim > 1]
    small = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": large, "weight_decay": decay}, {"params": small, "weight_decay": 0.0}]


@torch.no_grad()
def _average(averaged: FaceNet, net: FaceNet, decay: float, step: int) -> None:
    """An exponential moving average of weights and batch statistics, quicker in the first steps."""
    keep = min(decay, (1 + step) / (10 + step))
    for old, new in zip(averaged.state_dict().values(), net.state_dict().values(), strict=True):
        if old.is_floating_point():
            old.lerp_(new, 1 - keep)
        else:
            old.copy_(new)


def _validate(net: FaceNet, validation: Mapping[str, Dataset], batch: int) -> dict[str, float]:
    scored = {}
    for prefix, data in validation.items():
        for name, value in scores(run_network(net, data.validation_batches(batch))).items():
            scored[f"{prefix}_{name}"] = value
    return scored


def _resume(path: Path, config: TrainConfig, net: FaceNet, averaged: FaceNet, optimiser: torch.optim.Optimizer) -> int:
    """Take up the last checkpoint; gives the number of steps done."""
    if not path.exists():
        return 0
    state = load_checkpoint(path)
    if state.config != config:
        raise TrainingError(f"{path.parent} holds a run with another configuration; choose another folder.")
    net.load_state_dict(state.weights)
    averaged.load_state_dict(state.averaged)
    optimiser.load_state_dict(dict(state.optimiser))
    return state.step
