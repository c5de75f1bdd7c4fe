"""The heads: shapes, and the rotation made of six numbers."""

import pytest
import torch

from trainer.model.heads import EmotionHead, GenderHead, PoseHead, rotation_from_6d
from trainer.tasks.pose import geodesic


def test_six_numbers_give_an_orthonormal_right_handed_matrix() -> None:
    rotation = rotation_from_6d(torch.randn(50, 6, generator=torch.Generator().manual_seed(1)))
    assert torch.allclose(rotation @ rotation.transpose(1, 2), torch.eye(3).expand(50, 3, 3), atol=1e-5)
    assert torch.allclose(torch.linalg.det(rotation), torch.ones(50), atol=1e-5)


def test_six_numbers_are_two_columns_made_orthonormal() -> None:
    # (3, 0, 0) becomes x; of (5, 0, 2) only z is left; the third is x cross z = -y
    rotation = rotation_from_6d(torch.tensor([[3.0, 0, 0, 5, 0, 2]]))[0]
    assert rotation.tolist() == [[1, 0, 0], [0, 0, -1], [0, 1, 0]]


@pytest.mark.parametrize(
    "six", [[0.0] * 6, [0, 0, 0, 0, 0, 3], [0, 2, 0, 0, 0, 0], [0, 2, 0, 0, -5, 0], [4, 0, 0, 8, 0, 0], [1e-9] * 6]
)
def test_columns_without_a_direction_still_give_a_rotation_and_a_finite_gradient(six: list[float]) -> None:
    numbers = torch.tensor([six], dtype=torch.float32, requires_grad=True)
    rotation = rotation_from_6d(numbers)
    assert torch.allclose(rotation[0] @ rotation[0].T, torch.eye(3), atol=1e-5)
    assert torch.linalg.det(rotation[0]).item() == pytest.approx(1, abs=1e-5)
    rotation.sum().backward()
    assert numbers.grad is not None
    assert torch.isfinite(numbers.grad).all()


def test_columns_of_a_rotation_give_it_back() -> None:
    rotation = rotation_from_6d(torch.randn(5, 6, generator=torch.Generator().manual_seed(2)))
    again = rotation_from_6d(torch.cat([rotation[:, :, 0], rotation[:, :, 1]], dim=1))
    assert torch.allclose(again, rotation, atol=1e-5)


def test_pose_starts_near_the_identity() -> None:
    torch.manual_seed(5)
    head = PoseHead(64)
    assert torch.allclose(head(torch.zeros(2, 64)), torch.eye(3).expand(2, 3, 3), atol=1e-6)
    turned = geodesic(head(torch.randn(200, 64)), torch.eye(3).expand(200, 3, 3))
    assert 0.03 < turned.mean() < 0.25  # radians, for whatever the feature says


@pytest.mark.parametrize(
    ("head", "shape"), [(EmotionHead(16), (4, 8)), (PoseHead(16), (4, 3, 3)), (GenderHead(16), (4,))]
)
def test_heads_answer_per_face(head: torch.nn.Module, shape: tuple[int, ...]) -> None:
    assert head(torch.randn(4, 16)).shape == shape
