"""Crops cut from held pieces against the crop rule itself, and label turns against matrices written out here."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from app.domain.face import Point
from app.domain.reading import Pose
from app.perception.crop import Crop, cut
from trainer.data.augment import NOTHING, Augmentation
from trainer.data.levels import LEVELS
from trainer.data.on_device.changes import Changes, drawn
from trainer.data.on_device.geometry import Piece, cut_pieces, label_turns, piece_for, warp_of

SIZE = 48


def smooth_picture(width: int = 150, height: int = 130) -> np.ndarray:
    """Waves of about fifteen pixels: what bilinear reading twice hardly changes."""
    y, x = np.mgrid[:height, :width].astype(np.float64)
    waves = [128 + 100 * np.sin(x / 7 + 0.3 * k) * np.cos(y / (5 + k)) for k in range(3)]
    return np.stack(waves, 2).astype(np.uint8)


def one(**changed: torch.Tensor) -> Changes:
    """Changes of one face that change nothing but what is given."""
    return replace(drawn(torch.zeros(1, dtype=torch.int64), NOTHING), **changed)


@pytest.mark.parametrize("level", ["default", "weak", "strong-112"])
def test_a_changed_crop_equals_what_the_crop_rule_cuts(level: str) -> None:
    how, picture = LEVELS[level], smooth_picture()
    crop = Crop(Point(70.0, 66.0), 60.0, turn_deg=11.0)
    changes = drawn(torch.arange(24), how)
    piece = piece_for(how, SIZE)
    held = torch.from_numpy(cut(picture, crop.changed(scale=piece.margin), piece.side_px)).permute(2, 0, 1)
    warp = warp_of(changes, torch.full((24,), crop.turn_deg, dtype=torch.float64), piece.margin)
    faces = cut_pieces(held.expand(24, -1, -1, -1), warp, SIZE).permute(0, 2, 3, 1).numpy()
    for row in range(24):
        shift = Point(*changes.shift[row].tolist())
        same = cut(picture, crop.changed(float(changes.scale[row]), shift, float(changes.turn_deg[row])), SIZE)
        mirrored = same[:, ::-1] if changes.flip[row] else same
        assert np.abs(faces[row] - mirrored).mean() < 2.5, row
        assert np.abs(faces[row] - mirrored[:, ::-1]).mean() > 10, row
    assert 0 < int(changes.flip.sum()) < 24


def test_without_changes_the_piece_is_the_crop() -> None:
    piece = piece_for(LEVELS["no"], SIZE)
    assert piece == Piece(1.0, SIZE)
    held = torch.from_numpy(cut(smooth_picture(), Crop(Point(70, 66), 60.0, 11.0), SIZE)).permute(2, 0, 1)[None]
    faces = cut_pieces(held, warp_of(one(), torch.tensor([11.0]).double(), 1.0), SIZE)
    assert torch.allclose(faces, held.float(), atol=1e-2)


@pytest.mark.parametrize("level", LEVELS)
def test_every_changed_crop_lies_inside_the_held_piece(level: str) -> None:
    how = LEVELS[level]
    changes, piece = drawn(torch.arange(2000), how), piece_for(how, SIZE)
    warp = warp_of(changes, torch.linspace(-40, 40, 2000, dtype=torch.float64), piece.margin)
    corners = torch.tensor([[-1.0, -1, 1], [1, -1, 1], [-1, 1, 1], [1, 1, 1]]).T
    assert float((warp @ corners).abs().max()) <= 1 + 1e-6


def test_a_piece_covers_milder_changes_only() -> None:
    weak, none = piece_for(LEVELS["weak"], SIZE), piece_for(NOTHING, SIZE)
    assert weak.covers(weak)
    assert weak.covers(none)
    assert not none.covers(weak)
    assert not weak.covers(piece_for(LEVELS["weak"], 2 * SIZE))
    assert piece_for(Augmentation(scale=(0.1, 1.0)), 100).side_px < 420  # twice the pixels at most


@pytest.mark.parametrize("turn_deg", [-25.0, 0.0, 20.0])
@pytest.mark.parametrize("flip", [False, True])
def test_a_turn_multiplies_from_the_left_and_a_flip_negates_yaw_and_roll(turn_deg: float, flip: bool) -> None:
    pose = Pose(30.0, -12.0, 9.0)
    turns, signs = label_turns(one(turn_deg=torch.tensor([turn_deg]).double(), flip=torch.tensor([flip])))
    label = ((turns @ torch.from_numpy(pose.rotation())) * signs)[0].numpy()
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    about_z = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    turned = Pose.from_rotation(about_z @ pose.rotation())
    expected = Pose(-turned.yaw_deg, turned.pitch_deg, -turned.roll_deg) if flip else turned
    assert label == pytest.approx(expected.rotation(), abs=1e-12)
