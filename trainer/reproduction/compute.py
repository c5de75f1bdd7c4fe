"""How much arithmetic a training step takes, so that arms can be given the same."""

from dataclasses import replace

import torch
from torch.utils.flop_counter import FlopCounterMode

from app.domain.movements import MOVEMENTS
from trainer.config import TrainConfig
from trainer.data.batch import Batch
from trainer.training.building import build_joint


def step_operations(config: TrainConfig) -> float:
    """Floating-point operations of one step, forwards and backwards, of all tasks on a batch as configured.

    Convolutions and matrix products count, a multiplication and an addition each.
    """
    joint = build_joint(replace(config, precision="32-true"), (1.0,) * 8).train()
    with FlopCounterMode(display=False) as counter:
        total, _ = joint(_batch(config).columns(), 1)
        total.backward()
    return float(counter.get_total_flops())


def _batch(config: TrainConfig) -> Batch:
    """Grey faces, labelled as often as the sources' pictures are."""
    known = [
        float(use.labels)
        for use in config.sources.values()
        for _ in range(max(1, round(config.batch * use.share)))
    ]  # fmt: skip
    count, weights = len(known), torch.tensor(known)
    return Batch(
        faces=torch.full((count, 3, config.size_px, config.size_px), 128, dtype=torch.uint8),
        emotion=torch.full((count, 8), 1 / 8),
        emotion_weight=weights,
        rotation=torch.eye(3).repeat(count, 1, 1),
        pose_weight=weights,
        female=torch.zeros(count),
        gender_weight=weights,
        movements=torch.zeros(count, len(MOVEMENTS)),
        movements_weight=weights,
        key=torch.arange(count),
        place=torch.arange(count),
    )
