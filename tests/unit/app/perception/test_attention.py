"""Facing, away, absent: against the person's own neutral pose, with patience, the same at every frame rate."""

import math
from itertools import count

import pytest

from app.domain.reading import Attention, Pose
from app.perception.attention import AttentionRule, AttentionWatch, NeutralPose

FACING, AWAY, ABSENT = Attention.FACING, Attention.AWAY, Attention.ABSENT


class Person:
    """Moves one head over time and notes when its attention changes."""

    def __init__(self, fps: float = 30.0, rule: AttentionRule = AttentionRule()) -> None:
        self.watch = AttentionWatch(rule)
        self.changes: list[tuple[float, Attention | None]] = []
        self.now = 0.0
        self._fps = fps
        self._frames = count(1)

    def holds(self, seconds: float, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Attention | None:
        return self._for(seconds, Pose(yaw, pitch, roll))

    def cannot_be_told(self, seconds: float) -> Attention | None:
        return self._for(seconds, None)

    def is_gone(self, seconds: float) -> Attention | None:
        end = self.now + seconds
        while self.now < end - 1e-6:
            self._note(self.watch.unseen(1, self._next()))
        return self.changes[-1][1]

    def _for(self, seconds: float, pose: Pose | None) -> Attention | None:
        end = self.now + seconds
        while self.now < end - 1e-6:
            self._note(self.watch.seen(1, pose, self._next()))
        return self.changes[-1][1]

    def _next(self) -> float:
        self.now = next(self._frames) / self._fps
        return self.now

    def _note(self, attention: Attention | None) -> None:
        if not self.changes or self.changes[-1][1] is not attention:
            self.changes.append((self.now, attention))


@pytest.mark.parametrize("fps", [10, 30, 60])
def test_a_turned_head_is_away_after_its_dwell_time_at_every_frame_rate(fps: float) -> None:
    person = Person(fps)
    assert person.holds(5) is FACING
    assert person.holds(2, yaw=25) is AWAY
    assert person.holds(2) is FACING
    (_, first), (went_at, _), (back_at, _) = person.changes
    assert first is FACING
    assert went_at == pytest.approx(5.5, abs=2.5 / fps)
    assert back_at == pytest.approx(7.3, abs=2.5 / fps)


def test_a_glance_and_a_nod_are_nothing() -> None:
    person = Person()
    person.holds(5)
    for _ in range(5):
        person.holds(0.4, yaw=40)
        person.holds(0.2)
        person.holds(0.4, pitch=-30)
        person.holds(0.2)
    assert [attention for _, attention in person.changes] == [FACING]


@pytest.mark.parametrize(("yaw", "pitch"), [(-25, 0), (0, -20), (0, 20), (15, 16)])
def test_yaw_and_pitch_count_in_every_direction(yaw: float, pitch: float) -> None:
    person = Person()
    person.holds(5)
    assert person.holds(1, yaw=yaw, pitch=pitch) is AWAY


def test_roll_does_not_count() -> None:
    person = Person()
    person.holds(5)
    assert person.holds(2, roll=40) is FACING


def test_nothing_flickers_at_the_limit() -> None:
    person = Person()
    person.holds(5)
    person.holds(1, yaw=21)
    person.holds(2, yaw=18)  # inside the limit, and not clearly
    assert person.changes[-1][1] is AWAY
    assert person.holds(1, yaw=15) is FACING


def test_the_own_neutral_pose_is_learnt() -> None:
    person = Person()
    assert person.holds(8, yaw=25, pitch=-10) is FACING  # a camera beside the screen
    assert person.holds(1, yaw=0, pitch=-10) is AWAY
    assert person.holds(1, yaw=30, pitch=-10) is FACING


def test_a_first_glance_aside_does_not_become_the_neutral_pose() -> None:
    person = Person()
    assert person.holds(1.5, yaw=28) is AWAY
    assert person.holds(8) is FACING
    assert person.holds(1, yaw=28) is AWAY


def test_who_looks_away_for_long_stays_away() -> None:
    person = Person()
    person.holds(12)
    assert person.holds(120, yaw=28) is AWAY


def test_the_neutral_pose_follows_a_person_who_sits_differently() -> None:
    neutral = NeutralPose(0.0)
    for index in range(120 * 30):
        time_s = index / 30
        neutral.step(Pose(0.0 if time_s < 10 else 12.0, 0.0, 0.0), time_s, facing=True)
    assert neutral.yaw_deg == pytest.approx(12 * (1 - 2.718 ** (-110 / 60)), abs=0.7)


def test_the_first_pose_after_a_long_gap_moves_the_neutral_one_no_more_than_a_second_does() -> None:
    neutral = NeutralPose(0.0)
    neutral.step(Pose(0.0, 0.0, 0.0), 5.0, facing=True)
    neutral.step(Pose(12.0, -6.0, 0.0), 65.0, facing=True)
    assert (neutral.yaw_deg, neutral.pitch_deg) == pytest.approx(
        (12 * (1 - math.exp(-1 / 60)), -6 * (1 - math.exp(-1 / 60)))
    )


@pytest.mark.parametrize(("yaw", "pitch", "learnt"), [(29, 24, True), (31, 0, False), (0, 26, False), (0, -26, False)])
def test_a_head_turned_far_is_nobody_s_neutral_pose(yaw: float, pitch: float, learnt: bool) -> None:
    neutral = NeutralPose(0.0)
    for index in range(90):
        neutral.step(Pose(yaw, pitch, 0.0), index / 10, facing=True)
    assert (neutral.yaw_deg, neutral.pitch_deg) == ((yaw, pitch) if learnt else (0.0, 0.0))


def test_a_camera_below_the_screen_is_learnt_as_well() -> None:
    person = Person()
    assert person.holds(8, pitch=20) is FACING
    assert person.holds(1, pitch=30) is FACING
    assert person.holds(1, pitch=0) is AWAY


def test_a_lost_face_is_absent_after_a_while_and_back_at_once() -> None:
    person = Person()
    person.holds(5)
    assert person.is_gone(0.4) is FACING
    assert person.is_gone(0.3) is ABSENT
    assert person.holds(0.1) is FACING


def test_nothing_is_said_where_the_pose_cannot_be_told() -> None:
    person = Person()
    person.holds(5)
    assert person.cannot_be_told(1) is None
    assert person.holds(0.1, yaw=30) is AWAY


def test_the_limits_and_times_are_those_of_the_rule() -> None:
    person = Person(rule=AttentionRule(most_yaw_deg=40, away_after_s=2.0, absent_after_s=1.0))
    person.holds(5)
    assert person.holds(3, yaw=35) is FACING
    assert person.holds(1.8, yaw=45) is FACING
    assert person.holds(0.4, yaw=45) is AWAY
    assert person.is_gone(0.8) is AWAY
    assert person.is_gone(0.4) is ABSENT


def test_each_face_has_its_own_and_those_that_left_are_forgotten() -> None:
    watch = AttentionWatch(AttentionRule(away_after_s=0.0))
    assert watch.seen(1, Pose(0, 0, 0), 0.0) is FACING
    assert watch.seen(2, Pose(30, 0, 0), 0.0) is AWAY
    watch.keep([2])
    assert watch.unseen(1, 0.1) is None
    assert watch.unseen(2, 0.1) is AWAY
