"""Boxes and faces."""

import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point


def test_a_box_knows_its_centre_and_area() -> None:
    box = Box(10, 20, 30, 40)
    assert box.centre == Point(25, 40)
    assert box.area == 1200


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        (Box(0, 0, 10, 10), 1.0),
        (Box(5, 0, 10, 10), 1 / 3),
        (Box(2, 2, 5, 5), 0.25),
        (Box(10, 0, 10, 10), 0.0),
        (Box(50, 50, 10, 10), 0.0),
        (Box(50, 0, 10, 10), 0.0),
        (Box(0, 50, 10, 10), 0.0),
    ],
)
def test_overlap_is_intersection_over_union(other: Box, overlap: float) -> None:
    box = Box(0, 0, 10, 10)
    assert box.overlap(other) == pytest.approx(overlap)
    assert other.overlap(box) == pytest.approx(overlap)


def test_a_moved_box_keeps_its_size() -> None:
    assert Box(1, 2, 3, 4).moved(10, -1) == Box(11, 1, 3, 4)


def test_the_box_of_a_face_is_that_of_its_detection() -> None:
    detection = Detection(Box(1, 2, 3, 4), Keypoints(*(Point(0, 0),) * 6), 0.9)
    assert Face(1, detection).box is detection.box
    assert Face(1, detection).observed
