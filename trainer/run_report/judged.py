"""The network's answers on a bounded sample of the validation faces, beside what is known of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from trainer.data.batch import Batch
from trainer.data.picture import FoundPicture
from trainer.data.validation_sets import one_source
from trainer.evaluation.marks import gender_marks
from trainer.evaluation.metrics import NO_CLASS, angle_difference, angles_of
from trainer.model.facenet import FaceNet
from trainer.training.validation import Outputs, emotion_labels, joined, run_network

_BATCH = 64
_MOST_FACES, _MOST_PIXELS = 6_000, 6_000 * 64 * 64
"""Bounds of time and memory: some 20 seconds of one core with the small network."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Row i of the outputs is the face of `pictures[i]`; `of` is how many faces the sample was taken from."""

    pictures: tuple[FoundPicture, ...]
    outputs: Outputs
    of: int

    def sources(self) -> NDArray[np.str_]:
        return np.array([found.picture.source for found in self.pictures])


@dataclass(frozen=True, slots=True, eq=False)
class EmotionAnswers:
    """The pictures whose labels name one emotion: their rows, truth int [n], probabilities float [n, 8]."""

    rows: NDArray[np.int64]
    truth: NDArray[np.int64]
    probabilities: NDArray[np.float64]

    @property
    def predicted(self) -> NDArray[np.int64]:
        return np.asarray(self.probabilities.argmax(axis=1))

    @property
    def confidence(self) -> NDArray[np.float64]:
        return np.asarray(self.probabilities.max(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class PoseAnswers:
    """The pictures with a pose: rows, true angles and errors (answer minus truth) in degrees [n, 3]."""

    rows: NDArray[np.int64]
    truth_deg: NDArray[np.float64]
    error_deg: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class GenderAnswers:
    """The pictures with a gender: rows, truth bool [n] and probability of female float [n]."""

    rows: NDArray[np.int64]
    female: NDArray[np.bool_]
    probability: NDArray[np.float64]

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.asarray(gender_marks(self.female.astype(np.float64), self.probability) == 1)


def judge(net: FaceNet, pictures: Mapping[str, Sequence[FoundPicture]], size_px: int) -> Judged | None:
    """Every k-th picture of each source, so that all together stay within the bounds; None without pictures."""
    total = sum(map(len, pictures.values()))
    if not total:
        return None
    every = -(-total // min(_MOST_FACES, max(1, _MOST_PIXELS // size_px**2)))
    chosen = {source: tuple(each[::every]) for source, each in pictures.items()}
    parts = [run_network(net, one_source(each, size_px).validation_batches(_BATCH)) for each in chosen.values()]
    return Judged(tuple(found for each in chosen.values() for found in each), joined(parts), total)


def emotion_answers(judged: Judged) -> EmotionAnswers:
    batch = judged.outputs.batch
    labels = emotion_labels(batch)
    clear = labels != NO_CLASS
    probabilities = judged.outputs.prediction.emotion[torch.from_numpy(clear)].double().softmax(1)
    return EmotionAnswers(np.flatnonzero(clear), labels[clear], probabilities.numpy())


def pose_answers(judged: Judged) -> PoseAnswers:
    batch: Batch = judged.outputs.batch
    posed = batch.pose_weight > 0
    truth, said = (angles_of(of.rotation[posed].numpy()) for of in (batch, judged.outputs.prediction))
    return PoseAnswers(np.flatnonzero(posed.numpy()), truth, angle_difference(said, truth))


def gender_answers(judged: Judged) -> GenderAnswers:
    batch = judged.outputs.batch
    known = batch.gender_weight > 0
    probability = judged.outputs.prediction.gender[known].double().sigmoid()
    return GenderAnswers(np.flatnonzero(known.numpy()), (batch.female[known] > 0.5).numpy(), probability.numpy())
