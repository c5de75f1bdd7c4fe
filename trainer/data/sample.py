"""A decoded picture to one face with its labels, cut, changed and flipped by numbers from a generator of its own."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop, cut, rotation_in_crop, whole_picture
from trainer.data.augment import Augmentation, Pixels, changed_crop, changed_detail, changed_light
from trainer.data.movements import STILL, mirrored
from trainer.data.order import SourceUse
from trainer.data.picture import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One face as numpy: pixels uint8 [px, px, 3] RGB and its labels with their weights; movements float32 [52]."""

    pixels: Pixels
    emotion: tuple[float, ...]
    emotion_weight: float
    rotation: NDArray[np.floating]
    pose_weight: float
    female: float
    gender_weight: float
    movements: NDArray[np.float32]
    movements_weight: float


_NO_LABELS = Labels()
_UNKNOWN_EMOTION = (1 / len(EMOTIONS),) * len(EMOTIONS)
_UPRIGHT = np.eye(3)


def sample(
    pixels: Pixels,
    labels: Labels,
    crop: Crop | None,
    use: SourceUse,
    how: Augmentation,
    random: Generator,
    size_px: int,
) -> Sample:
    """A face of `size_px`; without a crop, and as often as its use says, it is the whole picture."""
    if not use.labels:
        labels = _NO_LABELS
    if crop is None or random.random() < use.whole:
        crop = whole_picture(pixels.shape[1], pixels.shape[0])
    crop = changed_crop(crop, how, random)
    face = changed_detail(changed_light(cut(pixels, crop, size_px), how, random), how, random)
    if random.random() < how.flip:
        face = face[:, ::-1]
        crop, labels = _flipped(crop, labels)
    return labelled(face, labels, crop, use)


def labelled(face: Pixels, labels: Labels, crop: Crop, use: SourceUse) -> Sample:
    """A cut face with its labels as the network learns them."""
    emotion, pose, female, movements = labels.emotion, labels.pose, labels.female, labels.movements
    total = sum(emotion) if emotion else 1.0
    return Sample(
        pixels=face,
        emotion=tuple(value / total for value in emotion) if emotion else _UNKNOWN_EMOTION,
        emotion_weight=use.emotion_weight if emotion else 0.0,
        rotation=_UPRIGHT if pose is None else rotation_in_crop(pose.rotation(), crop),
        pose_weight=0.0 if pose is None else use.pose_weight,
        female=0.0 if female is None else female,
        gender_weight=0.0 if female is None else use.gender_weight,
        movements=STILL if movements is None else np.asarray(movements, np.float32),
        movements_weight=0.0 if movements is None else 1.0,
    )


def _flipped(crop: Crop, labels: Labels) -> tuple[Crop, Labels]:
    """A mirrored face turns and tilts the other way and moves its other side, and so was its crop turned."""
    pose, movements = labels.pose, labels.movements
    if pose is not None or movements is not None:
        labels = replace(
            labels,
            pose=None if pose is None else Pose(-pose.yaw_deg, pose.pitch_deg, -pose.roll_deg),
            movements=None if movements is None else mirrored(movements),
        )
    return Crop(crop.centre, crop.side_px, -crop.turn_deg), labels


cv2.setNumThreads(1)  # pictures are small: cv2's own threads would only disturb the training step's
