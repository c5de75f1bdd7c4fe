"""Faces made unknowable."""

import time

import numpy as np
import pytest

from app.domain.face import Box
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.overlay.anonymous import hidden_pixels


@pytest.fixture
def noise():
    return np.random.default_rng(0).integers(0, 256, (200, 300, 3), np.uint8)


def result(pixels, *faces, perceive_ms=3.0):
    return FrameResult(Frame(pixels, 0, 0.0, time.perf_counter()), faces, StepTimes(1, 1, 1, perceive_ms))


def colours(pixels):
    return len(np.unique(pixels.reshape(-1, 3), axis=0))


def test_the_face_becomes_a_few_squares_and_the_rest_stays(noise, make_face):
    hidden = hidden_pixels(result(noise, make_face(Box(100, 60, 80, 80))))
    assert colours(hidden[60:140, 100:180]) <= 100
    assert (hidden[:20] == noise[:20]).all() and (hidden[:, 240:] == noise[:, 240:]).all()
    assert colours(hidden[60:140, 75:100]) <= 40 and colours(hidden[35:60, 100:180]) <= 40  # ears, hair and chin too
    assert (hidden[:, :70] == noise[:, :70]).all()
    assert hidden[60:140, 100:180].mean() == pytest.approx(noise[60:140, 100:180].mean(), abs=6)


@pytest.mark.parametrize("box", [Box(-40, -30, 90, 90), Box(270, 180, 90, 90), Box(500, 500, 10, 10)])
def test_a_face_at_the_edge_is_hidden_too(noise, make_face, box):
    assert hidden_pixels(result(noise, make_face(box))).shape == noise.shape


def test_a_face_lost_for_a_moment_stays_hidden(noise, make_face):
    hidden = hidden_pixels(result(noise, make_face(Box(100, 60, 80, 80), observed=False)))
    assert (hidden[100, 140] != noise[100, 140]).any()


def test_before_anything_was_looked_at_everything_is_hidden(noise):
    assert colours(hidden_pixels(result(noise, perceive_ms=0.0))) < 300
    assert (hidden_pixels(result(noise)) == noise).all()


def test_the_frame_itself_stays_as_it_is(noise, make_face):
    before = noise.copy()
    hidden_pixels(result(noise, make_face(Box(100, 60, 80, 80))))
    assert (noise == before).all()
