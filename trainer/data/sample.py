"""A decoded picture to one face with its labels, cut, changed and flipped by numbers from a generator of its own."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, Pose
from app.perception.crop import Crop, cut, rotation_in_crop, whole_picture
from trainer.data.augment import Augmentation, Pixels, changed_crop, changed_detail, changed_light
from trainer.data.order import SourceUse
from trainer.data.picture import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One face as numpy: pixels uint8 [px, px, 3] RGB and its labels with their weights."""

    pixels: Pixels
    emotion: tuple[float, ...]
    emotion_weight: float
    rotation: NDArray[np.floating]
    pose_weight: float
    female: float
    gender_weight: float


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
    pose = labels.pose
    if random.random() < how.flip:
        face = face[:, ::-1]
        crop, pose = _flipped(crop, pose)
    return labelled(face, labels, crop, pose, use)


def labelled(face: Pixels, labels: Labels, crop: Crop, pose: Pose | None, use: SourceUse) -> Sample:
    """A cut face with its labels as the network learns them; `pose` is the head's in the picture."""
    emotion, female = labels.emotion, labels.female
    total = sum(emotion) if emotion else 1.0
    return Sample(
        pixels=face,
        emotion=tuple(value / total for value in emotion) if emotion else _UNKNOWN_EMOTION,
        emotion_weight=use.emotion_weight if emotion else 0.0,
        rotation=_UPRIGHT if pose is None else rotation_in_crop(pose.rotation(), crop),
        pose_weight=0.0 if pose is None else use.pose_weight,
        female=0.0 if female is None else female,
        gender_weight=0.0 if female is None else use.gender_weight,
    )


def _flipped(crop: Crop, pose: Pose | None) -> tuple[Crop, Pose | None]:
    """A mirrored face turns and tilts the other way, and so did its crop."""
    mirrored = None if pose is None else Pose(-pose.yaw_deg, pose.pitch_deg, -pose.roll_deg)
    return Crop(crop.centre, crop.side_px, -crop.turn_deg), mirrored


cv2.setNumThreads(1)  # pictures are small: cv2's own threads would only disturb the training step's
