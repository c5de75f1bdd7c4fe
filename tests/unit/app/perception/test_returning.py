"""Who leaves for a few seconds comes back as the same face; nobody takes the number of another."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.face import Detection
from app.paths import demo_clip
from app.perception.looks import Looks, looks_of
from app.perception.returning import MEMORY_S, Departed, who_came_back
from app.perception.search import FaceSearch
from app.perception.tracker import Tracker
from app.perception.whole_frames import Reach


def looks(colour: int) -> Looks:
    """One colour throughout; two of them have nothing in common but the light."""
    shares = np.zeros((3, 70), np.float32)
    shares[:, (colour, 64)] = 1
    return Looks(shares)


@pytest.fixture
def tracker() -> Tracker:
    return Tracker()


def watch(
    tracker: Tracker, begin_s: float, seconds: float, *people: tuple[Detection, int]
) -> set[int]:  # the ids that were seen
    """Show people, each a detection and a colour, ten times a second."""
    colours = dict(people)
    seen: set[int] = set()
    for tick in range(round(seconds * 10)):
        faces = tracker.update(colours, begin_s + tick / 10, lambda detection: looks(colours[detection]))
        seen |= {face.track_id for face in faces if face.observed}
    return seen


@pytest.mark.parametrize("away_s", [1.0, 5.0, MEMORY_S - 1])
@pytest.mark.parametrize("back_at", [100.0, 300.0, 900.0])
def test_who_leaves_for_a_while_keeps_the_number(
    tracker: Tracker, face_at: Callable[..., Detection], away_s: float, back_at: float
) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5))
    watch(tracker, 1.0, away_s)
    assert watch(tracker, 1.0 + away_s, 0.5, (face_at(back_at), 5)) == {1}


def test_who_is_away_for_longer_is_forgotten(tracker: Tracker, face_at: Callable[..., Detection]) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5))
    watch(tracker, 1.0, MEMORY_S + 1)
    assert watch(tracker, 2.0 + MEMORY_S, 0.5, (face_at(100), 5)) == {2}


def test_somebody_else_at_the_same_place_is_new(tracker: Tracker, face_at: Callable[..., Detection]) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5))
    watch(tracker, 1.0, 2.0)
    assert watch(tracker, 3.0, 0.5, (face_at(100), 6)) == {2}
    watch(tracker, 3.5, 1.0)
    assert watch(tracker, 4.5, 0.5, (face_at(100), 5)) == {1}


def test_two_who_change_places_meanwhile_keep_their_numbers(
    tracker: Tracker, face_at: Callable[..., Detection]
) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5), (face_at(400), 6))
    watch(tracker, 1.0, 2.0)
    faces = tracker.update([face_at(400), face_at(100)], 3.0, lambda found: looks(5 if found.box.x > 300 else 6))
    assert {face.track_id: face.box.x > 300 for face in faces} == {1: True, 2: False}


def test_the_number_of_one_who_is_there_is_never_given_again(
    tracker: Tracker, face_at: Callable[..., Detection]
) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5))
    assert watch(tracker, 1.0, 1.0, (face_at(100), 5), (face_at(400), 5)) == {1, 2}


def test_a_much_larger_face_is_somebody_else(tracker: Tracker, face_at: Callable[..., Detection]) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100, side=40), 5))
    watch(tracker, 1.0, 2.0)
    assert watch(tracker, 3.0, 0.5, (face_at(100, side=120), 5)) == {2}


def test_another_source_and_a_cut_forget_everybody(tracker: Tracker, face_at: Callable[..., Detection]) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5))
    watch(tracker, 1.0, 2.0)
    assert watch(tracker, 0.5, 0.5, (face_at(100), 5)) == {2}
    watch(tracker, 1.0, 2.0)
    tracker.reset()
    assert watch(tracker, 3.0, 0.5, (face_at(300), 7)) == {1}


def test_farther_away_more_likeness_is_asked(face_at: Callable[..., Detection]) -> None:
    here = face_at(100)
    departed = Departed(3, here, looks(5), 0.0)
    mixed = looks(5).blended(looks(6)).blended(looks(6)).blended(looks(6))
    assert 0.83 < departed.looks.likeness(mixed) < 0.9
    assert who_came_back([departed], face_at(110), mixed) is departed
    assert who_came_back([departed], face_at(900), mixed) is None


def test_a_great_step_from_one_frame_to_the_next_keeps_the_number(
    tracker: Tracker, face_at: Callable[..., Detection]
) -> None:
    watch(tracker, 0.0, 1.0, (face_at(100), 5))
    assert watch(tracker, 1.0, 1.0, (face_at(700), 5)) == {1}


def test_the_woman_of_the_demo_clip_is_one_face_however_often_it_is_repeated() -> None:
    """She leaves the picture in each round; after some minutes she was face 18."""
    tracker, ids = Tracker(), []
    pictures = [*demo_pictures(0.0, 5), *demo_pictures(22.0, 15)]
    with closing(FaceSearch(Reach.SHORT)) as search:
        for tick, pixels in enumerate(pictures * 2):
            time_s = tick / 5
            found = search.find(pixels, tracker.expected(time_s), time_s)
            ids.append({face.track_id for face in tracker.update(found, time_s, partial(looks_of, pixels))})
    assert set() in ids
    assert set().union(*ids) == {1}


def demo_pictures(begin_s: float, count: int) -> Iterator[NDArray[np.uint8]]:
    """Pictures of the demo clip from a moment on, five for each second."""
    video = cv2.VideoCapture(str(demo_clip()))
    video.set(cv2.CAP_PROP_POS_MSEC, begin_s * 1000)
    for _ in range(count):
        pixels = video.read()[1]
        yield np.ascontiguousarray(pixels[:, :, ::-1])
        for _ in range(5):
            video.grab()
    video.release()
