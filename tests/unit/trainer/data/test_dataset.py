"""Batches of a made picture with known geometry: labels follow every change, and a step always gives the same batch."""

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from app.domain.face import Point
from app.domain.movements import MOVEMENTS
from app.domain.reading import Pose
from app.perception.crop import Crop
from trainer.data.augment import NOTHING, Augmentation
from trainer.data.batch import Batch
from trainer.data.dataset import Dataset, SourceUse
from trainer.data.picture import DataError, FoundPicture, Labels, Picture, Role

SIDE, SIZE = 96, 48
POSE = Pose(25.0, -10.0, 15.0)


def made(pixels: np.ndarray, labels: Labels, crop: Crop | None, source: str = "made") -> FoundPicture:
    image = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
    return FoundPicture(Picture(source, "0", Role.TRAIN, image, labels), labels, crop, taught=False)


def pointer(turn_deg: float = 0.0) -> np.ndarray:
    """A dark picture with a bright dot straight above its middle, turned clockwise."""
    angle = math.radians(turn_deg)
    x, y = SIDE / 2 + 20 * math.sin(angle), SIDE / 2 - 20 * math.cos(angle)
    pixels = np.zeros((SIDE, SIDE, 3), np.uint8)
    cv2.circle(pixels, (round(x - 0.5), round(y - 0.5)), 4, (255, 255, 255), -1)
    return pixels


def one(found: FoundPicture, how: Augmentation, use: SourceUse = SourceUse(1.0), seed: int = 0) -> Batch:
    dataset = Dataset([found], {found.picture.source: use}, SIZE, seed)
    return next(iter(dataset.training_batches(1, how, 0, 1)))


def pointed_deg(batch: Batch) -> float:
    """Where the dot lies in the crop, clockwise from above, in degrees."""
    light = batch.faces[0].float().mean(0)
    rows, columns = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    x = float((light * columns).sum() / light.sum()) + 0.5 - SIZE / 2
    y = float((light * rows).sum() / light.sum()) + 0.5 - SIZE / 2
    return math.degrees(math.atan2(x, -y))


def angles(batch: Batch) -> tuple[float, float, float]:
    pose = Pose.from_rotation(batch.rotation[0].double().numpy())
    return pose.yaw_deg, pose.pitch_deg, pose.roll_deg


CENTRE = Crop(Point(SIDE / 2, SIDE / 2), 80.0)


def test_an_unchanged_crop_keeps_its_labels() -> None:
    batch = one(made(pointer(), Labels(pose=POSE), CENTRE), NOTHING)
    assert pointed_deg(batch) == pytest.approx(0, abs=1.5)
    assert angles(batch) == pytest.approx((25, -10, 15), abs=1e-4)


def test_a_flip_negates_yaw_and_roll() -> None:
    batch = one(made(pointer(40), Labels(pose=POSE), CENTRE), replace(NOTHING, flip=1.0))
    assert pointed_deg(batch) == pytest.approx(-40, abs=3)
    assert angles(batch) == pytest.approx((-25, -10, -15), abs=1e-4)


MOVED = tuple(number / 64 for number in range(52))


def test_a_flip_changes_the_sides_of_movements_and_only_those() -> None:
    found = made(pointer(), Labels(movements=MOVED), CENTRE)
    still, flipped = (one(found, replace(NOTHING, flip=flip)) for flip in (0.0, 1.0))
    assert still.movements[0].tolist() == list(MOVED)
    seen = dict(zip(MOVEMENTS, flipped.movements[0].tolist(), strict=True))
    given = dict(zip(MOVEMENTS, MOVED, strict=True))
    assert seen["mouthSmileLeft"] == given["mouthSmileRight"] != given["mouthSmileLeft"]
    assert seen["mouthRight"] == given["mouthLeft"] and seen["eyeLookInRight"] == given["eyeLookInLeft"]
    assert seen["jawOpen"] == given["jawOpen"]
    assert flipped.movements_weight.tolist() == still.movements_weight.tolist() == [1.0]


def test_movements_that_are_not_known_or_not_asked_for_weigh_nothing_and_change_nothing_else() -> None:
    unknown, known = (made(pointer(), Labels(pose=POSE, movements=each), CENTRE) for each in (None, MOVED))
    without, unasked = one(unknown, Augmentation()), one(known, Augmentation(), SourceUse(1.0, labels=False))
    for batch in (without, unasked):
        assert batch.movements_weight.tolist() == [0.0]
        assert batch.movements.tolist() == [[0.0] * 52] and batch.movements.dtype == torch.float32
    beside = one(known, Augmentation()).columns()
    assert all(torch.equal(column, beside[name]) for name, column in without.columns().items() if "move" not in name)


@pytest.mark.parametrize("turn_deg", [-30.0, 12.0, 30.0])
def test_the_crop_s_turn_multiplies_the_matrix_from_the_left(turn_deg: float) -> None:
    batch = one(made(pointer(), Labels(pose=POSE), Crop(CENTRE.centre, 80.0, turn_deg)), NOTHING)
    assert pointed_deg(batch) == pytest.approx(-turn_deg, abs=3)  # a clockwise crop shows its content turned back
    anticlockwise = math.radians(turn_deg)  # about z, which points to the camera
    about_z = np.array(
        [
            [math.cos(anticlockwise), -math.sin(anticlockwise), 0],
            [math.sin(anticlockwise), math.cos(anticlockwise), 0],
            [0, 0, 1],
        ]
    )
    assert batch.rotation[0].numpy() == pytest.approx(about_z @ POSE.rotation(), abs=1e-6)


def test_a_random_turn_turns_picture_and_label_alike() -> None:
    upright = Labels(pose=Pose(0.0, 0.0, 0.0))
    seen = []
    for seed in range(8):
        batch = one(made(pointer(), upright, CENTRE), replace(NOTHING, turn_deg=45.0), seed=seed)
        roll = angles(batch)[2]
        assert pointed_deg(batch) == pytest.approx(roll, abs=3)  # roll is clockwise as seen, as the dot moves
        seen.append(roll)
    assert max(seen) - min(seen) > 20


def test_a_turned_crop_and_a_flip_agree_with_the_picture() -> None:
    """A head that is upright in the picture: what the crop shows of it is its label, mirrored or not."""
    upright = Labels(pose=Pose(0.0, 0.0, 0.0))
    batch = one(made(pointer(), upright, Crop(CENTRE.centre, 80.0, 25.0)), replace(NOTHING, flip=1.0))
    assert pointed_deg(batch) == pytest.approx(25, abs=3)
    assert angles(batch) == pytest.approx((0, 0, 25), abs=1e-4)


def test_votes_become_a_distribution_and_unknown_labels_weigh_nothing() -> None:
    labels = Labels(emotion=(6, 2, 0, 0, 0, 0, 0, 0), female=1.0)
    known = one(made(pointer(), labels, CENTRE), NOTHING, SourceUse(1, 0, emotion_weight=0.3, gender_weight=0.7))
    assert known.emotion[0].tolist() == pytest.approx([0.75, 0.25, 0, 0, 0, 0, 0, 0])
    assert (float(known.emotion_weight), float(known.pose_weight), float(known.gender_weight)) == pytest.approx(
        (0.3, 0, 0.7)
    )
    unknown = one(made(pointer(), Labels(pose=POSE), CENTRE), NOTHING, SourceUse(1, pose_weight=2.0))
    assert float(unknown.emotion.sum()) == pytest.approx(1)
    assert (float(unknown.emotion_weight), float(unknown.pose_weight), float(unknown.gender_weight)) == (0, 2, 0)


def test_the_whole_picture_is_taken_where_asked_and_where_no_face_was_found() -> None:
    plain = made(pointer(), Labels(pose=POSE), CENTRE)
    whole = one(plain, NOTHING, SourceUse(1.0, whole=1.0))
    unfound = one(made(pointer(), Labels(pose=POSE), None), NOTHING)
    assert torch.equal(whole.faces, unfound.faces)
    assert not torch.equal(whole.faces, one(plain, NOTHING).faces)


def several(count: int, source: str) -> list[FoundPicture]:
    random = np.random.default_rng(count)
    pictures = (random.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8) for _ in range(count))
    return [made(pixels, Labels(female=1.0), CENTRE, source) for pixels in pictures]


def test_a_step_always_gives_the_same_batch_wherever_the_run_starts() -> None:
    uses = {"a": SourceUse(0.5), "b": SourceUse(0.5)}
    pictures = several(5, "a") + several(3, "b")
    dataset = Dataset(pictures, uses, SIZE, seed=7)
    through = list(dataset.training_batches(4, Augmentation(), 0, 6))
    resumed = list(dataset.training_batches(4, Augmentation(), 4, 6))
    assert [len(batch) for batch in through] == [4] * 6
    for first, second in zip(through[4:], resumed, strict=True):
        assert torch.equal(first.faces, second.faces)
    other = next(iter(Dataset(pictures, uses, SIZE, seed=8).training_batches(4, Augmentation(), 0, 1)))
    assert not torch.equal(other.faces, through[0].faces)


def test_every_picture_comes_once_a_round_and_each_round_in_another_order() -> None:
    dataset = Dataset(several(6, "a"), {"a": SourceUse(1.0)}, SIZE)
    seen = [batch.faces[0].numpy().tobytes() for batch in dataset.training_batches(1, NOTHING, 0, 18)]
    rounds = [seen[:6], seen[6:12], seen[12:]]
    assert all(len(set(each)) == 6 for each in rounds)
    assert rounds[0] != rounds[1] or rounds[1] != rounds[2]


def test_two_processes_share_a_batch_row_by_row() -> None:
    dataset = Dataset(several(6, "a"), {"a": SourceUse(1.0)}, SIZE, seed=3)
    (whole,) = dataset.training_batches(6, Augmentation(), 4, 5)
    halves = [next(iter(dataset.training_batches(6, Augmentation(), 4, 5, rank, 2))) for rank in (0, 1)]
    for rank, half in enumerate(halves):
        assert half.place.tolist() == [rank, rank + 2, rank + 4]
        assert torch.equal(half.faces, whole.faces[rank::2])
        assert torch.equal(half.key, whole.key[rank::2])


def test_a_key_derives_from_seed_epoch_and_picture() -> None:
    pictures, uses = several(4, "a"), {"a": SourceUse(1.0)}
    first, second = Dataset(pictures, uses, SIZE, seed=1).training_batches(4, NOTHING, 0, 2)
    (other,) = Dataset(pictures, uses, SIZE, seed=2).training_batches(4, NOTHING, 0, 1)
    keys = [*first.key.tolist(), *second.key.tolist(), *other.key.tolist()]
    assert len(set(keys)) == 12
    halves = Dataset(pictures, uses, SIZE, seed=1).training_batches(2, NOTHING, 0, 2)
    assert [key for half in halves for key in half.key.tolist()] == keys[:4]


def test_parts_of_a_source_share_no_picture_and_one_may_be_without_labels() -> None:
    pictures = several(10, "a")
    uses = {"a": SourceUse(0.2, part=(0, 0.2)), "rest": SourceUse(0.8, source="a", part=(0.2, 1.0), labels=False)}
    (batch,) = Dataset(pictures, uses, SIZE).training_batches(10, NOTHING, 0, 1)
    assert len({face.numpy().tobytes() for face in batch.faces}) == 10
    assert batch.gender_weight.tolist() == [1, 1] + [0] * 8
    chosen = {Dataset(pictures, uses, SIZE, seed=seed).places("a") for seed in range(8)}
    assert len(chosen) > 1  # the seed chooses


def test_emotions_are_counted_where_they_are_trained_on() -> None:
    happy, sad = Labels(emotion=(0, 1, 0, 0, 0, 0, 0, 0)), Labels(emotion=(0, 0, 0, 2, 0, 0, 0, 0))
    pictures = [made(pointer(), happy, CENTRE, "a"), made(pointer(), sad, CENTRE, "b")]
    assert Dataset(pictures, {"a": SourceUse(1.0)}, SIZE).emotion_counts() == (0, 1, 0, 0, 0, 0, 0, 0)
    assert Dataset(pictures, {"b": SourceUse(1.0, labels=False)}, SIZE).emotion_counts() == (0,) * 8
    assert Dataset(pictures, {"b": SourceUse(1.0, emotion_weight=0.0)}, SIZE).emotion_counts() == (0,) * 8


def test_what_is_always_taken_whole_is_validated_whole() -> None:
    pictures = [made(pointer(), Labels(pose=POSE), CENTRE)]
    (by_crop,) = Dataset(pictures, {"made": SourceUse(1.0)}, SIZE).validation_batches(1)
    (whole,) = Dataset(pictures, {"made": SourceUse(1.0, whole=1.0)}, SIZE).validation_batches(1)
    assert not torch.equal(by_crop.faces, whole.faces)


def test_validation_gives_every_picture_once_in_order() -> None:
    dataset = Dataset(several(5, "a"), {"a": SourceUse(1.0)}, SIZE)
    assert [len(batch) for batch in dataset.validation_batches(2)] == [2, 2, 1]


def test_a_listed_source_without_pictures_is_named() -> None:
    with pytest.raises(DataError, match="no pictures of b"):
        Dataset(several(2, "a"), {"a": SourceUse(0.5), "b": SourceUse(0.5)}, SIZE)
