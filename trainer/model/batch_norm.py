"""Batch statistics of views that do not look like whole faces, and statistics taken anew from faces that do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from trainer.model.facenet import FaceNet


class ViewStatistics(StrEnum):
    """What normalises a shuffled, turned or masked view.

    OWN: the view's own batch statistics, which leave the running ones as whole faces made them.
    SHARED: the view's own, and they enter the running ones too, as the authors of HMTL trained.
    RUNNING: the running ones, as at inference.
    """

    OWN = "own"
    SHARED = "shared"
    RUNNING = "running"


@contextmanager
def view_statistics(net: nn.Module, how: ViewStatistics) -> Iterator[None]:
    """While inside, a view is normalised as `how` says; afterwards all is as before."""
    norms = _norms(net)
    before = [(norm.training, norm.momentum) for norm in norms]
    for norm in norms:
        match how:
            case ViewStatistics.OWN:
                norm.train()
                norm.momentum = 0.0
            case ViewStatistics.RUNNING:
                norm.eval()
            case ViewStatistics.SHARED:
                pass
    try:
        yield
    finally:
        for norm, (training, momentum) in zip(norms, before, strict=True):
            norm.train(training)
            norm.momentum = momentum


@torch.no_grad()
def recompute(net: FaceNet, batches: Iterable[Tensor]) -> None:
    """Replace the running statistics by the plain mean over the batches' faces uint8 [n, 3, px, px]."""
    norms, training = _norms(net), net.training
    before = [norm.momentum for norm in norms]
    net.eval()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # torch's name for a cumulative mean
        norm.train()
    for faces in batches:
        net.encode(faces)
    for norm, momentum in zip(norms, before, strict=True):
        norm.momentum = momentum
    net.train(training)


def _norms(net: nn.Module) -> list[_BatchNorm]:
    return [module for module in net.modules() if isinstance(module, _BatchNorm) and module.track_running_stats]
