"""The exponential moving average (EMA) of what is trained, which is what gets validated and exported."""

import copy

import torch
from torch.optim.swa_utils import get_ema_multi_avg_fn

from trainer.config import TrainConfig
from trainer.data.batch import TrainingData
from trainer.model.batch_norm import recompute
from trainer.tasks.joint import Joint


@torch.no_grad()
def update_ema(averaged: Joint, joint: Joint, decay: float, step: int) -> None:
    """An exponential moving average of weights and batch statistics, quicker in the first steps."""
    keep = min(decay, (1 + step) / (10 + step))
    pairs = list(zip(averaged.state_dict().values(), joint.state_dict().values(), strict=True))
    moving = [pair for pair in pairs if pair[0].is_floating_point()]
    old, new = ([pair[side] for pair in moving] for side in (0, 1))
    get_ema_multi_avg_fn(keep)(old, new, 0)  # type: ignore[no-untyped-call]  # a GPU gets all of them at once
    for count, newer in pairs:
        if not count.is_floating_point():
            count.copy_(newer)


def with_recomputed_statistics(averaged: Joint, training: TrainingData, config: TrainConfig, last: bool) -> Joint:
    """The average with batch statistics of whole faces, where the configuration asks for it.

    A copy, so that a validation leaves no trace in the run; but for good after the `last` step.
    """
    if not config.recompute_batches:
        return averaged
    judged = averaged if last else copy.deepcopy(averaged)
    stop = config.steps + config.recompute_batches  # batches that no step trains on
    batches = training.training_batches(config.batch, config.augmentation, config.steps, stop)
    device = next(judged.parameters()).device
    recompute(judged.net, (batch.faces.to(device) for batch in batches))
    return judged
