"""Temperatures that make confidences mean what they say (Guo et al., ICML 2017, section 4.2), from validation data."""

from collections.abc import Callable, Sequence

import torch
from scipy.optimize import minimize_scalar
from torch import Tensor
from torch.nn import functional

from trainer.evaluation.metrics import NO_CLASS
from trainer.training.validation import Outputs, emotion_labels

_RANGE = (0.2, 5.0)


def emotion_temperature(outputs: Outputs, offsets: Sequence[float] | None = None) -> float:
    """For the plurality of the votes: on pictures where it is unique, as accuracy is counted. `offsets` are added to
    the logits first."""
    logits, labels = clear_answers(outputs)
    if offsets is not None:
        logits = logits + logits.new_tensor(offsets)
    return _best(lambda t: functional.cross_entropy(logits / t, labels)) if len(labels) else 1.0


def gender_temperature(outputs: Outputs) -> float:
    known = outputs.batch.gender_weight > 0
    logits, labels = outputs.prediction.gender[known], outputs.batch.female[known]
    return _best(lambda t: functional.binary_cross_entropy_with_logits(logits / t, labels)) if len(labels) else 1.0


def _best(loss: Callable[[float], Tensor]) -> float:
    return float(minimize_scalar(lambda t: float(loss(t)), bounds=_RANGE, method="bounded").x)


def clear_answers(outputs: Outputs) -> tuple[Tensor, Tensor]:
    """Logits and classes of the pictures whose votes have one winner."""
    named = torch.from_numpy(emotion_labels(outputs.batch))
    clear = named != NO_CLASS
    return outputs.prediction.emotion[clear], named[clear]
