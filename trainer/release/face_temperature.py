"""A temperature for each face, so that confidence falls where a face is blurred, noisy or half hidden.

One temperature for all (`temperatures.py`) is fitted on faces as they are, and where a face is spoilt the network then
names an emotion with far more confidence than it is right. Here the temperature is a function of the face, as in
Tomani et al., ECCV 2022, but linear in the pooled feature, in which blur and covers show, and not in the logits. No
answer changes by it, only how sure it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

import cv2
import numpy as np
import torch
from numpy.random import Generator, default_rng
from torch import Tensor, nn
from torch.nn import functional

from trainer.data.augment import Augmentation, Pixels, changed_detail, changed_light
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset
from trainer.evaluation.metrics import NO_CLASS
from trainer.model.facenet import FaceNet
from trainer.training.validation import emotion_labels

Tempered = Literal["emotion", "gender"]

FEWEST_FACES = 100
"""With fewer labelled faces nothing is fitted."""
_BATCH = 64
_PENALTY = 1.0
"""On the sum of the squared weights of standardised features; the best of 0.0001 to 1, cross-validated by picture."""
_LEAST_SPREAD = 1e-3
_MOST_LOG = 1.6
"""Temperatures lie between a fifth and five."""
_SPOILT = Augmentation(
    contrast=(0.4, 1.4), tint=0.0, grey=0.0, blur=0.4, coarse=0.3, coarse_px=(14, 48), noise=0.4, noise_sd=45.0
)
_LEAST_BLUR, _MOST_BLUR, _COARSEST_GRAIN = 1 / 220, 1 / 16, 1 / 37
"""Shares of the input's side. A face of 48 pixels blurred by 3 of them has the most."""
_HIDDEN = (0.15, 0.6)
"""Share of the side that a bar hides, from an edge."""
_MIDDLE = (0.27, 0.71)
"""Where the colour of the skin is taken."""


class TemperedHead(nn.Module):
    """A head whose logits [n] or [n, classes] are divided by a temperature for each of the n pooled features."""

    def __init__(self, head: nn.Module, log_temperature: nn.Linear) -> None:
        super().__init__()
        self.head = head
        self.log_temperature = log_temperature

    def forward(self, features: Tensor) -> Tensor:
        logits: Tensor = self.head(features)
        times = torch.exp(-self.log_temperature(features).clamp(-_MOST_LOG, _MOST_LOG))  # [n, 1]
        return logits * (times if logits.dim() > 1 else times.flatten())


class _Seen(NamedTuple):
    """Of n faces: pooled features [n, features], the head's logits [n, classes] or [n], and what they should say."""

    features: Tensor
    logits: Tensor
    labels: Tensor


def temper(net: FaceNet, name: Tempered, validation: Iterable[Dataset]) -> None:
    """Give a head of the network its temperatures, fitted on validation faces as they are, spoilt, and half hidden.

    With few labelled faces the head stays as it is. The network is in evaluation mode afterwards.
    """
    net.eval()
    head: nn.Module = getattr(net, name)
    parts = [part for data in validation for part in _seen(net, name, data)]
    if sum(len(part.labels) for part in parts) >= FEWEST_FACES:
        seen = _Seen(*map(torch.cat, zip(*parts, strict=True)))
        setattr(net, name, TemperedHead(head, _fitted(seen)))


@torch.no_grad()
def _seen(net: FaceNet, name: Tempered, data: Dataset) -> Iterator[_Seen]:
    for batch in data.validation_batches(_BATCH):
        labels = _labels(batch, name)
        known = labels != NO_CLASS
        if not known.any():
            continue
        faces, places = batch.faces[known], batch.place[known]
        for view in (faces, *_spoilt_views(faces, places)):
            features = net.backbone.pool(net.encode(view))
            yield _Seen(features, getattr(net, name)(features), labels[known])


def _labels(batch: Batch, name: Tempered) -> Tensor:
    """int64 [n]: the class, 1 for female, NO_CLASS where nothing is known."""
    if name == "emotion":
        return torch.from_numpy(emotion_labels(batch))
    known = batch.gender_weight > 0
    return torch.where(known, (batch.female >= 0.5).long(), torch.full_like(known, NO_CLASS, dtype=torch.int64))


def _fitted(seen: _Seen) -> nn.Linear:
    """The logarithm of the temperature as a linear function of the feature."""
    mean, spread = seen.features.mean(0), seen.features.std(0) + _LEAST_SPREAD
    standard = (seen.features - mean) / spread
    weight = torch.zeros(standard.shape[1], requires_grad=True)
    bias = torch.zeros((), requires_grad=True)
    steps = torch.optim.LBFGS([weight, bias], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        steps.zero_grad()
        times = torch.exp(-(bias + standard @ weight).clamp(-_MOST_LOG, _MOST_LOG))
        value = _cross_entropy(seen, times) + _PENALTY * weight.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    steps.step(loss)  # type: ignore[no-untyped-call]
    linear = nn.Linear(len(weight), 1)
    with torch.no_grad():
        linear.weight.copy_((weight / spread)[None])
        linear.bias.copy_(bias - (weight * mean / spread).sum())
    return linear


def _cross_entropy(seen: _Seen, times: Tensor) -> Tensor:
    if seen.logits.dim() > 1:
        return functional.cross_entropy(seen.logits * times[:, None], seen.labels)
    return functional.binary_cross_entropy_with_logits(seen.logits * times, seen.labels.float())


def _spoilt_views(faces: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """The faces uint8 [n, 3, px, px] with detail lost, and with a bar across; what is drawn depends on the place."""
    drawn = [default_rng(int(place)) for place in places]
    whole = np.ascontiguousarray(faces.permute(0, 2, 3, 1).numpy())
    spoilt = [_spoilt(face, random) for face, random in zip(whole, drawn, strict=True)]
    hidden = [half_hidden(face, random) for face, random in zip(whole, drawn, strict=True)]
    return _stacked(spoilt), _stacked(hidden)


def _stacked(faces: list[Pixels]) -> Tensor:
    return torch.from_numpy(np.stack(faces)).permute(0, 3, 1, 2)


def _spoilt(face: Pixels, random: Generator) -> Pixels:
    side = face.shape[0]
    blur = (_LEAST_BLUR * side, _MOST_BLUR * side)
    how = replace(_SPOILT, blur_sigma=blur, noise_grain_px=max(1.0, _COARSEST_GRAIN * side))
    return changed_detail(changed_light(face, how, random), how, random)


def half_hidden(face: Pixels, random: Generator) -> Pixels:
    """A face [px, px, 3] with a bar from an edge, as a mask or a hand would hide it: twice as often from below."""
    turns = int(random.choice([0, 1, 2, 2, 3]))  # quarter turns that bring the bar's edge to the top
    turned = np.rot90(face, turns).copy()
    height = int(random.uniform(*_HIDDEN) * face.shape[0])
    skin = cv2.resize(_middle(face), (1, 1), interpolation=cv2.INTER_AREA)[0, 0]
    turned[:height] = skin if random.random() < 0.5 else random.integers(0, 256, 3)
    return np.ascontiguousarray(np.rot90(turned, -turns))


def _middle(face: Pixels) -> Pixels:
    low, high = (round(share * face.shape[0]) for share in _MIDDLE)
    return face[low:high, low:high]
