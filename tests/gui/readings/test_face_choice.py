"""Which face the panel is about."""

import time

import numpy as np
import pytest

from app.domain.face import Box
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.ui.readings.face_choice import FaceChoice

SMALL, LARGE = Box(0, 0, 10, 10), Box(50, 0, 40, 40)


@pytest.fixture
def seen(studio):
    begun = time.perf_counter()

    def result(second, **boxes):
        faces = tuple(studio.reading(int(name[1:]), box) for name, box in boxes.items())
        return FrameResult(
            Frame(np.zeros((4, 4, 3), np.uint8), 0, second, begun + second), faces, StepTimes(1, 1, 1, 3)
        )

    return result


def test_the_largest_face_is_chosen_and_kept(seen):
    choice = FaceChoice()
    choice.update(seen(0, f1=SMALL, f2=LARGE))
    choice.update(seen(1, f1=LARGE, f2=SMALL))
    assert choice.chosen_id == 2


def test_a_chosen_face_is_waited_for_and_then_given_up(seen):
    choice = FaceChoice()
    choice.update(seen(0, f1=SMALL, f2=LARGE))
    choice.choose(1)
    choice.update(seen(0.5, f2=LARGE))
    assert choice.chosen_id == 1
    choice.update(seen(2, f2=LARGE))
    assert choice.chosen_id == 2


def test_steps_go_from_left_to_right_and_stop_at_the_ends(seen):
    choice = FaceChoice()
    choice.update(seen(0, f1=LARGE, f2=SMALL))
    assert choice.ids == (2, 1)
    assert not choice.step(1)
    assert choice.step(-1)
    assert choice.chosen_id == 2


def test_nobody_is_chosen_in_an_empty_picture(seen):
    choice = FaceChoice()
    choice.update(seen(0))
    assert choice.chosen_id is None
    assert not choice.step(1)
