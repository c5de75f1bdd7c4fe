"""Corruptions: nothing at no severity, what they say at any other, and never in place."""

import cv2
import numpy as np
import pytest

from app.domain.face import Point
from app.perception.crop import Crop, cut, whole_picture
from trainer.robustness.corruption import Corruption, Kind, View, corrupted

SIDE_PX = 48
IDENTITIES = {
    Kind.BLUR: 0.0,
    Kind.NOISE: 0.0,
    Kind.BRIGHTNESS: 0.0,
    Kind.CONTRAST: 1.0,
    Kind.SMALL: float(SIDE_PX),
    Kind.LOWER: 0.0,
    Kind.EYES: 0.0,
    Kind.ROLL: 0.0,
    Kind.SHIFT: 0.0,
    Kind.GREY: 0.0,
}


def portrait(seed: int = 1) -> View:
    """A smooth picture in colours, taken whole."""
    coarse = np.random.default_rng(seed).integers(40, 215, (6, 6, 3)).astype(np.uint8)
    pixels = np.asarray(cv2.resize(coarse, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC), np.uint8)
    return View(pixels, whole_picture(SIDE_PX, SIDE_PX))


def spoilt(view: View, kind: Kind, severity: float, seed: int = 7) -> View:
    return corrupted(view, Corruption(kind, severity), np.random.default_rng(seed))


@pytest.mark.parametrize(("kind", "severity"), IDENTITIES.items())
def test_no_severity_changes_nothing(kind: Kind, severity: float) -> None:
    before = portrait()
    after = spoilt(before, kind, severity)
    assert np.array_equal(after.pixels, before.pixels)
    assert after.crop == before.crop


@pytest.mark.parametrize("kind", Kind)
def test_the_picture_given_stays_as_it_is_and_chance_repeats_itself(kind: Kind) -> None:
    severity = {Kind.JPEG: 30.0, Kind.SMALL: 16.0, Kind.CONTRAST: 0.5, Kind.SHIFT: 0.1}.get(kind, 1.0)
    before, untouched = portrait(), portrait()
    first, second = (spoilt(before, kind, severity) for _ in range(2))
    assert np.array_equal(before.pixels, untouched.pixels)
    assert np.array_equal(first.pixels, second.pixels)
    assert first.crop == second.crop
    assert not np.array_equal(cut(*first, 32), cut(*before, 32))


def test_a_wider_blur_leaves_less_detail() -> None:
    edge = View(
        np.repeat(np.array([[0] * 24 + [200] * 24] * SIDE_PX, np.uint8)[:, :, None], 3, axis=2), portrait().crop
    )
    steepest = [np.diff(spoilt(edge, Kind.BLUR, sigma).pixels[24, :, 0].astype(int)).max() for sigma in (1.0, 2.0, 4.0)]
    # the slope of a blurred edge is its height times the peak of the Gaussian
    assert steepest == pytest.approx([200 / (sigma * np.sqrt(2 * np.pi)) for sigma in (1.0, 2.0, 4.0)], rel=0.06)


def test_noise_has_the_deviation_it_says_and_no_colour() -> None:
    grey = View(np.full((SIDE_PX, SIDE_PX, 3), 128, np.uint8), portrait().crop)
    noisy = spoilt(grey, Kind.NOISE, 20.0).pixels.astype(int) - 128
    assert noisy[:, :, 0].std() == pytest.approx(20.0, rel=0.05)
    assert np.array_equal(noisy[:, :, 0], noisy[:, :, 2])


def test_a_lower_quality_strays_further() -> None:
    before = portrait()
    errors = [
        np.abs(spoilt(before, Kind.JPEG, quality).pixels.astype(int) - before.pixels).mean() for quality in (90, 30, 5)
    ]
    assert 0 < errors[0] < errors[1] < errors[2]


def test_brightness_moves_and_contrast_stretches_about_mid_grey() -> None:
    levels = View(np.full((SIDE_PX, SIDE_PX, 3), 100, np.uint8), portrait().crop)
    assert (spoilt(levels, Kind.BRIGHTNESS, 40.0).pixels == 140).all()
    assert (spoilt(levels, Kind.BRIGHTNESS, -120.0).pixels == 0).all()
    assert (spoilt(levels, Kind.CONTRAST, 0.5).pixels == 114).all()


def test_a_small_face_has_that_many_pixels_and_keeps_its_place() -> None:
    pixels = portrait().pixels
    pixels[30:34, 10:14] = 255
    before = View(pixels, Crop(Point(20.0, 28.0), 32.0, 10.0))
    after = spoilt(before, Kind.SMALL, 16.0)
    assert after.crop.side_px == pytest.approx(16.0)
    assert (after.crop.centre, after.crop.turn_deg) == (Point(10.0, 14.0), 10.0)
    assert after.pixels.shape == (24, 24, 3)
    difference = cut(*after, 32).astype(int) - cut(*before, 32)
    assert np.abs(difference).mean() < 12


def test_the_middle_of_a_narrow_picture_stays_its_middle_when_it_is_made_small() -> None:
    """Its two sides are rounded apart."""
    for width, height in ((300, 7), (7, 300)):
        view = View(np.zeros((height, width, 3), np.uint8), Crop(Point(width / 2, height / 2), 64.0))
        after = spoilt(view, Kind.SMALL, 16.0)
        assert after.crop.centre == pytest.approx((after.pixels.shape[1] / 2, after.pixels.shape[0] / 2))


def test_the_lower_half_is_covered_with_the_colour_of_the_face() -> None:
    before = portrait()
    covered = spoilt(before, Kind.LOWER, 0.5).pixels
    assert np.array_equal(covered[: SIDE_PX // 2], before.pixels[: SIDE_PX // 2])
    assert (covered[SIDE_PX // 2 :] == covered[-1, 0]).all()
    assert covered[-1, 0] == pytest.approx(before.pixels[12:36, 12:36].mean(axis=(0, 1)), abs=12)


def test_the_bar_over_the_eyes_turns_with_the_crop() -> None:
    before = portrait()
    turned = View(before.pixels, before.crop.changed(turn_deg=90.0))
    level, upright = (spoilt(view, Kind.EYES, 0.25).pixels != before.pixels for view in (before, turned))
    rows, columns = np.flatnonzero(level.any(axis=(1, 2))), np.flatnonzero(upright.any(axis=(0, 2)))
    assert (rows.min(), rows.max()) == (12, 23)  # 0.245 to 0.495 of 48
    assert (columns.min(), columns.max()) == (SIDE_PX - 1 - 23, SIDE_PX - 1 - 12)  # the crop's top lies on the right


def test_a_roll_turns_the_picture_by_its_degrees_to_both_sides() -> None:
    turns = {spoilt(portrait(), Kind.ROLL, 30.0, seed).crop.turn_deg for seed in range(20)}
    assert turns == {-30.0, 30.0}


def test_a_shift_moves_by_its_part_of_the_side() -> None:
    before = portrait()
    for seed in range(5):
        centre = spoilt(before, Kind.SHIFT, 0.15, seed).crop.centre
        moved = np.hypot(centre.x - before.crop.centre.x, centre.y - before.crop.centre.y)
        assert moved == pytest.approx(0.15 * SIDE_PX)


def test_grey_takes_the_colours_and_then_the_size() -> None:
    large = View(np.asarray(cv2.resize(portrait().pixels, (96, 96)), np.uint8), whole_picture(96, 96))
    grey, small = spoilt(large, Kind.GREY, 1.0), spoilt(large, Kind.GREY, 2.0)
    assert grey.pixels.shape == (96, 96, 3)
    assert (grey.pixels.max(axis=2) == grey.pixels.min(axis=2)).all()
    assert small.crop.side_px == pytest.approx(48.0)
