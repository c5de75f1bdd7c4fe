"""The axes point where the head points."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.reading import Pose
from app.overlay.axes import axis_ends, paint_axes
from app.overlay.style import AXIS_COLOURS


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


def test_the_axis_that_points_to_the_viewer_is_drawn_over_the_others():
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        paint_axes(painter, QPointF(40.5, 40.5), 30, Pose(0, 0, 0), mirrored=False)
    assert image.pixelColor(40, 40) == QColor(*AXIS_COLOURS[2])  # the tip of the one out of the face
    assert image.pixelColor(60, 40) == QColor(*AXIS_COLOURS[0])
