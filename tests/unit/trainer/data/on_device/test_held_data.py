"""Batches made from held faces against those of `Dataset`: the same pictures, keys, places and labels."""

from collections.abc import Callable
from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
import torch

from app.domain.face import Point
from app.domain.reading import Pose
from app.perception.crop import Crop
from trainer.data.augment import NOTHING, Augmentation
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.levels import LEVELS
from trainer.data.on_device.geometry import Piece, piece_for
from trainer.data.on_device.held_data import HeldData
from trainer.data.on_device.held_faces import bytes_needed, hold
from trainer.data.picture import DataError, FoundPicture, Labels, Picture, Role

CPU = torch.device("cpu")
SIZE = 32


def found(number: int, source: str, crop: Crop | None) -> FoundPicture:
    y, x = np.mgrid[:90, :80]
    pixels = np.stack([128 + 90 * np.sin(x / (5 + number) + k) * np.cos(y / 8) for k in range(3)], 2).astype(np.uint8)
    votes = tuple(float(emotion == number) + 0.25 for emotion in range(8))
    pose = None if number == 2 else Pose(12.0 * number - 20, 8.0, 15.0 - 6 * number)
    moved = None if number == 3 else tuple((number + place) / 64 for place in range(52))
    labels = Labels(votes if number != 1 else None, pose, float(number % 2) if number else None, movements=moved)
    image = cv2.imencode(".png", pixels)[1].tobytes()
    return FoundPicture(Picture(source, str(number), Role.TRAIN, image, labels), labels, crop, taught=False)


def dataset(seed: int = 3) -> Dataset:
    pictures = [found(number, "a", Crop(Point(40 + number, 44), 50.0, 7.0 * number)) for number in range(5)]
    pictures += [found(5, "b", None), found(6, "b", Crop(Point(40, 45), 40.0))]
    uses = {
        "a": SourceUse(0.5, emotion_weight=0.5, pose_weight=2.0, gender_weight=0.25),
        "b": SourceUse(0.3, whole=1.0),
        "plain": SourceUse(0.2, source="a", part=(0.0, 0.4), labels=False),
    }
    return Dataset(pictures, uses, SIZE, seed)


def test_without_changes_batches_are_those_of_the_data_set() -> None:
    plain = dataset()
    held = HeldData(plain, NOTHING, CPU)
    for ours, theirs in zip(
        held.training_batches(10, NOTHING, 0, 4), plain.training_batches(10, NOTHING, 0, 4), strict=True
    ):
        assert ours.faces.dtype == torch.uint8
        assert ours.faces.is_contiguous(memory_format=torch.channels_last)
        assert int((ours.faces.int() - theirs.faces.int()).abs().max()) <= 1
        labelled = ours.emotion_weight > 0
        assert torch.allclose(ours.emotion[labelled], theirs.emotion[labelled])
        posed = ours.pose_weight > 0
        assert torch.allclose(ours.rotation[posed], theirs.rotation[posed], atol=1e-6)
        gendered = ours.gender_weight > 0
        assert torch.equal(ours.female[gendered], theirs.female[gendered])
        moving = ours.movements_weight > 0
        assert torch.equal(ours.movements[moving], theirs.movements[moving])
        for name in ("emotion_weight", "pose_weight", "gender_weight", "movements_weight", "key", "place"):
            assert torch.equal(getattr(ours, name), getattr(theirs, name)), name


def test_a_face_and_its_label_turn_and_flip_as_the_data_set_turns_them() -> None:
    """Both draw the same flips here, and no turn; the picture's own turn mirrors with it."""
    plain, how = dataset(), replace(NOTHING, flip=1.0)
    (ours,) = HeldData(plain, how, CPU).training_batches(10, how, 2, 3)
    (theirs,) = plain.training_batches(10, how, 2, 3)
    assert int((ours.faces.int() - theirs.faces.int()).abs().max()) <= 1
    posed = ours.pose_weight > 0
    assert torch.allclose(ours.rotation[posed], theirs.rotation[posed], atol=1e-6)
    moving = ours.movements_weight > 0
    assert moving.any() and not moving.all()
    assert torch.equal(ours.movements[moving], theirs.movements[moving])


def test_labels_turn_with_the_crop() -> None:
    how = replace(NOTHING, turn_deg=30.0)
    (batch,) = HeldData(dataset(), how, CPU).training_batches(10, how, 0, 1)
    (still,) = dataset().training_batches(10, NOTHING, 0, 1)
    turn = batch.rotation @ still.rotation.mT
    posed = batch.pose_weight > 0
    assert torch.allclose(turn[posed][:, 2], torch.tensor([0.0, 0.0, 1.0]), atol=1e-6)
    angles = torch.rad2deg(torch.atan2(turn[posed][:, 1, 0], turn[posed][:, 0, 0]))
    assert float(angles.abs().max()) <= 30
    assert len({round(float(angle), 3) for angle in angles}) == int(posed.sum())


def test_processes_and_resumed_runs_get_the_same_rows() -> None:
    held, how = HeldData(dataset(), Augmentation(), CPU), Augmentation()
    through = list(held.training_batches(10, how, 0, 4))
    (last,) = held.training_batches(10, how, 3, 4)
    half = next(iter(held.training_batches(10, how, 3, 4, rank=1, ranks=2)))
    for field in fields(last):
        assert torch.equal(getattr(last, field.name), getattr(through[3], field.name)), field.name
        assert torch.equal(getattr(half, field.name), getattr(last, field.name)[1::2]), field.name


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_gives_faces_like_those_of_cv2(level: str) -> None:
    how, plain = LEVELS[level], dataset()
    ours = torch.cat([batch.faces for batch in HeldData(plain, how, CPU).training_batches(10, how, 0, 12)]).float()
    theirs = torch.cat([batch.faces for batch in plain.training_batches(10, replace(how, cutout=0), 0, 12)]).float()
    assert abs(float(ours.mean() - theirs.mean())) < 6
    assert abs(float(ours.std() - theirs.std())) < 6


def test_milder_changes_may_be_asked_for_and_stronger_ones_not() -> None:
    held = HeldData(dataset(), LEVELS["weak"], CPU)
    (batch,) = held.training_batches(4, NOTHING, 0, 1)
    assert len(batch) == 4
    with pytest.raises(DataError, match="smaller changes"):
        next(iter(held.training_batches(4, LEVELS["strong-112"], 0, 1)))


def test_a_device_too_small_is_refused_in_numbers() -> None:
    piece = piece_for(Augmentation(), SIZE)
    needed = bytes_needed(7, piece)
    assert needed == 7 * 3 * piece.side_px**2
    assert len(hold(dataset(), piece, CPU, free_bytes=2 * needed).faces) == 7
    with pytest.raises(DataError, match=r"7 faces of 1000 px take 20 MiB, .* 70% of the 28 MiB .*augment_on"):
        hold(dataset(), Piece(1.6, 1000), CPU, free_bytes=28 * 2**20)


def test_only_what_is_used_is_held(made_data: Callable[[], Dataset]) -> None:
    assert len(hold(made_data(), Piece(1.0, 24), CPU).faces) == 8
    both = Dataset([found(0, "a", Crop(Point(40, 44), 50.0))], {"a": SourceUse(1.0, whole=0.5)}, SIZE)
    assert hold(both, Piece(1.0, SIZE), CPU).rows.tolist() == [[0, 1]]
    plain = Dataset([found(0, "a", None), found(1, "b", None)], {"b": SourceUse(1.0)}, SIZE)
    assert hold(plain, Piece(1.0, SIZE), CPU).rows.tolist() == [[-1, -1], [-1, 0]]
