"""The named augmentation levels run, grow in strength, and `no` only flips."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.random import default_rng

from app.perception.crop import cut, whole_picture
from trainer.data.augment import changed_crop, changed_detail, changed_light
from trainer.data.levels import LEVELS

SIDE = 112


def changed(level: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A smooth picture cut as it is and as the level changes it, but for flips."""
    wave = np.sin(np.arange(SIDE) / 15) * 60 + 128
    picture = np.stack([(wave[:, None] + wave) / 2] * 3, axis=2).astype(np.uint8)
    how, random = replace(LEVELS[level], flip=0.0), default_rng(seed)
    whole = whole_picture(SIDE, SIDE)
    face = cut(picture, changed_crop(whole, how, random), SIDE)
    return picture, changed_detail(changed_light(face, how, random), how, random)


def test_no_leaves_the_picture() -> None:
    for seed in range(5):
        before, after = changed("no", seed)
        assert np.array_equal(before, after)


@pytest.mark.parametrize("level", ["default", "weak", "strong", "strong-112"])
def test_the_others_change_it(level: str) -> None:
    before, after = changed(level, 1)
    assert after.shape == before.shape
    assert not np.array_equal(before, after)


def test_strong_changes_more_than_weak() -> None:
    def distance(level: str) -> float:
        pairs = (changed(level, seed) for seed in range(20))
        return float(np.mean([np.abs(a.astype(int) - b).mean() for a, b in pairs]))

    assert 0 < distance("weak") < distance("strong") < distance("strong-112") + 20
