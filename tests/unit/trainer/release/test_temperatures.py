"""Temperatures on made examples whose best temperature is known."""

import math
from dataclasses import replace

import pytest
import torch

from trainer.data.batch import Batch
from trainer.model.facenet import Prediction
from trainer.release.rare_emotions import rare_offsets
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
            movements=torch.zeros(COUNT, 52),
            movements_weight=torch.zeros(COUNT),
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


def rare(weak: int) -> Outputs:
    """Nine times as much neutral as contempt, which is always just missed; `weak` of the neutral ones win narrowly."""
    outputs = made(0.5, 0.0)
    labels = torch.where(torch.arange(COUNT) < COUNT // 10, 7, 0)
    logits = torch.zeros(COUNT, 8)
    logits[:, 1:7] = -9
    logits[:, 0] = torch.where(labels == 7, 1.0, 3.0)
    logits[COUNT - weak :, 0] = 0.5
    prediction = Prediction(logits, outputs.prediction.rotation, outputs.prediction.gender)
    return Outputs(prediction, replace(outputs.batch, emotion=torch.eye(8)[labels]))


def test_rare_emotions_are_raised_by_as_much_as_finds_them() -> None:
    offsets = rare_offsets(rare(weak=0), most_points=0.5)
    assert offsets[7] - offsets[0] == pytest.approx(0.5 * math.log(9), abs=1e-4)  # 0.45 would fall short of 1


def test_what_counts_is_how_often_a_class_wins_and_not_how_many_votes_it_gets() -> None:
    clear, divided = rare(weak=0), rare(weak=0)
    divided.batch.emotion[:] = 0.6 * divided.batch.emotion + 0.4 * torch.eye(8)[3]  # sadness never wins
    assert rare_offsets(divided, most_points=0.5) == pytest.approx(rare_offsets(clear, most_points=0.5))


def test_accuracy_is_given_for_rare_emotions_only_as_far_as_allowed() -> None:
    outputs = rare(weak=COUNT // 20)  # to find contempt costs 5 % of the pictures and wins 10 %, of which
    outputs.batch.emotion[: COUNT // 10 - 2] = torch.eye(8)[3]  # only two are still contempt
    assert rare_offsets(outputs, most_points=0.5) == (0.0,) * 8
    allowed = rare_offsets(outputs, most_points=5)
    assert allowed[7] > allowed[3] > allowed[0]


def test_without_labels_nothing_is_raised() -> None:
    outputs = made(0.9, 0.7)
    outputs.batch.emotion_weight[:] = 0
    assert rare_offsets(outputs, most_points=1) == (0.0,) * 8


def test_the_temperature_is_that_of_the_raised_logits() -> None:
    outputs = rare(weak=0)
    offsets = rare_offsets(outputs, most_points=0.5)
    said = replace(outputs.prediction, emotion=outputs.prediction.emotion + torch.tensor(offsets))
    raised = replace(outputs, prediction=said)
    assert emotion_temperature(outputs, offsets) == pytest.approx(emotion_temperature(raised), abs=1e-6)
