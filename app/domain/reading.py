"""What the network says of one face: emotion, head pose, gender."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Face


class Emotion(StrEnum):
    """The eight classes of FER+, in the order of the network's output."""

    NEUTRAL = "neutral"
    HAPPINESS = "happiness"
    SURPRISE = "surprise"
    SADNESS = "sadness"
    ANGER = "anger"
    DISGUST = "disgust"
    FEAR = "fear"
    CONTEMPT = "contempt"


EMOTIONS: tuple[Emotion, ...] = tuple(Emotion)

ANGLES = ("yaw", "pitch", "roll")
"""Names of the head's angles, in the order that they have everywhere."""

GENDER_UNCERTAIN = (0.35, 0.65)
"""Between these probabilities of "female", bounds included, nothing is said of the perceived gender."""


@dataclass(frozen=True, slots=True)
class EmotionScores:
    """Probabilities of the eight emotions in the order of `EMOTIONS`; they sum to 1."""

    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.probabilities) != len(EMOTIONS):
            raise ValueError(f"{len(EMOTIONS)} emotion probabilities are needed, not {len(self.probabilities)}")

    def of(self, emotion: Emotion) -> float:
        return self.probabilities[EMOTIONS.index(emotion)]

    @property
    def top(self) -> Emotion:
        return EMOTIONS[self.probabilities.index(max(self.probabilities))]

    @property
    def confidence(self) -> float:
        """Probability of the most likely emotion."""
        return max(self.probabilities)

    @property
    def lead(self) -> float:
        """How much more likely the most likely emotion is than the next."""
        first, second = sorted(self.probabilities)[:-3:-1]
        return first - second


@dataclass(frozen=True, slots=True)
class Pose:
    """Head angles in degrees, the convention of 300W-LP and AFLW2000-3D.

    yaw > 0: the person turns to their own right, the nose moves to the left of an unmirrored picture.
    pitch > 0: the face looks up. roll > 0: the head tilts clockwise as seen.
    yaw lies in [-90, 90], pitch and roll in [-180, 180]. This class is the only place where
    angles and rotation matrices are turned into each other.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float

    @property
    def angles_deg(self) -> tuple[float, float, float]:
        """Yaw, pitch and roll, in the order of `ANGLES`."""
        return self.yaw_deg, self.pitch_deg, self.roll_deg

    @staticmethod
    def from_rotation(rotation: NDArray[np.floating]) -> "Pose":
        """Angles of a rotation matrix [3, 3] on column vectors; x right, y up, z to the camera."""
        sin_yaw = float(np.clip(-rotation[0, 2], -1.0, 1.0))
        return Pose(
            yaw_deg=math.degrees(math.asin(sin_yaw)),
            pitch_deg=math.degrees(math.atan2(rotation[1, 2], rotation[2, 2])),
            roll_deg=math.degrees(math.atan2(rotation[0, 1], rotation[0, 0])),
        )

    def rotation(self) -> NDArray[np.float64]:
        """The rotation matrix float64 [3, 3] of these angles: Rx(-pitch) Ry(-yaw) Rz(-roll)."""
        pitch, yaw, roll = (-math.radians(a) for a in (self.pitch_deg, self.yaw_deg, self.roll_deg))
        about_x = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
        about_y = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
        about_z = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
        turned: NDArray[np.float64] = about_x @ about_y @ about_z
        return turned


def picture_turn(clockwise_deg: float) -> NDArray[np.float64]:
    """Matrix float64 [3, 3] that a clockwise turn of the picture multiplies a head rotation with, from the left."""
    angle = -math.radians(clockwise_deg)
    return np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one face; `female` is the probability (0 to 1) of a perceived female presentation."""

    emotion: EmotionScores
    pose: Pose
    female: float


NO_READING = Reading(EmotionScores((1 / len(EMOTIONS),) * len(EMOTIONS)), Pose(0.0, 0.0, 0.0), 0.5)
"""Stands for the reading of a face of which the network said nothing that could be one; it claims nothing."""


class Flaw(StrEnum):
    """Why a face is not good enough to judge; of several that hold, the first of this order is named.

    UNREADABLE: the network's answer was no reading, whatever the face looked like.
    """

    SMALL = "too small"
    DARK = "too dark"
    BRIGHT = "too bright"
    BLURRED = "too blurred"
    TURNED = "turned too far"
    UNREADABLE = "not readable"


class Attention(StrEnum):
    """Where a head is turned; nothing is said of what goes on in it."""

    FACING = "facing"
    AWAY = "away"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class FaceReading:
    """A face with its reading smoothed over time and as the network gave it.

    `label` is the emotion to show: stable over time, None when the model is uncertain and while the face has a flaw.
    `flaw` says why nothing is claimed of the face; its values are then those of this frame alone.
    `attention` is None in still pictures, and where a flaw leaves no pose to tell it from.
    `baseline` names what `reading` is measured from, "" where it is as the network gave it; `raw` always is.
    """

    face: Face
    reading: Reading
    raw: Reading
    label: Emotion | None
    flaw: Flaw | None = None
    attention: Attention | None = None
    baseline: str = ""

    @property
    def pose_stands(self) -> bool:
        """Whether the angles can be shown: a face turned too far for its expression still has them."""
        return self.flaw is None or self.flaw is Flaw.TURNED
