"""The training step and its surroundings, on one screen."""

import copy
import math
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning.fabric import Fabric
from torch import Tensor

from trainer.averaging import average, steadied
from trainer.building import build_joint
from trainer.checkpoint import BEST, LAST, Checkpoint, load_checkpoint, save_checkpoint
from trainer.config import TrainConfig
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset
from trainer.data.training_data import TrainingData
from trainer.failure import TrainerError
from trainer.journal import Journal
from trainer.memory import largest_fitting
from trainer.model.facenet import FaceNet
from trainer.optimising import build_optimiser, set_rate
from trainer.tasks.joint import Joint
from trainer.validation import is_better, pretext_scores, run_network, scores


class TrainingError(TrainerError):
    """A run cannot go on; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: `losses` by task of the last step, `validation` of the last validation.

    An epoch is as many steps as have room for every training picture once; the first is 1.
    """

    step: int
    steps: int
    epoch: int
    epochs: int
    losses: Mapping[str, float]
    validation: Mapping[str, float]


def train(
    config: TrainConfig,
    training: TrainingData,
    validation: Mapping[str, Dataset],
    folder: Path,
    report: Callable[[Progress], None],
    accelerator: str = "auto",
) -> FaceNet:
    """Train to the end of the schedule, from the last checkpoint in `folder` if there is one.

    `validation` maps a prefix for the journal to a data set; `accelerator` is one of Lightning Fabric's names.
    Returns the averaged network.
    Raises TrainingError, CheckpointError, DataError.
    """
    fabric = Fabric(accelerator=accelerator, devices=1, precision=config.precision)
    torch.manual_seed(config.seed)
    joint = build_joint(config, training.emotion_counts())
    joint.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this keyword
    averaged = copy.deepcopy(joint).requires_grad_(False)
    optimiser = build_optimiser(joint, config)
    start, chosen = _resume(folder / LAST, config, joint, averaged, optimiser)
    wrapped, optimiser = fabric.setup(joint, optimiser)
    averaged.to(fabric.device)
    journal, scored = Journal(folder), dict[str, float]()
    epoch_of = _epochs(config, training)
    batches = training.training_batches(config.batch, config.augmentation, start, config.steps)
    with closing(batches):  # ends their thread, however the run ends
        for step, batch in enumerate(batches, start=start + 1):
            set_rate(optimiser, step, config)
            torch.manual_seed(config.seed * 1_000_003 + step)  # dropout too depends on the step alone
            losses = training_step(fabric, wrapped, optimiser, batch.to(fabric.device), step, config.gradient_norm)
            average(averaged, joint, config.ema_decay, step)
            last = step == config.steps
            if last or step % config.validate_every == 0:
                judged = steadied(averaged, training, config, last)
                scored = _validate(judged, validation, config.batch)
                if is_better(scored, chosen, config.choose_by):
                    chosen = scored[config.choose_by]
                    save_checkpoint(_checkpoint(step, config, joint, judged, optimiser, chosen), folder / BEST)
                journal.add(step, {**_named("loss", losses), **_named("weight", joint.learned_weights()), **scored})
            if last or step % config.save_every == 0:
                save_checkpoint(_checkpoint(step, config, joint, averaged, optimiser, chosen), folder / LAST)
            report(Progress(step, config.steps, epoch_of(step), epoch_of(config.steps), losses, scored))
    return averaged.net


def training_step(
    fabric: Fabric, joint: Joint, optimiser: torch.optim.Optimizer, batch: Batch, step: int, gradient_norm: float
) -> dict[str, float]:
    """One step: every task's loss, their balanced sum backwards. Returns the losses by task."""
    try:
        total, losses = joint(batch.columns(), step)
        optimiser.zero_grad()
        fabric.backward(total)
        norm = fabric.clip_gradients(joint, optimiser, max_norm=gradient_norm, error_if_nonfinite=False)
        optimiser.step()
        return _finite(losses, norm, step)
    except torch.OutOfMemoryError:
        total = losses = None  # what they hold would not leave room for a trial
    fits = largest_fitting(lambda count: fabric.backward(joint(batch.first(count).columns(), step)[0]), len(batch))
    advice = "use a smaller backbone" if fits is None else f"batch = {fits} fits"
    raise TrainingError(f"A batch of {len(batch)} faces does not fit into the device's memory; {advice}.")


def _epochs(config: TrainConfig, training: TrainingData) -> Callable[[int], int]:
    """The epoch of a step."""
    pictures = sum(len(training.places(use)) for use in config.sources)
    return lambda step: 1 + (step - 1) * config.batch // pictures


def _named(kind: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f"{kind}_{name}": value for name, value in values.items()}


def _finite(losses: Mapping[str, Tensor], norm: Tensor | None, step: int) -> dict[str, float]:
    """The losses as numbers, read from the device at once and last of all, so that it is waited for once a step."""
    scalars = {f"loss of {name}": loss for name, loss in losses.items()}
    if norm is not None:
        scalars["gradient"] = norm
    values = torch.stack([scalar.detach().float() for scalar in scalars.values()]).tolist()
    for what, value in zip(scalars, values, strict=True):
        if not math.isfinite(value):
            raise TrainingError(
                f"The {what} is {value} on the batch of step {step}; lower the learning rate and start in a new folder."
            )
    return dict(zip(losses, values, strict=False))


def _validate(joint: Joint, validation: Mapping[str, Dataset], batch: int) -> dict[str, float]:
    scored: dict[str, float] = {}
    for prefix, data in validation.items():
        found = scores(run_network(joint.net, data.validation_batches(batch)))
        found |= pretext_scores(joint, data.validation_batches(batch))
        scored |= {f"{prefix}_{name}": value for name, value in found.items()}
    return scored


def _checkpoint(
    step: int,
    config: TrainConfig,
    joint: Joint,
    averaged: Joint,
    optimiser: torch.optim.Optimizer,
    chosen: float | None,
) -> Checkpoint:
    return Checkpoint(
        step=step,
        config=config,
        weights=joint.net.state_dict(),
        averaged=averaged.net.state_dict(),
        optimiser=optimiser.state_dict(),
        auxiliary=joint.auxiliary_state(),
        averaged_auxiliary=averaged.auxiliary_state(),
        chosen=chosen,
    )


def _resume(
    path: Path, config: TrainConfig, joint: Joint, averaged: Joint, optimiser: torch.optim.Optimizer
) -> tuple[int, float | None]:
    """Take up the last checkpoint; gives the number of steps done and the best figure so far."""
    if not path.exists():
        return 0, None
    state = load_checkpoint(path)
    if state.config != config:
        raise TrainingError(f"{path.parent} holds a run with another configuration; choose another folder.")
    joint.load(state.weights, state.auxiliary)
    averaged.load(state.averaged, state.averaged_auxiliary)
    optimiser.load_state_dict(dict(state.optimiser))
    return state.step, state.chosen
