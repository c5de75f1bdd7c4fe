"""The training step and its surroundings, on one screen."""

import math
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning.fabric import Fabric
from torch import Tensor

from trainer.config import TrainConfig
from trainer.data.batch import Batch, TrainingData
from trainer.data.dataset import Dataset
from trainer.failure import TrainerError
from trainer.model.batch_norm import restore
from trainer.model.facenet import FaceNet
from trainer.tasks.joint import Joint
from trainer.tasks.task import mean_over_processes
from trainer.training.building import build_joint, has_folded_norms
from trainer.training.checkpoint import LAST
from trainer.training.checkpointing import Checkpointing, EpochSchedule
from trainer.training.choosing import refuse_unmeasured
from trainer.training.ema import update_ema
from trainer.training.freezing import freeze_when_due, refuse_unfreezable
from trainer.training.journal import Journal
from trainer.training.optimising import set_rate
from trainer.training.processes import refuse_misfits, said_by_any, share_statistics, started
from trainer.training.run_state import RunState

_RESTORING_BATCHES = 8
"""Of training faces, from which folded batch norms get their means and variances."""


class TrainingError(TrainerError):
    """A run cannot go on; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: `losses` by task of the last step, `validation` of the last validation. The first epoch is 1."""

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
    enough: Callable[[], bool] = lambda: False,
) -> FaceNet:
    """Train to the end of the schedule, from the last checkpoint in `folder` if there is one.

    `validation` maps a prefix for the journal to a data set; `accelerator` is one of Lightning Fabric's names. Of
    several processes the first validates and writes. After the step at which one of them says `enough` the run is
    saved and left. Returns the averaged network.
    Raises TrainingError, CheckpointError, ConfigError, DataError, ProcessesError.
    """
    fabric = started(accelerator, config.precision)
    state, joint = _begun(fabric, config, training, validation, folder)
    schedule = EpochSchedule.of(config, training)
    journal = Journal(folder) if fabric.is_global_zero else None
    checkpointing = Checkpointing(config, training, validation, state, schedule, journal)
    batches = training.training_batches(
        config.batch, config.augmentation, state.step, config.steps, fabric.global_rank, fabric.world_size
    )
    with closing(batches):  # ends what makes them, however the run ends
        for step, batch in enumerate(checkpointing.tally.timed(batches), start=state.step + 1):
            set_rate(state.optimiser, step, config)
            freeze_when_due(state.joint.net.backbone, config, step)
            here = batch.to(fabric.device)
            losses = training_step(fabric, joint, state.optimiser, here, step, config.gradient_norm)
            update_ema(state.averaged, state.joint, config.ema_decay, step)
            checkpointing.tally.add(losses, len(batch) * fabric.world_size)
            scored = checkpointing.after(step)
            report(Progress(step, config.steps, schedule.epoch(step), schedule.epoch(config.steps), losses, scored))
            if said_by_any(enough, fabric):
                checkpointing.save(step)
                break
    fabric.barrier()
    return state.averaged.net


def _begun(
    fabric: Fabric, config: TrainConfig, training: TrainingData, validation: Mapping[str, Dataset], folder: Path
) -> tuple[RunState, Joint]:
    """The run as it stands in `folder`, on its device, and what to call for a step, which all processes share."""
    torch.manual_seed(config.seed)
    joint = build_joint(config, training.emotion_counts())
    refuse_unmeasured(config.choose_by, joint, validation)
    if has_folded_norms(config) and not (folder / LAST).exists():
        with closing(training.training_batches(config.batch, config.augmentation, 0, _RESTORING_BATCHES)) as batches:
            restore(joint.net, (batch.faces.cpu() for batch in batches))
    joint.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this keyword
    state = RunState(joint, config, folder)
    refuse_misfits(fabric, state.step, config.batch)
    refuse_unfreezable(joint.net.backbone, config, fabric)
    freeze_when_due(joint.net.backbone, config, state.step + 1)
    share_statistics(joint, fabric)
    if config.compile:
        joint.net.backbone.compile()  # in place: names of weights stay
    shared, state.optimiser = fabric.setup(joint, state.optimiser)
    state.averaged.to(fabric.device)
    return state, shared


def training_step(
    fabric: Fabric, joint: Joint, optimiser: torch.optim.Optimizer, batch: Batch, step: int, gradient_norm: float
) -> dict[str, float]:
    """One step: every task's loss, their balanced sum backwards. Returns the losses by task, over all processes."""
    try:
        total, losses = joint(batch.columns(), step)
        optimiser.zero_grad()
        fabric.backward(total)
        norm = fabric.clip_gradients(joint, optimiser, max_norm=gradient_norm or math.inf, error_if_nonfinite=False)
        optimiser.step()
        if getattr(fabric.strategy.precision, "scaler", None) is not None:
            norm = None  # with float16 it overflows at times, which the scaler makes good
        return _finite({name: mean_over_processes(loss) for name, loss in losses.items()}, norm, step)
    except torch.OutOfMemoryError:
        total = losses = None  # what they hold would not leave room for a trial
    raise _too_large(fabric, joint, batch, step)


def _finite(losses: Mapping[str, Tensor], norm: Tensor | None, step: int) -> dict[str, float]:
    """The losses as numbers, read from the device together and last, so that a step synchronises once."""
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


def _too_large(fabric: Fabric, joint: Joint, batch: Batch, step: int) -> TrainingError:
    """What to do about a batch that does not fit."""
    count, processes = len(batch), fabric.world_size
    if processes > 1:  # the others would not join in a trial
        return TrainingError(
            f"The {count} faces of each process do not fit into a device's memory; start once without torchrun "
            f"and with batch = {count} to hear how many do, and give that times {processes}."
        )
    fits = largest_fitting(lambda fewer: fabric.backward(joint(batch.first(fewer).columns(), step)[0]), count)
    advice = "use a smaller backbone" if fits is None else f"batch = {fits} fits"
    return TrainingError(f"A batch of {count} faces does not fit into the device's memory; {advice}.")


def largest_fitting(attempt: Callable[[int], object], too_large: int) -> int | None:
    """The largest of a half, a quarter, ... of a batch that `attempt` gets through; None if not even two faces fit."""
    count = too_large // 2
    while count >= 2:
        try:
            attempt(count)
        except torch.OutOfMemoryError:
            count //= 2
        else:
            return count
    return None
