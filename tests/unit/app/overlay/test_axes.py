"""The axes point where the head points."""

import pytest

from app.domain.reading import Pose
from app.overlay.axes import axis_ends


def test_a_head_that_looks_at_the_camera_shows_its_axes_straight():
    side, up, out = axis_ends(Pose(0, 0, 0), mirrored=False)
    assert side == pytest.approx((1, 0, 0))
    assert up == pytest.approx((0, -1, 0))
    assert out == pytest.approx((0, 0, 1))


def test_positive_yaw_points_the_nose_to_the_left_of_the_picture():
    out = axis_ends(Pose(30, 0, 0), mirrored=False)[2]
    assert (out.x, out.y) == pytest.approx((-0.5, 0))


def test_positive_pitch_points_the_nose_up():
    assert axis_ends(Pose(0, 30, 0), mirrored=False)[2].y == pytest.approx(-0.5)


def test_positive_roll_tilts_the_head_clockwise():
    assert axis_ends(Pose(0, 0, 30), mirrored=False)[1].x == pytest.approx(0.5)


def test_a_mirrored_picture_flips_left_and_right_only():
    for plain, mirrored in zip(axis_ends(Pose(20, 10, 5), False), axis_ends(Pose(20, 10, 5), True), strict=True):
        assert mirrored == pytest.approx((-plain.x, plain.y, plain.depth))
