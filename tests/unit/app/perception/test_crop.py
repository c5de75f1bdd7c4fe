"""The one crop rule: what it takes of a picture, and how it turns the head."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from app.domain.face import Box, Detection, Point
from app.domain.reading import Pose
from app.perception.crop import (
    BOX_TO_CROP,
    Crop,
    crop_of,
    cut,
    picture_to_crop,
    rotation_in_crop,
    rotation_in_picture,
    whole_picture,
)


def dots(width: int, height: int, places: list[Point], radius: int = 3) -> np.ndarray:
    picture = np.zeros((height, width, 3), np.uint8)
    for number, place in enumerate(places):
        colour = [0, 0, 0]
        colour[number % 3] = 255
        cv2.circle(picture, (round(place.x), round(place.y)), radius, colour, -1)
    return picture


def centre_of(picture: np.ndarray, channel: int) -> tuple[float, float]:
    weights = picture[:, :, channel].astype(float)
    rows, columns = np.indices(weights.shape)
    return (columns * weights).sum() / weights.sum(), (rows * weights).sum() / weights.sum()


def test_an_upright_face_is_cut_round_its_box(face_at: Callable[..., Detection]) -> None:
    crop = crop_of(face_at(200, 100, side=60))
    assert crop == Crop(Point(200, 100), 60 * BOX_TO_CROP, 0.0)
    assert crop.side_px == pytest.approx(69.0)  # networks are trained with this; another rule gets another name


@pytest.mark.parametrize("tilt_deg", [-60, -20, 15, 45])
def test_a_tilted_face_is_cut_with_its_eyes_level(face_at: Callable[..., Detection], tilt_deg: float) -> None:
    face = face_at(200, 150, side=120, tilt_deg=tilt_deg)
    crop = crop_of(face)
    assert crop.turn_deg == pytest.approx(tilt_deg)
    eyes = [face.keypoints.right_eye, face.keypoints.left_eye]
    square = cut(dots(400, 300, eyes), crop, 96)
    (right_x, right_y), (left_x, left_y) = centre_of(square, 0), centre_of(square, 1)
    assert right_y == pytest.approx(left_y, abs=1)
    assert right_x < 48 < left_x
    assert right_y < 48


def test_the_crop_of_a_long_box_holds_all_of_it(face_at: Callable[..., Detection]) -> None:
    points = face_at(200).keypoints
    for box in (Box(100, 50, 60, 80), Box(100, 50, 80, 60)):
        assert crop_of(Detection(box, points, 0.9)).side_px == pytest.approx(80 * BOX_TO_CROP)


def test_a_picture_that_is_not_square_is_taken_as_a_whole() -> None:
    assert whole_picture(80, 50) == Crop(Point(40, 25), 80.0)
    assert whole_picture(50, 80) == Crop(Point(25, 40), 80.0)


@pytest.mark.parametrize(("apart", "turned"), [(0.14, False), (0.16, True)])
def test_the_line_of_the_eyes_counts_from_15_hundredths_of_the_box_on(
    face_at: Callable[..., Detection], apart: float, turned: bool
) -> None:
    face = face_at(200, side=100)
    step = 100 * apart / 2**0.5  # across and down: a line of 45 degrees
    points = type(face.keypoints)(Point(180, 90), Point(180 + step, 90 + step), *[Point(200, 100)] * 4)
    assert crop_of(Detection(face.box, points, 0.9)).turn_deg == pytest.approx(45.0 if turned else 0.0)


def test_eyes_that_almost_coincide_turn_nothing(face_at: Callable[..., Detection]) -> None:
    face = face_at(200)
    points = face.keypoints
    profile = Detection(face.box, type(points)(Point(200, 90), Point(201, 96), *[points.nose_tip] * 4), 0.9)
    assert crop_of(profile).turn_deg == 0


@pytest.mark.parametrize("side", [20, 48, 200, 700])
@pytest.mark.parametrize("turn_deg", [0, 30])
def test_the_matrix_says_where_a_point_comes_to_lie(side: float, turn_deg: float) -> None:
    crop = Crop(Point(400, 380), side, turn_deg)
    place = Point(400 + side * 0.2, 380 - side * 0.15)
    square = cut(dots(800, 800, [place], radius=max(1, round(side / 30))), crop, 96)
    expected = picture_to_crop(crop, 96) @ [place.x, place.y, 1]
    assert centre_of(square, 0) == pytest.approx(tuple(expected), abs=96 / side + 0.6)


def test_the_whole_picture_at_its_own_size_is_the_picture() -> None:
    picture = np.random.default_rng(7).integers(0, 256, (48, 48, 3), dtype=np.uint8)
    np.testing.assert_array_equal(cut(picture, whole_picture(48, 48), 48), picture)


def test_beyond_the_picture_its_edge_is_repeated() -> None:
    picture = np.full((50, 50, 3), 77, np.uint8)
    assert (cut(picture, Crop(Point(0, 0), 60), 32) == 77).all()
    assert (cut(picture, Crop(Point(500, 500), 60), 32) == 77).all()
    assert (cut(picture, Crop(Point(-900, 20), 600), 32) == 77).all()


def test_a_large_face_is_averaged_not_sampled() -> None:
    stripes = np.zeros((800, 800, 3), np.uint8)
    stripes[:, ::2] = 255
    square = cut(stripes, Crop(Point(400, 400), 640), 64)
    assert abs(square.astype(int) - 127).max() < 12


def test_a_large_face_keeps_none_of_the_grain_of_single_pixels() -> None:
    grain = np.random.default_rng(3).integers(0, 256, (800, 800, 3), dtype=np.uint8)
    square = cut(grain, Crop(Point(400, 400), 640), 64)
    assert square.std() < 10  # the mean of a hundred pixels; single ones spread by 74


@pytest.mark.parametrize("upright", [True, False])
def test_the_middle_of_a_large_face_in_a_narrow_picture_stays_in_the_middle(upright: bool) -> None:
    """The part of the picture that is averaged down is not square and ends within a cell."""
    ramp = np.repeat(np.arange(1, 250, 4, dtype=np.uint8)[:, None], 400, axis=1)
    picture = ramp if upright else np.ascontiguousarray(ramp.T)
    square = cut(picture, Crop(Point(picture.shape[1] / 2, picture.shape[0] / 2), 200), 20)
    assert square[9:11, 9:11].mean() == pytest.approx(ramp[31, 0], abs=3)


def test_the_corners_of_a_large_turned_face_show_the_picture_there() -> None:
    ramp = np.repeat(np.linspace(0, 250, 800).astype(np.uint8)[None], 800, axis=0)
    crop = Crop(Point(400, 400), 400, 45.0)
    square = cut(ramp, crop, 40)
    for row, column in ((0, 20), (20, 0), (39, 20), (20, 39), (0, 0), (0, 39), (39, 0), (39, 39)):
        matrix = np.vstack([picture_to_crop(crop, 40), [0, 0, 1]])
        x = (np.linalg.inv(matrix) @ [column, row, 1])[0]
        assert int(square[row, column]) == pytest.approx(250 * x / 799, abs=4)


def test_grey_pictures_may_have_one_channel() -> None:
    assert cut(np.zeros((40, 40), np.uint8), whole_picture(40, 40), 16).shape == (16, 16)


def test_a_crop_is_changed_in_fractions_of_its_side() -> None:
    assert Crop(Point(10, 20), 100, 5).changed(1.5, Point(0.1, -0.2), 10) == Crop(Point(20, 0), 150, 15)


def test_a_level_crop_shows_a_tilted_head_upright_and_the_way_back() -> None:
    crop = Crop(Point(0, 0), 100, 25)
    tilted = Pose(0, 0, 25).rotation()
    np.testing.assert_allclose(rotation_in_crop(tilted, crop), np.eye(3), atol=1e-12)
    np.testing.assert_allclose(rotation_in_picture(np.eye(3), crop), tilted, atol=1e-12)


def test_rotations_come_back_also_many_at_once() -> None:
    crop = Crop(Point(0, 0), 100, -40)
    heads = np.stack([Pose(30, 10, 5).rotation(), Pose(-60, 0, 170).rotation()])
    np.testing.assert_allclose(rotation_in_picture(rotation_in_crop(heads, crop), crop), heads, atol=1e-12)
