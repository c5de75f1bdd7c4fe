"""Looks: alike in other light and a little elsewhere, unlike for another person."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.face import Detection
from app.perception.looks import Looks, looks_of


def person(hair: tuple[int, int, int], skin: tuple[int, int, int], shirt: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A head of 120 px at (320, 200) over a shirt, before a grey wall."""
    picture = np.full((480, 640, 3), 120, np.uint8)
    cv2.rectangle(picture, (220, 270), (420, 480), shirt, -1)
    cv2.ellipse(picture, (320, 185), (75, 95), 0, 0, 360, hair, -1)
    cv2.ellipse(picture, (320, 210), (55, 70), 0, 0, 360, skin, -1)
    return picture


ANNE = person((60, 35, 20), (225, 180, 150), (30, 60, 160))
BEN = person((200, 180, 90), (150, 100, 75), (170, 40, 40))


@pytest.fixture
def face(face_at: Callable[..., Detection]) -> Detection:
    return face_at(320, 205, side=120)


def test_the_same_picture_is_wholly_alike(face: Detection) -> None:
    assert looks_of(ANNE, face).likeness(looks_of(ANNE, face)) == pytest.approx(1, abs=1e-5)


def test_a_little_darker_and_elsewhere_is_alike_and_another_person_is_not(
    face: Detection, face_at: Callable[..., Detection]
) -> None:
    darker = (ANNE * 0.85).astype(np.uint8)
    anne = looks_of(ANNE, face)
    assert anne.likeness(looks_of(darker, face_at(325, 201, side=125))) > 0.9
    assert anne.likeness(looks_of(BEN, face)) < 0.75


def test_the_picture_does_not_matter_far_from_the_face(face: Detection) -> None:
    crowded = ANNE.copy()
    crowded[:, :150] = (0, 200, 0)
    assert looks_of(ANNE, face).likeness(looks_of(crowded, face)) == pytest.approx(1, abs=1e-5)


def test_blended_looks_move_towards_the_newer_and_stay_shares(face: Detection) -> None:
    anne, ben = looks_of(ANNE, face), looks_of(BEN, face)
    blended = anne.blended(ben)
    assert anne.likeness(ben) < blended.likeness(ben) < blended.likeness(anne) < 1
    assert np.square(blended.shares).sum(axis=1) == pytest.approx([2, 2, 2], abs=1e-4)  # one of colours, one of lights


def test_unlike_everywhere_is_zero() -> None:
    shares = np.zeros((3, 70), np.float32)
    one, other = shares.copy(), shares.copy()
    one[:, (0, 64)] = 1
    other[:, (1, 65)] = 1
    assert Looks(one).likeness(Looks(other)) == 0
    assert Looks(one).likeness(Looks(one)) == pytest.approx(1)


def test_more_counts_of_what_is_below_a_face_than_of_what_is_above(face: Detection) -> None:
    """The square looked at lies lower than the face, for collars tell more than ceilings."""
    side = 120 * 1.15 * 1.7
    above, below = ANNE.copy(), ANNE.copy()
    above[: round(205 - 0.42 * side)] = (0, 200, 0)
    below[round(205 + 0.52 * side) :] = (0, 200, 0)
    anne = looks_of(ANNE, face)
    assert anne.likeness(looks_of(above, face)) == pytest.approx(1, abs=1e-3)
    assert anne.likeness(looks_of(below, face)) < 0.97
