"""How the weights move: the optimiser, the learning rate over the run, and what decays."""

import math
from typing import Any, assert_never

import torch
from torch import nn

from trainer.config import Optimiser, Schedule, TrainConfig
from trainer.training.adabelief import AdaBelief


def build_optimiser(net: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    groups = decayed_groups(net, config.weight_decay)
    match config.optimiser:
        case Optimiser.ADAMW:
            return torch.optim.AdamW(groups, lr=config.learning_rate)
        case Optimiser.ADABELIEF:
            return AdaBelief(groups, lr=config.learning_rate)
        case other:
            assert_never(other)


def set_rate(optimiser: torch.optim.Optimizer, step: int, config: TrainConfig) -> None:
    """Give the optimiser the learning rate of a step, counted from 1."""
    for group in optimiser.param_groups:
        group["lr"] = config.learning_rate * rate_factor(step, config)


def rate_factor(step: int, config: TrainConfig) -> float:
    """The share of the learning rate: a straight warm-up, then what the schedule says."""
    if step < config.warmup_steps:
        return step / config.warmup_steps
    match config.schedule:
        case Schedule.DROPS:
            return float(0.1 ** sum(step > drop * config.steps for drop in config.drops))
        case Schedule.TRAPEZOID:
            return min(1.0, (config.steps - step) / (config.fall * config.steps))
        case Schedule.COSINE:
            done = (step - config.warmup_steps) / max(1, config.steps - config.warmup_steps)
            return 0.5 * (1 + math.cos(math.pi * done))
        case other:
            assert_never(other)


def decayed_groups(net: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Weight decay is for matrices and filters, not for biases, normalisation and the tasks' uncertainties."""
    large = [p for p in net.parameters() if p.ndim > 1]
    small = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": large, "weight_decay": decay}, {"params": small, "weight_decay": 0.0}]
