"""AdaBelief against its published formulas in plain numbers."""

import copy
import math

import pytest
import torch
from torch import nn

from trainer.training.adabelief import AdaBelief


def by_hand(start: float, gradients: list[float], lr: float, decay: float) -> float:
    value, m, s = start, 0.0, 0.0
    for step, gradient in enumerate(gradients, start=1):
        m = 0.9 * m + 0.1 * gradient
        s = 0.999 * s + 0.001 * (gradient - m) ** 2 + 1e-14
        value -= lr * decay * value
        value -= lr * (m / (1 - 0.9**step)) / (math.sqrt(s / (1 - 0.999**step)) + 1e-14)
    return value


def test_steps_follow_the_formulas() -> None:
    parameter = nn.Parameter(torch.tensor([2.0], dtype=torch.float64))
    optimiser = AdaBelief([{"params": [parameter], "weight_decay": 0.1}], lr=0.01)
    gradients = [0.5, -0.25, 1.0, 0.75]
    for gradient in gradients:
        parameter.grad = torch.tensor([gradient], dtype=torch.float64)
        optimiser.step()
    assert parameter.item() == pytest.approx(by_hand(2.0, gradients, 0.01, 0.1), rel=1e-9)


def test_its_state_is_saved_and_taken_up() -> None:
    first, second = (nn.Parameter(torch.tensor([1.0])) for _ in range(2))
    one, two = AdaBelief([{"params": [first]}]), AdaBelief([{"params": [second]}])
    for gradient in (0.3, 0.1):
        first.grad = torch.tensor([gradient])
        one.step()
    two.load_state_dict(copy.deepcopy(one.state_dict()))
    second.data.copy_(first.data)
    first.grad = second.grad = torch.tensor([0.2])
    one.step()
    two.step()
    assert torch.equal(first, second)


def test_it_finds_the_bottom_of_a_bowl() -> None:
    parameter = nn.Parameter(torch.tensor([3.0, -2.0]))
    optimiser = AdaBelief([{"params": [parameter]}], lr=0.05)
    for _ in range(200):
        optimiser.zero_grad()
        parameter.square().sum().backward()
        optimiser.step()
    assert parameter.abs().max() < 0.05
