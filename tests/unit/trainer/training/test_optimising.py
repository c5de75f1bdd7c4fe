"""The learning rate over a run, by hand."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from trainer.config import Schedule, TrainConfig
from trainer.training.optimising import decayed_groups, rate_factor, set_rate


def test_cosine_warms_up_and_falls_to_zero() -> None:
    config = TrainConfig(steps=110, warmup_steps=10)
    assert [rate_factor(step, config) for step in (5, 10, 60, 110)] == pytest.approx([0.5, 1.0, 0.5, 0.0])


def test_drops_come_after_their_shares_of_the_run() -> None:
    config = TrainConfig(steps=80, warmup_steps=0, schedule=Schedule.DROPS)  # the authors' epochs 15 and 40 of 80
    factors = [rate_factor(step, config) for step in (1, 15, 16, 40, 41, 80)]
    assert factors == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])


def test_a_trapezoid_stays_up_and_then_falls_straight_to_zero() -> None:
    config = TrainConfig(steps=100, warmup_steps=10, schedule=Schedule.TRAPEZOID, fall=0.4)
    assert [rate_factor(step, config) for step in (5, 10, 60, 80, 100)] == pytest.approx([0.5, 1.0, 1.0, 0.5, 0.0])


def test_only_matrices_decay_and_every_group_gets_the_rate() -> None:
    groups = decayed_groups(nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Linear(4, 2)), 0.1)
    optimiser = torch.optim.AdamW(groups, lr=9.0)
    assert [[p.ndim for p in group["params"]] for group in optimiser.param_groups] == [[4, 2], [1, 1, 1, 1]]
    assert [group["weight_decay"] for group in optimiser.param_groups] == [0.1, 0.0]
    set_rate(optimiser, 5, replace(TrainConfig(), learning_rate=0.2, warmup_steps=10))
    assert [group["lr"] for group in optimiser.param_groups] == pytest.approx([0.1, 0.1])


def test_the_last_step_of_the_warm_up_is_the_schedule_s_own() -> None:
    config = TrainConfig(steps=100, warmup_steps=10, schedule=Schedule.TRAPEZOID, fall=1.0)
    assert [rate_factor(step, config) for step in (9, 10)] == pytest.approx([0.9, 0.9])  # it falls from the start
