"""Random changes of a face: their reach, and that the same seed gives the same picture."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.random import default_rng

from app.domain.face import Point
from app.perception.crop import Crop
from trainer.data.augment import NOTHING, Augmentation, changed_crop, changed_detail, changed_light

CROP = Crop(Point(50.0, 40.0), 60.0, 5.0)


@pytest.fixture
def face() -> np.ndarray:
    return default_rng(3).integers(0, 256, (32, 32, 3), dtype=np.uint8)


def test_nothing_changes_nothing(face: np.ndarray) -> None:
    random = default_rng(0)
    crop = changed_crop(CROP, NOTHING, random)
    assert (crop.centre.x, crop.centre.y, crop.side_px, crop.turn_deg) == pytest.approx((50, 40, 60, 5))
    assert np.array_equal(changed_detail(changed_light(face, NOTHING, random), NOTHING, random), face)


def test_crops_stay_within_the_given_reach() -> None:
    how, random = Augmentation(scale=(0.8, 1.25), shift=0.1, turn_deg=20), default_rng(1)
    crops = [changed_crop(CROP, how, random) for _ in range(300)]
    scales = [crop.side_px / 60 for crop in crops]
    turns = [crop.turn_deg - 5 for crop in crops]
    shifts = [(crop.centre.x - 50) / 60 for crop in crops]
    for values, low, high in ((scales, 0.8, 1.25), (turns, -20, 20), (shifts, -0.1, 0.1)):
        reach = high - low
        assert low <= min(values) < low + 0.1 * reach
        assert high - 0.1 * reach < max(values) <= high


def test_light_and_detail_keep_shape_and_type_and_follow_the_seed(face: np.ndarray) -> None:
    how = Augmentation(grey=0.5, blur=1.0, coarse=1.0, coarse_px=(8, 16), noise=1.0)
    for seed in range(10):
        first, second = (changed_detail(changed_light(face, how, r), how, r) for r in map(default_rng, (seed, seed)))
        assert first.shape == face.shape
        assert first.dtype == np.uint8
        assert np.array_equal(first, second)
        assert not np.array_equal(first, face)


@pytest.mark.parametrize(("grain_px", "low", "high"), [(1.0, -0.1, 0.1), (6.0, 0.6, 1.0)])
def test_noise_of_large_grains_is_alike_from_pixel_to_pixel(grain_px: float, low: float, high: float) -> None:
    how = replace(NOTHING, noise=1.0, noise_sd=20.0, noise_grain_px=grain_px)
    flat = np.full((96, 96, 3), 128, np.uint8)
    neighbours = []
    for seed in range(8):
        noise = changed_detail(flat, how, default_rng(seed))[..., 0].astype(float) - 128
        neighbours.append(np.corrcoef(noise[:, 1:].ravel(), noise[:, :-1].ravel())[0, 1])
    assert low < np.mean(neighbours) < high


def test_grey_pictures_have_no_colour_without_a_tint(face: np.ndarray) -> None:
    lit = changed_light(face, Augmentation(grey=1.0, tint=0.0), default_rng(2))
    assert (lit.max(axis=2) == lit.min(axis=2)).all()


def test_contrast_turns_about_the_middle_grey_and_brightness_moves_it() -> None:
    plain = replace(NOTHING, contrast=(0.5, 0.5))
    steps = np.array([28, 128, 228], np.uint8)[:, None, None].repeat(3, 2)
    assert changed_light(steps, plain, default_rng(0))[:, 0, 0].tolist() == [78, 128, 178]
    moved = [int(changed_light(steps, replace(plain, brightness=0.2), default_rng(i))[1, 0, 0]) for i in range(200)]
    assert 128 - 51 <= min(moved) < 90 < 166 < max(moved) <= 128 + 51


def test_crops_are_as_often_smaller_as_larger_by_the_same_factor() -> None:
    how, random = Augmentation(scale=(0.5, 2.0)), default_rng(5)
    scales = np.array([changed_crop(CROP, how, random).side_px / CROP.side_px for _ in range(2000)])
    assert (scales < 1).mean() == pytest.approx(0.5, abs=0.04)
    assert (scales < 0.5**0.5).mean() == pytest.approx(0.25, abs=0.04)
