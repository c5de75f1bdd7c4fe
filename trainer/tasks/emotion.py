"""Emotion from the distribution of the annotators' votes (Barsoum et al., ICMI 2016, section 3.4)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from trainer.tasks.look import Look, Seen
from trainer.tasks.puzzling import Puzzling
from trainer.tasks.task import mean_over_processes, weighted_mean


@dataclass(frozen=True, slots=True)
class EmotionTask:
    """Cross-entropy between the vote distribution and the soft-max of the logits.

    `class_weights` multiply the terms of the eight classes. `smoothing` of every distribution is spread evenly over
    the classes. `offsets` are added to the logits in training alone, for logit adjustment. Some variants of puzzling
    have shuffled pictures feed this head too: instead of the whole ones, or beside them; then the loss is the geometric
    mean over the views.
    """

    weight: float = 1.0
    class_weights: tuple[float, ...] | None = None
    puzzling: Puzzling | None = None
    smoothing: float = 0.0
    offsets: tuple[float, ...] | None = None
    name: str = "emotion"
    regression: bool = False

    def weight_at(self, done: float) -> float:
        return self.weight

    def loss(self, look: Look) -> Tensor:
        views = (look.whole,) if self.puzzling is None else self.puzzling.emotion_views(look)
        return geometric_mean([self._on(view, number, look) for number, view in enumerate(views)])

    def _on(self, view: Seen, number: int, look: Look) -> Tensor:
        logits = look.net.emotion(look.dropped(view, look.net.emotion.dropout, f"{self.name} {number}"))
        if self.offsets is not None:
            logits = logits + logits.new_tensor(self.offsets)
        votes, weights = look.batch.emotion[view.rows], look.batch.emotion_weight[view.rows]
        if self.smoothing:
            votes = (1 - self.smoothing) * votes + self.smoothing / votes.shape[1]
        return vote_loss(logits, votes, weights, self.class_weights)


def vote_loss(logits: Tensor, votes: Tensor, weights: Tensor, class_weights: Sequence[float] | None = None) -> Tensor:
    """Mean cross-entropy of logits [n, 8] to votes [n, 8] by weights [n]; a class weight counts as that many votes."""
    log_probabilities = functional.log_softmax(logits.float(), dim=1)
    if class_weights is None:
        return weighted_mean(-(votes * log_probabilities).sum(1), weights)
    counted = votes * votes.new_tensor(class_weights)
    total = counted.sum(1)
    return weighted_mean(-(counted * log_probabilities).sum(1) / total.clamp(min=1e-6), weights * total)


def balanced_weights(counts: Sequence[float], cap: float) -> tuple[float, ...]:
    """Majority count over each class's count, as the authors of HMTL weigh, but not above `cap`."""
    most = max(counts)
    return tuple(min(cap, most / count) if count else cap for count in counts)


def prior_offsets(counts: Sequence[float], strength: float) -> tuple[float, ...]:
    """`strength` times the logarithm of each class's share; a class that was never seen counts as half a picture."""
    seen = [max(count, 0.5) for count in counts]
    return tuple(strength * math.log(count / sum(seen)) for count in seen)


def geometric_mean(losses: Sequence[Tensor]) -> Tensor:
    """Of non-negative scalars; a single one is given back as it is, and a 0 makes 0 with a finite gradient.

    Over several processes it is that of the whole batch's losses: value and gradient are written so that both are
    means over the processes.
    """
    if len(losses) == 1:
        return losses[0]
    values = torch.stack(tuple(losses))
    of_all = mean_over_processes(values).clamp(min=1e-8)
    mean: Tensor = of_all.log().mean().exp() * (values / of_all).mean()
    return mean
