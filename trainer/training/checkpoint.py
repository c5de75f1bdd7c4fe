"""The state of a run on disk, written atomically, with the configuration that made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from trainer.atomic_file import atomic_file
from trainer.config import TrainConfig
from trainer.failure import TrainerError

LAST, BEST = "last.ckpt", "best.ckpt"


class CheckpointError(TrainerError):
    """A checkpoint cannot be read or written; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """After `step` steps: the network's trained weights, their moving average, and the optimiser.

    The auxiliary fields hold the same of everything that is not the network and ends with the training. `chosen` is
    the best figure so far of those that the configuration chooses by, if it does.
    """

    step: int
    config: TrainConfig
    weights: Mapping[str, Any]
    averaged: Mapping[str, Any]
    optimiser: Mapping[str, Any]
    auxiliary: Mapping[str, Any] = field(default_factory=dict)
    averaged_auxiliary: Mapping[str, Any] = field(default_factory=dict)
    chosen: float | None = None


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """The whole file, or the one before. Raises CheckpointError."""
    state = {item.name: getattr(checkpoint, item.name) for item in fields(checkpoint)}
    state["config"] = checkpoint.config.to_dict()
    try:
        with atomic_file(path) as part:
            torch.save(state, part)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
        raise CheckpointError(f"{path} cannot be written ({error}); free space and start the run again.") from error


def load_checkpoint(path: Path) -> Checkpoint:
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        return Checkpoint(**{**state, "config": TrainConfig.from_dict(state["config"], str(path))})
    except FileNotFoundError as error:
        raise CheckpointError(f"There is no checkpoint {path}; check the path or train first.") from error
    except (OSError, RuntimeError, UnpicklingError, KeyError, TypeError, ValueError, EOFError) as error:
        raise CheckpointError(f"{path} is no checkpoint of this trainer ({error}); train again.") from error
