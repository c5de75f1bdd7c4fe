"""Colours that a colour-blind eye tells apart, and a design that fits every size of frame."""

import itertools
import time

import numpy as np
import pytest

from app.domain.frame import Frame
from app.overlay.style import EMOTION_COLOURS, FACE_COLOURS, FLAWED_COLOUR, UNCERTAIN_COLOUR, OverlayStyle

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
CLEARLY_DIFFERENT = 12.0  # CIE 1976


def lab(colour, sight):
    value = np.array(colour) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(sight @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHT)
def test_emotions_are_told_apart_by_every_eye(sight):
    for first, second in itertools.combinations(EMOTION_COLOURS.values(), 2):
        assert np.linalg.norm(lab(first, SIGHT[sight]) - lab(second, SIGHT[sight])) > CLEARLY_DIFFERENT


@pytest.mark.parametrize("sight", SIGHT)
def test_faces_are_told_apart_by_every_eye(sight):
    for first, second in itertools.combinations((*FACE_COLOURS, FLAWED_COLOUR), 2):
        assert np.linalg.norm(lab(first, SIGHT[sight]) - lab(second, SIGHT[sight])) > CLEARLY_DIFFERENT


def test_only_a_face_that_cannot_be_judged_is_grey():
    for colour in (*EMOTION_COLOURS.values(), *FACE_COLOURS):
        assert max(colour) - min(colour) > 40


@pytest.mark.parametrize("sight", SIGHT)
def test_the_grey_of_a_flaw_is_taken_for_no_emotion(sight):
    for colour in (*EMOTION_COLOURS.values(), UNCERTAIN_COLOUR):
        assert np.linalg.norm(lab(FLAWED_COLOUR, SIGHT[sight]) - lab(colour, SIGHT[sight])) > CLEARLY_DIFFERENT


def test_the_design_grows_with_the_frame_unless_its_unit_is_given():
    frame = Frame(np.zeros((2160, 3840, 3), np.uint8), 0, 0.0, time.perf_counter())
    assert OverlayStyle().unit_of(frame) == 3.0
    assert OverlayStyle(unit_px=1.5).unit_of(frame) == 1.5
    assert OverlayStyle(unit_px=1.5, text_scale=2.0).unit_of(frame) == 3.0
