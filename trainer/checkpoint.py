"""The state of a run on disk, written atomically, with the configuration that made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from trainer.config import TrainConfig
from trainer.failure import TrainerError

LAST = "last.ckpt"


class CheckpointError(TrainerError):
    """A checkpoint cannot be read or written; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """After `step` steps: the trained weights, their moving average, and the optimiser."""

    step: int
    config: TrainConfig
    weights: Mapping[str, Any]
    averaged: Mapping[str, Any]
    optimiser: Mapping[str, Any]


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write beside the target and rename, so that a kill leaves the old or the new file, never a half."""
    part = path.with_suffix(".part")
    state = {
        "step": checkpoint.step,
        "config": checkpoint.config.to_dict(),
        "weights": checkpoint.weights,
        "averaged": checkpoint.averaged,
        "optimiser": checkpoint.optimiser,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, part)
        part.replace(path)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
        raise CheckpointError(f"{path} cannot be written ({error}); free space and start the run again.") from error


def load_checkpoint(path: Path) -> Checkpoint:
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        return Checkpoint(**{**state, "config": TrainConfig.from_dict(state["config"], str(path))})
    except FileNotFoundError as error:
        raise CheckpointError(f"There is no checkpoint {path}; check the path or train first.") from error
    except (OSError, RuntimeError, KeyError, TypeError, ValueError, EOFError) as error:
        raise CheckpointError(f"{path} is no checkpoint of this trainer ({error}); train again.") from error
