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


@torch.no_grad()
def restore(net: FaceNet, batches: Iterable[Tensor]) -> None:
    """Real batch norms for a network whose norms were folded to a scale and a shift, which stays the same function.

    The running mean and variance become those of what each norm sees of the batches' faces uint8 [n, 3, px, px], and
    its weight and bias take them back. Without it the first training step's batch statistics change the function.
    """
    seen = {norm: _Moments() for norm in _norms(net)}
    hooks = [norm.register_forward_pre_hook(lambda norm, args: seen[norm].add(args[0])) for norm in seen]
    training = net.training
    net.eval()
    for faces in batches:
        net.encode(faces)
    net.train(training)
    for hook in hooks:
        hook.remove()
    for norm, moments in seen.items():
        if moments.count:
            _refill(norm, moments)


class _Moments:
    """Sums over all that a norm was given [n, channels, h, w], in double precision."""

    def __init__(self) -> None:
        self.count = 0
        self.total = self.squares = torch.zeros(())

    def add(self, x: Tensor) -> None:
        values = x.detach().double()
        self.count += values.numel() // values.shape[1]
        self.total = self.total + values.sum((0, 2, 3))
        self.squares = self.squares + values.square().sum((0, 2, 3))


def _refill(norm: _BatchNorm, moments: _Moments) -> None:
    assert norm.running_mean is not None and norm.running_var is not None
    mean = moments.total / moments.count
    variance = (moments.squares / moments.count - mean.square()).clamp(min=0)
    scale = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
    shift = norm.bias.double() - scale * norm.running_mean.double()
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)
    norm.weight.copy_(scale * (variance + norm.eps).sqrt())
    norm.bias.copy_(shift + scale * mean)
