"""The supervised losses against numbers worked out by hand."""

import math

import pytest
import torch

from trainer.tasks.emotion import vote_loss
from trainer.tasks.gender import gender_loss
from trainer.tasks.pose import geodesic
from trainer.tasks.task import weighted_mean


def turned(degrees: float, axis: int = 2) -> torch.Tensor:
    """A right-handed turn about one axis, [1, 3, 3]."""
    angle = math.radians(degrees)
    a, b = [i for i in range(3) if i != axis]
    turn = torch.eye(3)
    turn[a, a] = turn[b, b] = math.cos(angle)
    turn[a, b], turn[b, a] = -math.sin(angle), math.sin(angle)
    return turn[None]


def test_even_logits_cost_the_logarithm_of_the_classes() -> None:
    votes = torch.eye(8)[:2]
    assert vote_loss(torch.zeros(2, 8), votes, torch.ones(2)) == pytest.approx(math.log(8))


def test_emotion_loss_weighs_the_classes_by_their_votes() -> None:
    logits = torch.tensor([[math.log(6.0), math.log(2.0), *[0.0] * 6]])  # probabilities 6/14, 2/14, 1/14 ...
    votes = torch.tensor([[0.75, 0.25, *[0.0] * 6]])
    expected = -(0.75 * math.log(6 / 14) + 0.25 * math.log(2 / 14))
    assert vote_loss(logits, votes, torch.ones(1)) == pytest.approx(expected)


def test_gender_loss_is_the_logarithm_of_the_probability_given_to_the_truth() -> None:
    logits = torch.tensor([math.log(3.0), math.log(3.0)])  # female with probability 3/4
    loss = gender_loss(logits, torch.tensor([1.0, 0.0]), torch.ones(2))
    assert loss == pytest.approx(-(math.log(0.75) + math.log(0.25)) / 2)


def test_labels_of_weight_zero_cost_nothing_and_weigh_nothing() -> None:
    logits, votes = torch.randn(3, 8), torch.full((3, 8), 1 / 8)
    assert vote_loss(logits, votes, torch.zeros(3)) == 0
    assert gender_loss(logits[:, 0], torch.ones(3), torch.zeros(3)) == 0
    assert weighted_mean(torch.tensor([2.0, 4.0, 90.0]), torch.tensor([1.0, 3.0, 0.0])) == pytest.approx(14 / 4)


@pytest.mark.parametrize("degrees", [0.0, 1.0, 90.0, 179.0, 180.0])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_geodesic_distance_is_the_angle_of_the_turn(degrees: float, axis: int) -> None:
    start = turned(40, (axis + 1) % 3)
    angle = geodesic(start @ turned(degrees, axis), start)
    assert math.degrees(angle) == pytest.approx(degrees, abs=0.01)


@pytest.mark.parametrize("degrees", [0.0, 1e-4, 1e-2, 179.99, 180.0])
def test_geodesic_gradient_is_finite_where_arc_cosine_has_none(degrees: float) -> None:
    rotation = turned(degrees).requires_grad_()
    geodesic(rotation, torch.eye(3)[None]).sum().backward()
    assert rotation.grad is not None
    assert torch.isfinite(rotation.grad).all()
    assert rotation.grad.abs().max() < 10


@pytest.mark.parametrize("degrees", [0.5, 90.0, 178.5, 179.9])
def test_geodesic_gradient_points_the_way_up_to_half_a_turn(degrees: float) -> None:
    angle = torch.tensor([math.radians(degrees)], requires_grad=True)
    cos, sin, zero, one = angle.cos(), angle.sin(), torch.zeros(1), torch.ones(1)
    rows = [torch.stack([cos, -sin, zero], 1), torch.stack([sin, cos, zero], 1), torch.stack([zero, zero, one], 1)]
    geodesic(torch.stack(rows, 1), torch.eye(3)[None]).sum().backward()
    assert angle.grad is not None
    assert float(angle.grad[0]) == pytest.approx(1.0, abs=0.01)
