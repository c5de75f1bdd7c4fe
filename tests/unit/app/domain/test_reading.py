"""The one convention of the head's angles, and scores."""

import math

import numpy as np
import pytest

from app.domain.reading import EMOTIONS, Emotion, EmotionScores, Pose, picture_turn

NOSE, CROWN = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])


def test_yaw_is_positive_when_the_nose_points_to_the_left_of_the_picture() -> None:
    x, y, _ = Pose(30, 0, 0).rotation() @ NOSE
    assert x == pytest.approx(-math.sin(math.radians(30)))
    assert y == pytest.approx(0)


def test_pitch_is_positive_when_the_face_looks_up() -> None:
    x, y, _ = Pose(0, 30, 0).rotation() @ NOSE
    assert y == pytest.approx(math.sin(math.radians(30)))
    assert x == pytest.approx(0)


def test_roll_is_positive_when_the_head_tilts_clockwise_as_seen() -> None:
    x, _, z = Pose(0, 0, 30).rotation() @ CROWN
    assert x == pytest.approx(math.sin(math.radians(30)))
    assert z == pytest.approx(0)


def test_the_order_of_the_turns_is_that_of_300w_lp() -> None:
    whole = Pose(20, 10, 30).rotation()
    np.testing.assert_allclose(whole, Pose(0, 10, 0).rotation() @ Pose(20, 0, 0).rotation() @ Pose(0, 0, 30).rotation())


def test_an_upright_head_is_the_identity() -> None:
    np.testing.assert_array_equal(Pose(0, 0, 0).rotation(), np.eye(3))
    assert Pose.from_rotation(np.eye(3)) == Pose(0, 0, 0)


def test_rotations_are_rotations_and_angles_come_back() -> None:
    rng = np.random.default_rng(1)
    for yaw, pitch, roll in zip(rng.uniform(-89, 89, 500), *rng.uniform(-180, 180, (2, 500)), strict=True):
        rotation = Pose(yaw, pitch, roll).rotation()
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(rotation) == pytest.approx(1)
        back = Pose.from_rotation(rotation)
        assert (back.yaw_deg, back.pitch_deg, back.roll_deg) == pytest.approx((yaw, pitch, roll), abs=1e-6)


def test_angles_of_rounded_rotations_stay_in_range() -> None:
    beyond = Pose(90, 0, 0).rotation() * (1 + 1e-6)
    assert Pose.from_rotation(beyond).yaw_deg == 90
    assert Pose.from_rotation(Pose(-90, 0, 0).rotation().astype(np.float32)).yaw_deg == pytest.approx(-90, abs=0.1)


def test_a_horizontal_flip_negates_yaw_and_roll() -> None:
    flip = np.diag([-1.0, 1.0, 1.0])
    flipped = Pose.from_rotation(flip @ Pose(25, 10, -15).rotation() @ flip)
    assert (flipped.yaw_deg, flipped.pitch_deg, flipped.roll_deg) == pytest.approx((-25, 10, 15))


def turned_in_picture(points: np.ndarray, clockwise_deg: float) -> np.ndarray:
    """Points [n, 2] of a picture (x right, y down) after the picture was turned clockwise as seen."""
    angle = math.radians(clockwise_deg)
    x, y = points.T
    return np.stack([x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)], axis=1)


def as_seen(points: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Points [n, 3] of a head in a picture, from straight ahead: x right, y down."""
    return (points @ rotation.T)[:, :2] * [1, -1]


@pytest.mark.parametrize("clockwise_deg", [-170, -90, -35, 0, 20, 90, 135])
def test_turning_a_picture_of_a_head_multiplies_its_rotation_from_the_left(clockwise_deg: float) -> None:
    head = np.random.default_rng(2).normal(size=(20, 3))
    rotation = Pose(35, -20, 15).rotation()
    seen = turned_in_picture(as_seen(head, rotation), clockwise_deg)
    np.testing.assert_allclose(as_seen(head, picture_turn(clockwise_deg) @ rotation), seen, atol=1e-12)


def test_turning_the_picture_of_a_frontal_head_is_roll_and_of_a_turned_head_is_more() -> None:
    frontal = Pose.from_rotation(picture_turn(30))
    assert (frontal.yaw_deg, frontal.pitch_deg, frontal.roll_deg) == pytest.approx((0, 0, 30))
    turned = Pose.from_rotation(picture_turn(30) @ Pose(40, 0, 0).rotation())
    assert turned.pitch_deg > 10


def test_there_are_eight_emotions_in_the_order_of_fer_plus() -> None:
    names = "neutral happiness surprise sadness anger disgust fear contempt"
    assert " ".join(EMOTIONS) == names


def test_scores_name_the_most_likely_emotion() -> None:
    scores = EmotionScores((0.1, 0.05, 0.05, 0.05, 0.6, 0.05, 0.05, 0.05))
    assert scores.top is Emotion.ANGER
    assert scores.confidence == 0.6
    assert scores.of(Emotion.NEUTRAL) == 0.1


def test_scores_need_all_eight_probabilities() -> None:
    with pytest.raises(ValueError, match="8 emotion probabilities are needed, not 7"):
        EmotionScores((0.0,) * 7)
