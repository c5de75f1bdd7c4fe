"""A labelled picture, before and after its face was found."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box
from app.domain.reading import Emotion, Pose
from app.perception.crop import Crop
from trainer.failure import TrainerError


class DataError(TrainerError):
    """Data cannot be used; the message is one sentence that names the file and, where it can, the row."""


class Role(StrEnum):
    """What a picture may be used for. Test pictures never enter a shard."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of a picture; None where it is not.

    `emotion` holds the eight classes' votes (a single label is one vote), which need not sum to 1, and `other_votes`
    those of the same annotators for "unknown" and "not a face"; `own_label` is what the data set itself says where the
    votes are others'. `pose` is in the picture's own axes, `female` is 1.0 or 0.0. `movements` are the 52 of
    `trainer.data.movements`, each from 0 to 1, as a teacher reads them.
    """

    emotion: tuple[float, ...] | None = None
    pose: Pose | None = None
    female: float | None = None
    other_votes: tuple[float, float] = (0.0, 0.0)
    own_label: Emotion | None = None
    movements: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture with where it came from (`source` and `key` name it for people) and what is known of it.

    `place` names the file and row it was read from, where the key does not. A picture that could not be read has
    no bytes, and `problem` says why.
    """

    source: str
    key: str
    role: Role
    image: bytes
    labels: Labels
    face_box: Box | None = None
    place: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture whose face was looked for: `crop` is None when none was found.

    `taught` is True where the pose is a teacher's and not the data set's own.
    """

    picture: Picture
    labels: Labels
    crop: Crop | None
    taught: bool


def decode(image: bytes) -> NDArray[np.uint8]:
    """Encoded bytes to uint8 [height, width, 3] RGB; raises ValueError when they are no picture."""
    if not image:
        raise ValueError("the picture is empty")
    pixels = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR_RGB)
    if pixels is None:
        raise ValueError("the picture cannot be decoded")
    return np.asarray(pixels, np.uint8)
