"""Paired differences of two networks, on faces whose colour chooses the answer."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from app.perception.model import DeviceChoice, Network
from trainer.data.batch import Batch
from trainer.release.int8.loss import losses


def batch(reds: Sequence[int], truths: Sequence[int], blues: Sequence[int]) -> Batch:
    """Faces of one colour each; no pose is known, every face is said to be of a woman."""
    n = len(reds)
    colours = np.array([(red, 128, blue) for red, blue in zip(reds, blues, strict=True)], np.uint8)
    faces = torch.from_numpy(np.tile(colours[:, :, None, None], (1, 1, 8, 8)))
    emotion = torch.eye(8)[list(truths)]
    known, unknown = torch.ones(n), torch.zeros(n)
    keys = torch.arange(n)
    rotation, movements = torch.eye(3).expand(n, 3, 3), torch.zeros(n, 52)
    return Batch(faces, emotion, known, rotation, unknown, known, known, movements, unknown, keys, keys)


def test_a_network_against_itself_loses_nothing(colour_model: Path) -> None:
    network = Network(colour_model, DeviceChoice.CPU, 1)
    batches = [batch((5, 15), (0, 0), (200, 10)), batch((25, 35), (2, 3), (200, 200))]
    emotion, gender = losses("made", batches, network, network)
    assert (emotion.source, emotion.measure, emotion.n) == ("made", "emotion_accuracy", 4)
    assert (emotion.before, emotion.after, emotion.low, emotion.high) == (0.75, 0.75, 0.0, 0.0)
    assert (gender.measure, gender.before, gender.low, gender.high) == ("gender_accuracy", 0.75, 0.0, 0.0)


class Reddened(Network):
    """Sees every face with ten more of red, so that it says the next emotion."""

    def run(self, faces):  # type: ignore[no-untyped-def]
        return super().run(faces + np.array([10, 0, 0], np.uint8))


def test_the_interval_is_of_the_paired_difference(colour_model: Path) -> None:
    before, after = Network(colour_model, DeviceChoice.CPU, 1), Reddened(colour_model, DeviceChoice.CPU, 1)
    reds, truths = (5, 15, 25, 35), (1, 1, 2, 3)  # right before: the last three; after: only the first
    emotion, _ = losses("made", [batch(reds, truths, (200,) * 4)], before, after)
    assert (emotion.before, emotion.after) == (0.75, 0.25)
    changes = np.array([1.0, -1.0, -1.0, -1.0])
    margin = 1.959964 * changes.std(ddof=1) / 2
    assert (emotion.low, emotion.high) == pytest.approx((-0.5 - margin, -0.5 + margin))
