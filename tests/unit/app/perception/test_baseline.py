"""A person's own neutral: what the correction promises, tried on random faces, and who gets it."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.model_card import ModelCard
from app.domain.reading import EMOTIONS, Emotion, EmotionScores, Pose, Reading
from app.perception.baseline import (
    Baseline,
    BaselineError,
    BaselineInUse,
    Bearer,
    log_ratios,
    mean_rotation,
    measured_from,
    network_name,
    require_fit,
)

UPRIGHT = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
FACTOR = 10
"""What the page promises: an emotion so much likelier than any other is never turned round."""

weights = st.lists(st.floats(1e-4, 1.0), min_size=8, max_size=8)
angles = st.tuples(st.floats(-60, 60), st.floats(-60, 60), st.floats(-60, 60))


def scores(values: list[float]) -> EmotionScores:
    return EmotionScores(tuple(value / sum(values) for value in values))


def baseline(rest: EmotionScores | None = None, pose: Pose = Pose(0, 0, 0)) -> Baseline:
    ratios = (0.0,) * 8 if rest is None else log_ratios(rest)
    return Baseline("Anna", "2026-11-21T20:00:00+00:00", "tiny", 300, tuple(pose.rotation().ravel()), ratios)


def emotion_from(rest: EmotionScores, shown: EmotionScores) -> EmotionScores:
    return measured_from(baseline(rest), Reading(shown, Pose(0, 0, 0), 0.5)).emotion


def pose_from(rest: Pose, shown: Pose) -> Pose:
    return measured_from(baseline(pose=rest), Reading(scores([1.0] * 8), shown, 0.5)).pose


# Emotions


@given(st.lists(st.floats(1e-4, FACTOR / 7), min_size=7, max_size=7))
def test_the_face_at_rest_reads_neutral(others: list[float]) -> None:
    rest = scores([1.0, *others])  # within the bound
    shown = emotion_from(rest, rest)
    assert shown.of(Emotion.NEUTRAL) >= max(shown.probabilities) - 1e-9
    assert shown.of(Emotion.NEUTRAL) >= 0.5 - 1e-9


@given(weights, weights, st.sampled_from(EMOTIONS), st.floats(FACTOR * (1 + 1e-9), 1000.0))
def test_what_is_ten_times_as_likely_as_any_other_stays_on_top(
    rest: list[float], others: list[float], top: Emotion, times: float
) -> None:
    place = EMOTIONS.index(top)
    shown = [times * max(others) if i == place else other for i, other in enumerate(others)]
    assert emotion_from(scores(rest), scores(shown)).top is top


@given(weights, weights)
def test_nothing_rises_against_neutral_and_the_sum_is_one(rest: list[float], shown: list[float]) -> None:
    before, after = scores(shown), emotion_from(scores(rest), scores(shown))
    assert sum(after.probabilities) == pytest.approx(1)
    for emotion in EMOTIONS:
        assert after.of(emotion) / after.of(Emotion.NEUTRAL) <= before.of(emotion) / before.of(Emotion.NEUTRAL) * (
            1 + 1e-9
        )


@given(weights)
def test_a_face_that_reads_neutral_anyway_is_left_alone(shown: list[float]) -> None:
    rest = EmotionScores((0.86, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02))
    assert emotion_from(rest, scores(shown)).probabilities == pytest.approx(scores(shown).probabilities)


@pytest.mark.parametrize("emotion", [each for each in EMOTIONS if each is not Emotion.NEUTRAL])
def test_what_shows_at_rest_is_taken_from_that_emotion_alone(emotion: Emotion) -> None:
    """As likely as neutral at rest: a factor of seven goes, from this class and from no other."""
    place = EMOTIONS.index(emotion)
    rest = [0.001] * 8
    rest[0] = rest[place] = 0.4
    bias = baseline(scores(rest)).bias
    assert bias[place] == pytest.approx(math.log(7))
    assert sum(bias) == pytest.approx(bias[place])
    before = scores([0.2, *[0.1] * 7])
    after = emotion_from(scores(rest), before)
    lost = {each: after.of(each) / after.of(Emotion.NEUTRAL) / 0.5 for each in EMOTIONS[1:]}
    assert lost == pytest.approx({each: 1 / 7 if each is emotion else 1.0 for each in EMOTIONS[1:]})


@given(weights)
def test_the_bias_has_its_bounds(rest: list[float]) -> None:
    bias = baseline(scores(rest)).bias
    assert bias[0] == 0
    assert all(0 <= each <= math.log(FACTOR) for each in bias)


def test_a_class_that_is_never_seen_has_a_ratio_all_the_same() -> None:
    never = EmotionScores((1.0, *[0.0] * 7))
    assert log_ratios(never) == pytest.approx((0.0, *[math.log(1e-4)] * 7))
    assert emotion_from(never, EmotionScores((0.0, 1.0, *[0.0] * 6))).of(Emotion.HAPPINESS) == 1


# Pose


@given(angles)
def test_the_pose_at_rest_is_zero(rest: tuple[float, float, float]) -> None:
    assert pose_from(Pose(*rest), Pose(*rest)).angles_deg == pytest.approx((0, 0, 0), abs=1e-6)


@given(angles, angles)
def test_the_turn_from_rest_is_that_about_the_axes_of_the_camera(
    rest: tuple[float, float, float], turn: tuple[float, float, float]
) -> None:
    """R = D R0 gives D back, wherever the rest is; so the order of the factors and the sign are these and no other."""
    turned = Pose.from_rotation(Pose(*turn).rotation() @ Pose(*rest).rotation())
    assert pose_from(Pose(*rest), turned).rotation() == pytest.approx(Pose(*turn).rotation(), abs=1e-6)


def test_a_head_that_rests_low_and_looks_up_has_a_pitch_above_zero() -> None:
    assert pose_from(Pose(0, -12, 0), Pose(0, 3, 0)).pitch_deg == pytest.approx(15)
    assert pose_from(Pose(20, 0, 0), Pose(5, 0, 0)).yaw_deg == pytest.approx(-15)


def test_a_camera_above_leaves_the_axes_where_they_are() -> None:
    """The figures of docs/baseline.md."""
    high = Pose(0, 15, 0)
    turned = Pose.from_rotation(high.rotation() @ Pose(30, 0, 0).rotation())
    pose = pose_from(high, turned)
    assert (round(abs(pose.yaw_deg)), round(abs(pose.roll_deg))) == (29, 8)


@given(angles)
def test_the_mean_of_equal_rotations_is_that_one(pose: tuple[float, float, float]) -> None:
    rotation = Pose(*pose).rotation()
    assert mean_rotation([rotation] * 5) == pytest.approx(rotation)


def test_the_mean_lies_in_the_middle_and_is_a_rotation() -> None:
    mean = mean_rotation([Pose(yaw, 4, -2).rotation() for yaw in (5.0, 10.0, 15.0)])
    assert Pose.from_rotation(mean).angles_deg == pytest.approx((10, 4, -2), abs=0.1)
    assert np.linalg.det(mean) == pytest.approx(1)
    half_turns = [np.diag(signs) for signs in ((1.0, -1.0, -1.0), (-1.0, 1.0, -1.0), (-1.0, -1.0, 1.0))]
    assert np.linalg.det(mean_rotation(half_turns)) == pytest.approx(1)  # their mean mirrors


def test_perceived_gender_is_left_alone() -> None:
    reading = Reading(scores([1.0] * 8), Pose(1, 2, 3), 0.8)
    assert measured_from(baseline(scores([0.1, 0.9, *[0.1] * 6])), reading).female == 0.8


# Whose it is


def face(track_id: int, side: float, observed: bool = True) -> Face:
    points = Keypoints(*(Point(0, 0) for _ in range(6)))
    return Face(track_id, Detection(Box(0, 0, side, side), points, 0.9), observed)


def test_the_largest_face_gets_it_and_keeps_it() -> None:
    bearer = Bearer()
    assert bearer.step((), 0.0) is None
    assert bearer.step((face(1, 50), face(2, 80)), 0.1) == 2
    assert bearer.step((face(1, 200), face(2, 80)), 0.2) == 2
    assert bearer.step((face(1, 200), face(2, 80, observed=False)), 0.3) == 2


def test_a_face_that_went_is_waited_for_and_then_another_gets_it() -> None:
    bearer = Bearer()
    bearer.step((face(1, 50), face(2, 80)), 0.0)
    assert bearer.step((face(1, 50),), 0.9) is None
    assert bearer.step((face(1, 50), face(2, 80)), 1.0) == 2
    assert bearer.step((face(1, 50),), 2.1) == 1


# The network it holds for


def test_it_holds_for_its_own_network() -> None:
    card = ModelCard("tiny", "1", (), 64, "rule", "2026-01-01", (), "none", "test", 1.0, {})
    mine = replace(baseline(), network=network_name(card))
    require_fit(mine, card)
    require_fit(None, card)
    with pytest.raises(
        BaselineError, match=r"Anna was taken with the network tiny 1 of 2026-01-01, and this is tiny 2"
    ):
        require_fit(mine, replace(card, version="2"))


def test_the_one_in_use_can_be_changed_at_any_time() -> None:
    now = BaselineInUse()
    assert now() is None
    now.baseline = baseline()
    assert now() == baseline()
