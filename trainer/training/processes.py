"""The processes of a run: one, or as many as torchrun started."""

import logging
import os
from collections.abc import Callable

import torch
from lightning.fabric import Fabric
from lightning.fabric.strategies import DDPStrategy
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from trainer.failure import TrainerError
from trainer.tasks.task import mean_over_processes

_log = logging.getLogger(__name__)


class ProcessesError(TrainerError):
    """The processes of a run do not fit together; the message is one sentence for the user."""


def started(accelerator: str, precision: str) -> Fabric:
    """Fabric for this process; `accelerator` is one of its names, the number of processes is torchrun's.

    The gradients of all processes are averaged; parameters that no task used in a step count as 0.
    """
    if accelerator == "auto":  # Fabric would take Apple's devices too, which lack the draws' double precision
        accelerator = "cuda" if torch.cuda.is_available() else "cpu"
    machines = int(os.environ.get("GROUP_WORLD_SIZE", "1"))
    here = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    strategy = DDPStrategy(find_unused_parameters=True) if machines * here > 1 else "auto"
    fabric = Fabric(accelerator=accelerator, devices=here, num_nodes=machines, strategy=strategy, precision=precision)
    fabric.launch()
    if fabric.device.type == "cuda":
        torch.set_float32_matmul_precision("high")  # TF32 for the heads, as cuDNN uses it anyway
    return fabric


def refuse_misfits(fabric: Fabric, step: int, batch: int) -> None:
    """Raise ProcessesError where processes would go on from different steps, or have too few faces of a batch."""
    count = fabric.world_size
    if float(mean_over_processes(torch.tensor(float(step), device=fabric.device))) != step:
        raise ProcessesError(
            f"This process goes on from step {step}, another does not; give all machines the same folder for the run."
        )
    if count > 1 and batch < 2 * count:
        raise ProcessesError(f"A batch of {batch} is too small for {count} processes; give two faces for each.")


def said_by_any(question: Callable[[], bool], fabric: Fabric) -> bool:
    """Whether the answer is yes in any process, so that all do the same."""
    yes = question()
    if fabric.world_size == 1:
        return yes
    return float(mean_over_processes(torch.tensor(float(yes), device=fabric.device))) > 0


def share_statistics(net: nn.Module, fabric: Fabric) -> None:
    """Let batch statistics be those of all processes, where torch can: on CUDA. Else say that they are not."""
    if fabric.world_size == 1 or not any(isinstance(module, _BatchNorm) for module in net.modules()):
        return
    if fabric.device.type == "cuda":
        nn.SyncBatchNorm.convert_sync_batchnorm(net)  # type: ignore[no-untyped-call]
    elif fabric.is_global_zero:
        _log.warning(
            "Each process normalises by its own part of the batch, since torch has no shared batch statistics on the "
            'CPU; use normalisation = "group" if the result must not depend on the number of processes.'
        )
