"""Fixed and learned weights against numbers worked out by hand."""

import math

import pytest
import torch

from trainer.tasks.balance import FixedBalance, UncertaintyBalance
from trainer.tasks.emotion import EmotionTask, vote_loss
from trainer.tasks.pose import PoseTask

LOSSES = {"emotion": torch.tensor(2.0), "pose": torch.tensor(0.5)}


def test_fixed_weights_give_the_weighted_sum() -> None:
    assert FixedBalance()(LOSSES, {"emotion": 1.0, "pose": 2.0}) == pytest.approx(3.0)


def test_uncertainty_starts_at_the_given_weights() -> None:
    balance = UncertaintyBalance([EmotionTask(1.0), PoseTask(2.0)])
    assert balance.factors() == pytest.approx({"emotion": 1.0, "pose": 2.0})
    # emotion: s = 0, 2 exp(0) + 0; pose: exp(-s) / 2 = 2, s = -log 4, 2 * 0.5 - log(4) / 2
    assert balance(LOSSES, {"emotion": 1.0, "pose": 2.0}).item() == pytest.approx(2 + 1 - math.log(4) / 2)


def test_uncertainty_settles_where_the_theory_says() -> None:
    balance = UncertaintyBalance([EmotionTask(1.0), PoseTask(2.0)])
    optimiser = torch.optim.SGD(balance.parameters(), lr=0.8)
    for _ in range(40):
        optimiser.zero_grad()
        balance(LOSSES, {"emotion": 1.0, "pose": 2.0}).backward()
        optimiser.step()
    # d/ds (L exp(-s) + s / 2) = 0 at exp(s) = 2 L; for a distance (L exp(-s) / 2 + s / 2) at exp(s) = L
    variances = {name: math.exp(value.item()) for name, value in balance.log_variances.items()}
    assert variances == pytest.approx({"emotion": 4.0, "pose": 0.5}, rel=1e-3)


def test_a_schedule_scales_the_task_s_whole_term() -> None:
    balance = UncertaintyBalance([EmotionTask(1.0), PoseTask(2.0)])
    half = balance(LOSSES, {"emotion": 1.0, "pose": 1.0}).item()
    assert half == pytest.approx(2 + (1 - math.log(4) / 2) / 2)
    assert balance({"emotion": LOSSES["emotion"]}, {"emotion": 1.0, "pose": 0.0}).item() == pytest.approx(2)


def test_the_weight_of_a_task_without_labels_stays_exactly_where_it_was() -> None:
    balance = UncertaintyBalance([EmotionTask(1.0), PoseTask(2.0)])
    optimiser = torch.optim.AdamW(balance.parameters(), lr=0.1, weight_decay=0.0)
    logits, nobody = torch.zeros(4, 8, requires_grad=True), torch.zeros(4)
    for _ in range(5):
        losses = {"emotion": vote_loss(logits, torch.eye(8)[:4], nobody), "pose": torch.tensor(0.3)}
        optimiser.zero_grad()
        balance(losses, {"emotion": 1.0, "pose": 2.0}).backward()
        optimiser.step()
    assert balance.factors()["emotion"] == 1.0
    assert balance.factors()["pose"] != pytest.approx(2.0)
