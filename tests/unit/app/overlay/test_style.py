"""Colours that a colour-blind eye tells apart, and a design that fits every size of frame."""

import itertools
import time

import numpy as np
import pytest

from app.domain.frame import Frame
from app.overlay.style import EMOTION_COLOURS, FACE_COLOURS, FLAWED_COLOUR, UNCERTAIN_COLOUR, OverlayStyle
from tests.sight import SIGHT, apart


@pytest.mark.parametrize("sight", SIGHT)
def test_emotions_are_told_apart_by_every_eye(sight):
    for first, second in itertools.combinations(EMOTION_COLOURS.values(), 2):
        assert apart(first, second, sight)


@pytest.mark.parametrize("sight", SIGHT)
def test_faces_are_told_apart_by_every_eye(sight):
    for first, second in itertools.combinations((*FACE_COLOURS, FLAWED_COLOUR), 2):
        assert apart(first, second, sight)


def test_only_a_face_that_cannot_be_judged_is_grey():
    for colour in (*EMOTION_COLOURS.values(), *FACE_COLOURS):
        assert max(colour) - min(colour) > 40


@pytest.mark.parametrize("sight", SIGHT)
def test_the_grey_of_a_flaw_is_taken_for_no_emotion(sight):
    for colour in (*EMOTION_COLOURS.values(), UNCERTAIN_COLOUR):
        assert apart(FLAWED_COLOUR, colour, sight)


def test_the_design_grows_with_the_frame_unless_its_unit_is_given():
    frame = Frame(np.zeros((2160, 3840, 3), np.uint8), 0, 0.0, time.perf_counter())
    assert OverlayStyle().unit_of(frame) == 3.0
    assert OverlayStyle(unit_px=1.5).unit_of(frame) == 1.5
    assert OverlayStyle(unit_px=1.5, text_scale=2.0).unit_of(frame) == 3.0
