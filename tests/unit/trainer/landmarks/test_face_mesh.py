"""A face mesh turns in the project's directions and draws what it shows."""

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.reading import Pose
from trainer.landmarks.face_mesh import FaceMesh, build_mesh, deepened, draw, plain_surround

CENTRE = np.array([100.0, 110.0, -40.0])
NOSE = 0


@pytest.fixture
def face() -> NDArray[np.float64]:
    """A half ball for a face, its nose nearest to the viewer."""
    random = np.random.default_rng(3)
    places = random.uniform(-1, 1, (400, 2))
    places = places[np.linalg.norm(places, axis=1) < 1]
    places[NOSE] = 0
    height = np.sqrt(1 - (places**2).sum(axis=1))
    return np.column_stack([100 + 40 * places[:, 0], 100 + 50 * places[:, 1], 40 * height - 40])


def test_at_rest_the_picture_is_unchanged(face: NDArray[np.float64]) -> None:
    picture = np.random.default_rng(1).uniform(0, 255, (200, 200, 3)).astype(np.float32)
    mesh = build_mesh(face, plain_surround(face, 200, 200), CENTRE)
    drawn = draw(picture, mesh, mesh.turned(np.eye(3), np.eye(3)), (200, 200))
    assert np.abs(drawn[1:-1, 1:-1] - picture[1:-1, 1:-1]).max() < 3


@pytest.mark.parametrize(("pose", "axis", "sign"), [(Pose(20, 0, 0), 0, -1), (Pose(0, 20, 0), 1, -1)])
def test_turns_follow_the_convention(face: NDArray[np.float64], pose: Pose, axis: int, sign: int) -> None:
    mesh = build_mesh(face, plain_surround(face, 200, 200), CENTRE)
    moved = mesh.turned(np.eye(3), pose.rotation())[NOSE] - mesh.points[NOSE]
    assert moved[axis] * sign > 5  # yaw > 0: the nose goes left; pitch > 0: it goes up


def test_a_tilt_is_clockwise(face: NDArray[np.float64]) -> None:
    mesh = build_mesh(face, plain_surround(face, 200, 200), CENTRE)
    top = int(np.argmin(face[:, 1]))
    moved = mesh.turned(Pose(0, 0, 20).rotation(), np.eye(3))[top] - mesh.points[top]
    assert moved[0] > 5


def test_the_frame_stays(face: NDArray[np.float64]) -> None:
    mesh = build_mesh(face, plain_surround(face, 200, 200), CENTRE)
    turned = mesh.turned(Pose(0, 0, 20).rotation(), Pose(30, 0, 0).rotation())
    still = mesh.turn_share == 0
    assert still.any()
    assert turned[still] == pytest.approx(mesh.points[still])


def test_depth_grows_towards_the_viewer_and_the_sides_stay_shallow(face: NDArray[np.float64]) -> None:
    landmarks = face + np.array((0, 0, 20.0))
    deep = deepened(landmarks)
    assert deep[NOSE, 2] > landmarks[NOSE, 2]
    assert deep[:, 2].min() >= -0.25 * np.ptp(landmarks[:, 0])


def test_points_follow_a_tilt_and_a_turn_by_a_share_of_their_own() -> None:
    points = np.array([(100.0, 60.0, 0.0)] * 3)
    shares = np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])
    mesh = FaceMesh(points, np.zeros((0, 3), np.int32), *shares, CENTRE)
    turned = mesh.turned(np.eye(3), Pose(30, 0, 0).rotation()) - points
    tilted = mesh.turned(Pose(0, 0, 30).rotation(), np.eye(3)) - points
    assert [bool(np.abs(moved).max() > 1) for moved in turned] == [False, True, False]
    assert [bool(np.abs(moved).max() > 1) for moved in tilted] == [True, False, False]


@pytest.mark.parametrize("nearer", [0, 1])
def test_what_is_nearer_covers_what_is_farther(nearer: int) -> None:
    """Two triangles, one over red and one over blue, come to lie in the same place."""
    picture = np.zeros((40, 80, 3), np.float32)
    picture[:, :40, 0], picture[:, 40:, 2] = 200, 200
    red = np.array([(2.0, 2.0, 0.0), (36.0, 2.0, 0.0), (2.0, 36.0, 0.0)])
    points = np.concatenate([red, red + np.array((40.0, 0.0, 0.0))])
    none = np.zeros(6)
    mesh = FaceMesh(points, np.array([(0, 1, 2), (3, 4, 5)], np.int32), none, none, CENTRE)
    seen = np.concatenate([red, red])
    seen[3 * nearer : 3 * nearer + 3, 2] = 10.0
    shown = draw(picture, mesh, seen, (80, 40))[8, 8]
    assert shown.tolist() == pytest.approx([200, 0, 0] if nearer == 0 else [0, 0, 200], abs=1)
