"""Temperatures on made examples whose best temperature is known."""

import math

import pytest
import torch

from trainer.data.batch import Batch
from trainer.model.facenet import Prediction
from trainer.release.temperatures import emotion_temperature, gender_temperature
from trainer.training.validation import Outputs

COUNT = 400


def made(sure: float, right: float) -> Outputs:
    """Both heads always give `sure` to an answer that is right in a share `right` of the pictures."""
    correct = torch.arange(COUNT) < right * COUNT
    emotion = torch.zeros(COUNT, 8)
    emotion[:, 2] = math.log(sure / (1 - sure) * 7)
    votes = torch.eye(8)[torch.where(correct, 2, 3 + torch.arange(COUNT) % 5)]
    return Outputs(
        Prediction(emotion, torch.eye(3).expand(COUNT, 3, 3), torch.full((COUNT,), math.log(sure / (1 - sure)))),
        Batch(
            faces=torch.zeros(COUNT, 3, 1, 1, dtype=torch.uint8),
            emotion=votes,
            emotion_weight=torch.ones(COUNT),
            rotation=torch.eye(3).expand(COUNT, 3, 3),
            pose_weight=torch.zeros(COUNT),
            female=correct.float(),
            gender_weight=torch.ones(COUNT),
            key=torch.arange(COUNT),
            place=torch.arange(COUNT),
        ),
    )


def test_a_network_that_knows_its_errors_keeps_its_temperature() -> None:
    assert emotion_temperature(made(0.8, 0.8)) == pytest.approx(1.0, abs=0.01)
    assert gender_temperature(made(0.8, 0.8)) == pytest.approx(1.0, abs=0.01)


def test_an_overconfident_network_is_cooled_to_its_accuracy() -> None:
    # the confidence must become 0.7: the logits are divided by their size over what 0.7 needs
    emotion, gender = emotion_temperature(made(0.9, 0.7)), gender_temperature(made(0.9, 0.7))
    assert emotion == pytest.approx(math.log(9 * 7) / math.log(7 / 3 * 7), abs=0.01)
    assert gender == pytest.approx(math.log(9) / math.log(7 / 3), abs=0.01)


def test_pictures_without_a_label_or_a_plurality_do_not_count() -> None:
    outputs = made(0.9, 0.7)
    expected = emotion_temperature(outputs)
    batch = outputs.batch
    batch.emotion[:40] = torch.tensor([0.5, 0, 0, 0, 0, 0, 0, 0.5])
    batch.emotion_weight[40:80] = 0  # both leave 240 - 40 - ... of the right ones out
    changed = emotion_temperature(outputs)
    assert changed != pytest.approx(expected, abs=0.01)
    share = (0.7 * COUNT - 80) / (COUNT - 80)
    assert changed == pytest.approx(math.log(9 * 7) / math.log(share / (1 - share) * 7), abs=0.01)


def test_without_labels_nothing_is_changed() -> None:
    outputs = made(0.9, 0.7)
    outputs.batch.emotion_weight.zero_()
    outputs.batch.gender_weight.zero_()
    assert (emotion_temperature(outputs), gender_temperature(outputs)) == (1.0, 1.0)
