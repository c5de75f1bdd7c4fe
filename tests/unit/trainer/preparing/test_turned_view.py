"""Views from new sides carry the pose that the turn gives."""

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.reading import Pose
from trainer.landmarks.reader import FaceLandmarks
from trainer.preparing.turned_view import drawn_change, turnable

SIDE = 120


class Ball:
    """In place of the landmarker: a half ball in the middle of any picture, its nose first, read as frontal."""

    def __init__(self, seen: bool = True) -> None:
        self.seen = seen

    def read(self, pixels: NDArray[np.uint8]) -> FaceLandmarks | None:
        if not self.seen:
            return None
        height, width = pixels.shape[:2]
        random = np.random.default_rng(3)
        places = random.uniform(-1, 1, (900, 2))
        places = places[np.linalg.norm(places, axis=1) < 1][:478]
        places[0] = 0
        depth = np.sqrt(1 - (places**2).sum(axis=1))
        half = 0.3 * width
        points = np.column_stack([width / 2 + half * places[:, 0], height / 2 + half * places[:, 1], half * depth])
        return FaceLandmarks(points, np.eye(3))


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    """Grey, with a white dot in the middle: the tip of the nose."""
    pixels = np.full((SIDE, SIDE, 3), 90, np.uint8)
    pixels[SIDE // 2 - 4 : SIDE // 2 + 4, SIDE // 2 - 4 : SIDE // 2 + 4] = 255
    return pixels


def nose(pixels: NDArray[np.uint8]) -> tuple[float, float]:
    down, across = np.nonzero(pixels[..., 0] > 200)
    return float(across.mean()), float(down.mean())


@pytest.mark.parametrize("yaw_deg", [-40.0, 40.0])
def test_the_nose_goes_where_the_new_pose_says(picture: NDArray[np.uint8], yaw_deg: float) -> None:
    face = turnable(picture, Ball(), Pose(0, 0, 0))
    assert face is not None
    turned, pose = face.turned(Pose(yaw_deg, 0, 0).rotation())
    assert pose.yaw_deg == pytest.approx(yaw_deg)
    assert np.sign(nose(face.pixels)[0] - nose(turned)[0]) == np.sign(yaw_deg)  # yaw > 0: to the left


def test_a_turn_is_about_the_camera_s_axes_and_adds_to_what_was_there(picture: NDArray[np.uint8]) -> None:
    start = Pose(10, 5, 20)
    face = turnable(picture, Ball(), start)
    assert face is not None
    change = Pose(30, 0, 0).rotation()
    _, pose = face.turned(change)
    assert pose.rotation() == pytest.approx(change @ start.rotation())


def test_without_a_known_pose_the_corrected_reading_counts(picture: NDArray[np.uint8]) -> None:
    face = turnable(picture, Ball(), None)
    assert face is not None
    assert face.pose.pitch_deg == pytest.approx(5.2)  # the landmarker's zero of pitch lies lower
    assert face.pose.yaw_deg == pytest.approx(0.0)


def test_no_landmarks_no_view(picture: NDArray[np.uint8]) -> None:
    assert turnable(picture, Ball(seen=False), None) is None


def test_heads_turn_on_to_the_side_they_look_to_within_the_limit() -> None:
    random = np.random.default_rng(5)
    for start in (Pose(20, 0, 0), Pose(-20, 0, 0)):
        yaws = [
            Pose.from_rotation(drawn_change(start, 60.0, random) @ Pose(start.yaw_deg, 0, 0).rotation()).yaw_deg
            for _ in range(200)
        ]
        assert all(np.sign(yaw) == np.sign(start.yaw_deg) for yaw in yaws)
        assert 14 < min(map(abs, yaws)) < 20
        assert 55 < max(map(abs, yaws)) < 63
    either = {np.sign(drawn_change(Pose(0, 0, 0), 60.0, random)[0, 2]) for _ in range(40)}
    assert len(either) == 2
