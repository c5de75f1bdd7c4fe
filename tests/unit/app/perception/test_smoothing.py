"""Steady readings: by time, not by the number of frames."""

import math
from itertools import pairwise

import numpy as np
import pytest

from app.domain.reading import EMOTIONS, Emotion, EmotionScores, Flaw, Pose, Reading
from app.perception.smoothing import OneEuroAngle, SmoothedProbabilities, Smoother, SteadyLabel, certain_label


def scores(**given: float) -> EmotionScores:
    rest = (1 - sum(given.values())) / (len(EMOTIONS) - len(given))
    return EmotionScores(tuple(given.get(str(emotion), rest) for emotion in EMOTIONS))


def reading(yaw: float = 0.0, female: float = 0.5, **emotions: float) -> Reading:
    return Reading(scores(**emotions), Pose(yaw, 0.0, 0.0), female)


def test_the_first_value_passes_unsmoothed() -> None:
    assert SmoothedProbabilities(0.3).step((0.2, 0.8), 17.0) == (0.2, 0.8)


@pytest.mark.parametrize("fps", [5, 12.5, 30, 120])
def test_after_one_time_constant_63_percent_are_reached_at_any_frame_rate(fps: float) -> None:
    smoothed = SmoothedProbabilities(0.4)
    smoothed.step((1.0, 0.0), 0.0)
    frames = round(0.4 * fps)
    for frame in range(1, frames + 1):
        values = smoothed.step((0.0, 1.0), 0.4 * frame / frames)
    assert values[1] == pytest.approx(1 - math.exp(-1))


def test_smoothed_probabilities_sum_to_one() -> None:
    rng = np.random.default_rng(5)
    smoothed = SmoothedProbabilities(0.3)
    for frame in range(100):
        values = smoothed.step(tuple(rng.dirichlet(np.ones(8))), frame / 30)
        assert sum(values) == pytest.approx(1)


def test_the_same_moment_twice_changes_nothing_and_no_constant_smooths_nothing() -> None:
    smoothed = SmoothedProbabilities(0.3)
    smoothed.step((1.0,), 1.0)
    assert smoothed.step((0.0,), 1.0) == (1.0,)
    assert smoothed.step((0.0,), 0.5) == (1.0,)  # nor does one from before
    plain = SmoothedProbabilities(0.0)
    plain.step((1.0,), 1.0)
    assert plain.step((0.25,), 1.1) == (0.25,)


def test_one_euro_calms_a_still_head() -> None:
    rng = np.random.default_rng(6)
    one_euro = OneEuroAngle()
    noisy = 10 + rng.normal(0, 1.5, 300)
    calm = [one_euro.step(angle, frame / 30) for frame, angle in enumerate(noisy)]
    assert np.std(np.diff(calm)) < np.std(np.diff(noisy)) / 3
    assert np.mean(calm[30:]) == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_one_euro_follows_a_turning_head(fps: int) -> None:
    one_euro = OneEuroAngle()
    speed = 90.0
    for frame in range(fps + 1):
        angle = one_euro.step(speed * frame / fps, frame / fps)
    assert speed - angle < speed * 0.08  # less than 80 ms behind


def test_one_euro_is_the_filter_of_the_paper() -> None:
    """Algorithm 1 written out for two steps, with the cut-offs of the module."""
    one_euro = OneEuroAngle()
    one_euro.step(0.0, 0.0)
    elapsed = 0.05

    def share(cut_off: float) -> float:
        return 1 / (1 + 1 / (2 * math.pi * cut_off) / elapsed)

    speed = share(1.0) * (4.0 / elapsed)
    expected = share(1.0 + 0.05 * speed) * 4.0
    assert one_euro.step(4.0, elapsed) == pytest.approx(expected)
    speed = share(1.0) * ((5.0 - expected) / elapsed) + (1 - share(1.0)) * speed
    expected += share(1.0 + 0.05 * abs(speed)) * (5.0 - expected)
    assert one_euro.step(5.0, 2 * elapsed) == pytest.approx(expected)


def test_a_step_over_180_degrees_is_a_small_one() -> None:
    one_euro = OneEuroAngle()
    for frame, angle in enumerate([176, 178, 180, -178, -176, -174, -172]):
        filtered = one_euro.step(angle, frame / 30)
        assert abs(math.remainder(filtered - angle, 360)) < 8
        assert -180 <= filtered <= 180


def test_a_second_angle_of_the_same_moment_changes_nothing() -> None:
    one_euro = OneEuroAngle()
    one_euro.step(10, 1.0)
    assert one_euro.step(50, 1.0) == 10


def test_a_label_below_the_threshold_is_none() -> None:
    assert certain_label(scores(anger=0.49), 0.5) is None
    assert certain_label(scores(anger=0.5), 0.5) is Emotion.ANGER
    assert SteadyLabel(0.5).step(scores(anger=0.49), 0.0) is None
    assert SteadyLabel(0.5).step(scores(anger=0.5), 0.0) is Emotion.ANGER


def test_a_shown_label_survives_a_dip_below_the_threshold_but_not_a_fall() -> None:
    label = SteadyLabel(0.5)
    shown = [
        label.step(scores(anger=value), frame / 30) for frame, value in enumerate([0.51, 0.49, 0.5, 0.45, 0.40, 0.45])
    ]
    assert shown == [Emotion.ANGER] * 4 + [None, None]


@pytest.mark.parametrize(("lead", "shown"), [(0.05, None), (0.07, Emotion.FEAR)])
def test_a_new_label_needs_a_lead_of_six_hundredths(lead: float, shown: Emotion | None) -> None:
    label = SteadyLabel(0.4)
    assert label.step(scores(anger=0.6), 0.0) is Emotion.ANGER
    assert label.step(scores(anger=0.4, fear=0.4 + lead), 0.1) is shown


def test_a_small_lead_wins_when_it_lasts() -> None:
    label = SteadyLabel(0.4)
    label.step(scores(anger=0.6), 0.0)
    shown = [label.step(scores(anger=0.45, fear=0.5), 1 + 0.11 * frame) for frame in range(7)]
    assert shown == [None] * 4 + [Emotion.FEAR] * 3


def test_two_labels_that_take_turns_do_not_flicker() -> None:
    label = SteadyLabel(0.4)
    label.step(scores(anger=0.6), 0.0)
    shown = [label.step(scores(anger=0.47 + 0.03 * (frame % 2), fear=0.48), frame / 30) for frame in range(90)]
    assert set(shown) == {None}


@pytest.mark.parametrize("uncertain_below", [0.0, 0.25, 0.5])
def test_no_emotion_is_ever_more_likely_than_the_label(uncertain_below: float) -> None:
    """A broad grin was called neutral with 45 % while happiness stood at 55."""
    rng = np.random.default_rng(7)
    smoother = Smoother(0.3, uncertain_below)
    shown = set()
    for frame in range(600):
        happy = 0.5 + 0.4 * math.sin(frame / 20) + rng.normal(0, 0.05)
        happy = min(max(happy, 0.0), 0.98)
        smoothed = smoother.step(1, reading(happiness=happy, neutral=0.98 - happy), frame / 30)
        assert smoothed.label in (None, smoothed.reading.emotion.top)
        shown.add(smoothed.label)
    assert {Emotion.HAPPINESS, Emotion.NEUTRAL} <= shown


def test_a_change_of_expression_is_one_change_of_the_label() -> None:
    smoother = Smoother(0.3, 0.5)
    labels = [
        smoother.step(1, reading(happiness=0.9) if frame >= 30 else reading(neutral=0.9), frame / 30).label
        for frame in range(90)
    ]
    assert sum(old is not new for old, new in pairwise(labels)) <= 2
    assert labels[38] is None or labels[38] is Emotion.HAPPINESS
    assert (labels[0], labels[-1]) == (Emotion.NEUTRAL, Emotion.HAPPINESS)


def test_a_label_that_no_longer_leads_gives_way_to_uncertain() -> None:
    label = SteadyLabel(0.5)
    label.step(scores(anger=0.6), 0.0)
    assert label.step(scores(anger=0.3, fear=0.45), 0.1) is None


def test_tracks_are_smoothed_apart_and_forgotten_when_they_end() -> None:
    smoother = Smoother(0.3, 0.5)
    smoother.step(1, reading(anger=0.9), 0.0)
    other = smoother.step(2, reading(fear=0.9), 0.0)
    assert other.reading == reading(fear=0.9)
    assert other.label is Emotion.FEAR
    smoother.keep([2])
    assert smoother.step(1, reading(fear=0.9), 0.1).reading == reading(fear=0.9)
    assert smoother.step(2, reading(anger=0.9), 0.1).reading.emotion.of(Emotion.FEAR) > 0.5


def test_every_angle_has_a_filter_of_its_own() -> None:
    smoother = Smoother(0.3, 0.5)
    filters = [OneEuroAngle() for _ in range(3)]
    for frame in range(12):
        raw = Pose(5.0 * frame, -2.0 * frame + 10, 40.0 - frame)
        steady = smoother.step(1, Reading(scores(anger=0.9), raw, 0.5), frame / 30).reading.pose
        alone = [each.step(angle, frame / 30) for each, angle in zip(filters, raw.angles_deg, strict=True)]
        assert steady.angles_deg == pytest.approx(alone)


def test_gender_moves_more_slowly_than_emotion() -> None:
    smoother = Smoother(0.3, 0.5)
    smoother.step(1, reading(female=0.0, anger=0.0), 0.0)
    later = smoother.step(1, reading(female=1.0, anger=1.0), 0.3).reading
    assert later.female < later.emotion.of(Emotion.ANGER) / 2


@pytest.mark.parametrize("flaw", [Flaw.SMALL, Flaw.DARK, Flaw.BRIGHT, Flaw.BLURRED])
def test_readings_with_a_flaw_pass_as_they_are_and_leave_no_trace(flaw: Flaw) -> None:
    smoother = Smoother(0.3, 0.5)
    smoother.step(1, reading(yaw=10, female=0.9, anger=0.9), 0.0)
    bad = reading(yaw=-50, female=0.0, fear=0.9)
    flawed = smoother.step(1, bad, 0.1, flaw)
    assert (flawed.reading, flawed.label) == (bad, None)
    later = smoother.step(1, reading(yaw=10, female=0.9, anger=0.9), 0.2)
    assert later.label is Emotion.ANGER
    assert later.reading.pose.yaw_deg == pytest.approx(10)
    assert later.reading.female == pytest.approx(0.9)
    assert later.reading.emotion.of(Emotion.ANGER) == pytest.approx(0.9)


def test_the_angles_of_a_face_turned_too_far_stay_steady() -> None:
    smoother = Smoother(0.3, 0.5)
    smoother.step(1, reading(yaw=62, anger=0.9), 0.0)
    turned = smoother.step(1, reading(yaw=66, fear=0.9), 0.03, Flaw.TURNED)
    assert turned.label is None
    assert 62 < turned.reading.pose.yaw_deg < 66
    assert turned.reading.emotion == scores(fear=0.9)
    assert smoother.step(1, reading(yaw=62, anger=0.9), 0.06).reading.emotion.of(Emotion.ANGER) == pytest.approx(0.9)


def test_after_a_long_flaw_the_newest_reading_counts() -> None:
    smoother = Smoother(0.3, 0.5)
    smoother.step(1, reading(anger=0.9), 0.0)
    smoother.step(1, reading(fear=0.9), 5.0, Flaw.DARK)
    assert smoother.step(1, reading(happiness=0.9), 10.0).label is Emotion.HAPPINESS
