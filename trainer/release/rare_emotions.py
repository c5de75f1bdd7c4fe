"""Offsets of logits that let rare emotions be found (Menon et al., ICLR 2021, section 4.1), from validation data."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from app.domain.reading import EMOTIONS
from trainer.release.temperatures import clear_answers
from trainer.training.validation import Outputs

_STRENGTHS = np.arange(0, 1.001, 0.05)


def rare_offsets(outputs: Outputs, most_points: float) -> tuple[float, ...]:
    """What is added to the eight emotion logits: a part of minus the logarithm of how often each class wins the votes.

    The part is that of the highest mean recall among those that cost at most `most_points` of accuracy in percent.
    With classes of a few dozen pictures each the recall is known roughly, so one number is fitted and not eight.
    """
    logits, labels = clear_answers(outputs)
    if not len(labels):
        return (0.0,) * len(EMOTIONS)
    share = (torch.bincount(labels, minlength=len(EMOTIONS)).double() / len(labels)).clamp(min=1e-4)
    tried = {float(part): logits - part * share.log().float() for part in _STRENGTHS}
    right = {part: _right(each, labels) for part, each in tried.items()}
    least = right[0.0].mean() - most_points / 100
    allowed = [part for part in tried if right[part].mean() >= least - 1e-9]
    best = max(allowed, key=lambda part: _mean_recall(right[part], labels))
    return tuple((-best * share.log()).tolist())


def raised(offsets: Sequence[float] | None) -> str:
    """A sentence for the card on logits that were raised, or nothing."""
    if offsets is None:
        return ""
    raised = ", ".join(f"{emotion} {offset:.2f}" for emotion, offset in zip(EMOTIONS, offsets, strict=True))
    return f"Rare emotions are raised; added to the logits: {raised}. Validation metrics are of before."


def _right(logits: Tensor, labels: Tensor) -> Tensor:
    return (logits.argmax(1) == labels).double()


def _mean_recall(right: Tensor, labels: Tensor) -> float:
    return float(torch.stack([right[labels == label].mean() for label in set(labels.tolist())]).mean())
