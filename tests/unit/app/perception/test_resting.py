"""Ten seconds at rest: what counts, what breaks them off, and what comes of them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import EMOTIONS, EmotionScores, FaceReading, Flaw, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.perception.baseline import BaselineError, measured_from
from app.perception.resting import Moment, Obstacle, RestingFace

RESTING = EmotionScores((0.4, 0.01, 0.01, 0.5, 0.02, 0.02, 0.02, 0.02))
LAUGHING = EmotionScores((0.02, 0.92, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01))
POINTS = Keypoints(*(Point(0, 0) for _ in range(6)))


def face(
    pose: Pose = Pose(3, -8, 1), scores: EmotionScores = RESTING, flaw: Flaw | None = None, track_id: int = 1
) -> FaceReading:
    raw = Reading(scores, pose, 0.5)
    corrected = replace(raw, pose=Pose(0, 0, 0))  # as with another baseline on: it must not be read
    return FaceReading(Face(track_id, Detection(Box(0, 0, 90, 90), POINTS, 0.9)), corrected, raw, None, flaw)


def result(time_s: float, *faces: FaceReading) -> FrameResult:
    return FrameResult(Frame(np.zeros((4, 4, 3), np.uint8), 0, time_s, 0.0), faces, StepTimes(1, 1, 1, 3))


def played(resting: RestingFace, face: FaceReading, start_s: float, end_s: float, fps: float = 10) -> Iterator[Moment]:
    for i in range(round((end_s - start_s) * fps) + 1):
        yield resting.add(result(start_s + i / fps, face))


@pytest.fixture
def resting() -> RestingFace:
    return RestingFace()


def test_ten_seconds_at_rest_are_a_baseline(resting: RestingFace) -> None:
    moments = list(played(resting, face(), 0, 10))
    assert [moment.done for moment in moments] == [False] * 100 + [True]
    assert {moment.problem for moment in moments} == {None}
    taken = resting.baseline("Anna", "2026-11-21T20:00:00+00:00", "tiny")
    assert taken.readings == 101
    seen = measured_from(taken, face().raw)
    assert seen.pose.angles_deg == pytest.approx((0, 0, 0), abs=1e-6)
    assert seen.emotion.probabilities[0] > 0.5
    assert resting.emotions_at_rest.probabilities == pytest.approx(RESTING.probabilities)


def test_one_reading_that_is_off_moves_no_median(resting: RestingFace) -> None:
    for i, _ in enumerate(played(RestingFace(), face(), 0, 10)):
        shown = face(scores=EmotionScores((0.3, 0.01, 0.01, 0.6, 0.02, 0.02, 0.02, 0.02))) if i == 50 else face()
        resting.add(result(i / 10, shown))
    assert resting.baseline("A", "-", "-").log_ratios[EMOTIONS.index("sadness")] == pytest.approx(np.log(0.5 / 0.4))


def test_too_few_readings_are_none_however_long_it_took(resting: RestingFace) -> None:
    moments = list(played(resting, face(), 0, 40, fps=1))
    assert moments[-1].rested_s == 10
    assert not moments[-1].done
    with pytest.raises(BaselineError, match="has not rested for long enough"):
        resting.baseline("Anna", "-", "-")


def test_a_pause_between_two_results_is_no_rest(resting: RestingFace) -> None:
    resting.add(result(0, face()))
    assert resting.add(result(9, face())).rested_s == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        ((), Obstacle.NOBODY),
        ((face(), face(track_id=2)), Obstacle.SEVERAL),
        ((face(flaw=Flaw.DARK),), Flaw.DARK),
        ((face(Pose(40, 0, 0)),), Obstacle.ASIDE),
        ((face(Pose(0, -28, 0)),), Obstacle.ASIDE),
        ((face(Pose(25, -8, 1)),), Obstacle.MOVES),
        ((face(scores=LAUGHING),), Obstacle.CHANGES),
    ],
)
def test_what_is_wrong_is_named_forgiven_for_a_blink_and_then_it_begins_anew(
    resting: RestingFace, shown: tuple[FaceReading, ...], problem: Obstacle | Flaw
) -> None:
    list(played(resting, face(), 0, 5))
    blink = resting.add(result(5.1, *shown))
    assert (blink.problem, blink.restarted) == (problem, False)
    assert blink.rested_s == pytest.approx(5.0)
    for i in range(2, 7):
        broken = resting.add(result(5.0 + i / 10, *shown))
    assert (broken.restarted, broken.rested_s) == (True, 0)


def test_a_slow_drift_is_a_movement(resting: RestingFace) -> None:
    problems = {resting.add(result(i / 10, face(Pose(i / 5, 0, 0)))).problem for i in range(100)}
    assert Obstacle.MOVES in problems


def test_the_noise_of_the_network_is_none(resting: RestingFace) -> None:
    rng = np.random.default_rng(1)
    poses = (Pose(*(np.array([3, -8, 1]) + rng.normal(0, 1.2, 3))) for _ in range(101))
    assert {resting.add(result(i / 10, face(pose))).problem for i, pose in enumerate(poses)} == {None}


def test_somebody_else_begins_anew(resting: RestingFace) -> None:
    list(played(resting, face(), 0, 5))
    assert resting.add(result(5.1, face(track_id=2))).rested_s < 0.5


def test_a_source_that_starts_again_begins_anew(resting: RestingFace) -> None:
    list(played(resting, face(), 0, 5))
    assert resting.add(result(0.0, face())).rested_s == 0


def test_a_face_that_the_detector_has_lost_is_not_there(resting: RestingFace) -> None:
    lost = face()
    lost = replace(lost, face=replace(lost.face, observed=False))
    assert resting.add(result(0.0, lost)).problem is Obstacle.NOBODY
