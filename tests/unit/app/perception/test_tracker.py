"""Ids that stay with the person."""

from collections.abc import Callable

import numpy as np
import pytest

from app.domain.face import Detection, Face
from app.perception.tracker import Tracker

FaceAt = Callable[..., Detection]
SIDE = 60.0


def ids(faces: tuple[Face, ...]) -> list[int]:
    return [face.track_id for face in faces]


def test_ids_count_from_one_and_stay(face_at: FaceAt) -> None:
    tracker = Tracker()
    assert tracker.update([], 0.0) == ()
    for frame in range(1, 30):
        faces = tracker.update([face_at(100 + frame), face_at(400)], frame / 30)
        assert ids(faces) == [1, 2]
        assert all(face.observed for face in faces)
    assert faces[0].detection.box.centre.x in (129, 400)


def test_of_two_new_faces_the_larger_is_first(face_at: FaceAt) -> None:
    small, large = face_at(100, side=40, score=0.9), face_at(400, side=90, score=0.6)
    faces = Tracker().update([small, large], 0.0)
    assert [face.detection for face in faces] == [large, small]


@pytest.mark.parametrize("fps", [5, 10, 15, 30, 60])
@pytest.mark.parametrize("lost_s", [0.4, 0.5])
def test_a_face_lost_for_half_a_second_is_carried_over(face_at: FaceAt, fps: int, lost_s: float) -> None:
    tracker = Tracker()
    tracker.update([face_at(100)], 0.0)
    for frame in range(1, round(lost_s * fps) + 1):
        (face,) = tracker.update([], frame / fps)
        assert (face.track_id, face.observed) == (1, False)
        assert face.detection == face_at(100)
    (face,) = tracker.update([face_at(105)], (round(lost_s * fps) + 1) / fps)
    assert (face.track_id, face.observed) == (1, True)


@pytest.mark.parametrize("fps", [5, 10, 30, 60])
def test_a_face_lost_for_longer_is_gone_and_comes_back_as_another(face_at: FaceAt, fps: int) -> None:
    tracker = Tracker()
    tracker.update([face_at(100)], 0.0)
    for frame in range(1, round(0.8 * fps) + 1):
        faces = tracker.update([], frame / fps)
    assert faces == ()
    assert ids(tracker.update([face_at(100)], 1.0)) == [2]


def test_a_moving_face_is_found_where_it_was_going(face_at: FaceAt) -> None:
    tracker = Tracker()
    for frame in range(16):
        tracker.update([face_at(100 + 10 * frame)], frame / 30)  # five sides a second
    for frame in range(16, 28):
        tracker.update([], frame / 30)
    assert ids(tracker.update([face_at(100 + 10 * 28)], 28 / 30)) == [1]


def test_a_face_that_begins_to_fall_is_found_where_it_was_going(face_at: FaceAt) -> None:
    tracker = Tracker()
    for frame in range(-5, 16):
        tracker.update([face_at(500, 100 + 10 * max(0, frame))], (frame + 5) / 30)
    for frame in range(16, 28):
        tracker.update([], (frame + 5) / 30)
    assert ids(tracker.update([face_at(500, 100 + 10 * 28)], 33 / 30)) == [1]


def test_a_face_that_stopped_while_it_was_lost_is_found_too(face_at: FaceAt) -> None:
    tracker = Tracker()
    for frame in range(16):
        tracker.update([face_at(100 + 10 * frame)], frame / 30)
    for frame in range(16, 28):
        tracker.update([], frame / 30)
    assert ids(tracker.update([face_at(255)], 28 / 30)) == [1]


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize(("speed", "other_speed"), [(1.5, 1.5), (3, 3), (5, 2), (3, 0), (6, 6)])
@pytest.mark.parametrize("hidden", [False, True])
def test_two_faces_that_pass_each_other_keep_their_ids(
    face_at: FaceAt, fps: int, speed: float, other_speed: float, hidden: bool
) -> None:
    """Speeds are in sides a second; hidden: the face behind is not detected while the boxes overlap by half."""
    rng = np.random.default_rng(4)
    tracker = Tracker()
    meeting_s = 1.0
    for frame in range(2 * fps + 1):
        time_s = frame / fps
        left = face_at(500 + SIDE * speed * (time_s - meeting_s) + rng.normal(0, 1), 100, side=64)
        right = face_at(500 - SIDE * other_speed * (time_s - meeting_s) + rng.normal(0, 1), 110, side=58)
        apart = abs(left.box.centre.x - right.box.centre.x)
        behind = hidden and apart < SIDE / 2
        faces = tracker.update([left] if behind else [right, left], time_s)
        first = {face.track_id: face.detection for face in faces if face.observed}
        assert set(first) <= {1, 2}
    assert first == {1: left, 2: right}


@pytest.mark.parametrize("fps", [10, 30])
def test_a_fast_face_keeps_its_id(face_at: FaceAt, fps: int) -> None:
    tracker = Tracker()
    for frame in range(2 * fps):
        swing = 4 * SIDE * np.sin(2 * np.pi * 0.35 * frame / fps)  # up to nine sides a second
        assert ids(tracker.update([face_at(600 + swing)], frame / fps)) == [1]


def test_a_face_that_comes_nearer_keeps_its_id(face_at: FaceAt) -> None:
    tracker = Tracker()
    for frame in range(45):
        assert ids(tracker.update([face_at(500, side=40 * 1.04**frame)], frame / 30)) == [1]


def test_a_face_of_another_size_at_the_same_place_is_another_person(face_at: FaceAt) -> None:
    tracker = Tracker()
    tracker.update([face_at(500, side=200)], 0.0)
    faces = tracker.update([face_at(500, side=50)], 0.03)
    assert [(face.track_id, face.observed) for face in faces] == [(1, False), (2, True)]


def test_where_two_people_meet_their_sizes_tell_them_apart(face_at: FaceAt) -> None:
    """By distance alone, each would be taken for the other."""
    tracker = Tracker()
    tracker.update([face_at(220, side=100)], 0.0)
    tracker.update([face_at(220, side=100), face_at(100, side=60)], 0.1)
    large, small = face_at(155, side=100), face_at(165, 120, side=60)
    faces = tracker.update([large, small], 0.4)
    assert {face.track_id: face.detection for face in faces} == {1: large, 2: small}


def test_ids_of_many_that_come_and_go_are_never_used_again(face_at: FaceAt) -> None:
    tracker = Tracker()
    seen: list[int] = []
    for visit in range(12):
        for frame in range(8):
            faces = tracker.update(
                [face_at(150 * i, y=300 + frame) for i in range(1 + visit % 5)], 4 * visit + frame / 8
            )
        seen += ids(faces)
    assert seen == list(range(1, len(seen) + 1))


def test_a_double_of_a_face_is_left_out(face_at: FaceAt) -> None:
    tracker = Tracker()
    for frame in range(10):
        real = face_at(200 + frame, score=0.8)
        shifted, inside = face_at(204 + frame, score=0.7), face_at(200 + frame, 99, side=30, score=0.6)
        faces = tracker.update([shifted, inside, real], frame / 30)
        assert [face.detection for face in faces] == [real]


def test_a_small_face_before_a_large_one_is_both(face_at: FaceAt) -> None:
    """Its eyes are near the other's by the measure of the large face, and not by its own."""
    large, small = face_at(200, side=100), face_at(220, 91, side=40)
    assert len(Tracker().update([large, small], 0.0)) == 2
    assert len(Tracker().update([small, large], 0.0)) == 2


@pytest.mark.parametrize(("away", "found"), [(1.5, [1]), (1.9, [1, 2])])
def test_a_lost_face_is_looked_for_only_so_far_away(face_at: FaceAt, away: float, found: list[int]) -> None:
    tracker = Tracker()
    tracker.update([face_at(200)], 0.0)
    tracker.update([], 0.3)
    assert ids(tracker.update([face_at(200 + away * SIDE)], 0.6)) == found


def test_neighbours_that_overlap_a_little_are_both_kept(face_at: FaceAt) -> None:
    assert len(Tracker().update([face_at(200), face_at(235)], 0.0)) == 2


def test_a_box_without_area_is_no_face(face_at: FaceAt) -> None:
    assert Tracker().update([face_at(200, side=0)], 0.0) == ()


def test_more_faces_than_asked_for_leave_the_known_ones_alone(face_at: FaceAt) -> None:
    tracker = Tracker(max_faces=2)
    known = [face_at(100, side=40), face_at(300, side=50)]
    tracker.update(known, 0.0)
    faces = tracker.update([face_at(600, side=120), *known], 0.03)
    assert {face.detection for face in faces} == set(known)


def test_slow_analysis_keeps_the_id_from_frame_to_frame(face_at: FaceAt) -> None:
    tracker = Tracker()
    for frame in range(5):
        assert ids(tracker.update([face_at(100 + frame)], 1.0 * frame)) == [1]


def test_a_long_pause_is_an_end(face_at: FaceAt) -> None:
    tracker = Tracker()
    tracker.update([face_at(100)], 0.0)
    assert ids(tracker.update([face_at(100)], 60.0)) == [2]


def test_a_clip_that_starts_again_is_a_cut(face_at: FaceAt) -> None:
    tracker = Tracker()
    tracker.update([face_at(100)], 5.0)
    assert ids(tracker.update([face_at(100)], 0.0)) == [2]


def test_the_same_moment_twice_is_no_harm(face_at: FaceAt) -> None:
    tracker = Tracker()
    tracker.update([face_at(100)], 1.0)
    assert ids(tracker.update([face_at(101)], 1.0)) == [1]


def test_reset_counts_from_one_again(face_at: FaceAt) -> None:
    tracker = Tracker()
    tracker.update([face_at(100), face_at(300)], 9.0)
    tracker.reset()
    assert ids(tracker.update([face_at(300)], 0.0)) == [1]
