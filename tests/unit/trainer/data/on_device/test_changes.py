"""Drawn changes: as often and as far as `Augmentation` says, and the same however a batch is split."""

from dataclasses import fields

import torch

from trainer.data.augment import NOTHING, Augmentation
from trainer.data.on_device.changes import drawn

KEYS = torch.arange(20_000)
HOW = Augmentation()


def share(values: torch.Tensor) -> float:
    return float((values != 0).double().mean())


def test_shares_are_those_of_the_augmentation() -> None:
    changes = drawn(KEYS, HOW)
    for found, expected in (
        (changes.flip, HOW.flip),
        (changes.grey, HOW.grey),
        (changes.coarse_px, HOW.coarse),
        (changes.blur_sigma, HOW.blur),
        (changes.noise_sd, HOW.noise),
        (changes.level.std(1) > 1e-9, HOW.tint),
    ):
        assert abs(share(found) - expected) < 0.015


def test_ranges_are_filled_evenly_to_their_ends() -> None:
    changes = drawn(KEYS, HOW)
    plain = changes.level.std(1) < 1e-9
    contrast, brightness = changes.level[plain][:, 0], (changes.lift + 128 * changes.level - 128)[:, 0] / 255
    for values, low, high in (
        (changes.scale.log(), torch.tensor(0.85).log(), torch.tensor(1.2).log()),
        (changes.shift[:, 0], -0.08, 0.08),
        (changes.shift[:, 1], -0.08, 0.08),
        (changes.turn_deg, -15, 15),
        (contrast, 0.6, 1.4),
        (brightness, -0.15, 0.15),
        (changes.blur_sigma[changes.blur_sigma > 0], 0.4, 1.6),
        (changes.noise_sd[changes.noise_sd > 0], 1, 8),
        (changes.coarse_px[changes.coarse_px > 0].double(), 20, 47),
    ):
        width = float(high - low)
        assert low <= values.min() < low + 0.01 * width
        assert high - 0.01 * width < values.max() <= high
        assert abs(float(values.mean() - (low + high) / 2)) < 0.02 * width


def test_shifts_of_the_two_axes_and_the_turn_are_independent() -> None:
    changes = drawn(KEYS, HOW)
    together = torch.stack([changes.shift[:, 0], changes.shift[:, 1], changes.turn_deg, changes.scale])
    assert float((torch.corrcoef(together) - torch.eye(4)).abs().max()) < 0.03


def test_a_face_is_changed_alike_in_any_batch() -> None:
    whole, part = drawn(KEYS[:8], HOW), drawn(KEYS[3:5], HOW)
    for field in fields(whole):
        assert torch.equal(getattr(whole, field.name)[3:5], getattr(part, field.name))


def test_nothing_changes_nothing() -> None:
    changes = drawn(KEYS[:100], NOTHING)
    assert torch.equal(changes.scale, torch.ones(100).double())
    assert torch.equal(changes.level, torch.ones(100, 3).double())
    for name in ("flip", "shift", "turn_deg", "lift", "grey", "coarse_px", "blur_sigma", "noise_sd"):
        assert not getattr(changes, name).any(), name
