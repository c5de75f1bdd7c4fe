"""MediaPipe's Face Landmarker as a teacher that labels any face picture with a head pose, and with its movements."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Pose
from trainer.landmarks.reader import LandmarkReader, padded_to_read

_LEAST_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the teacher says of a face: uncalibrated angles, and the 52 movements where it was asked for them."""

    pose: Pose
    movements: tuple[float, ...] | None = None


class PoseTeacher:
    """Reads head angles, and `movements` if asked, from a picture of one face.

    One thread uses it; `close` must be called.
    """

    def __init__(self, landmarker: Path, movements: bool = False) -> None:
        self._reader = LandmarkReader(landmarker, _LEAST_CONFIDENCE, movements)

    def read(self, pixels: NDArray[np.uint8]) -> Lesson | None:
        """Of the face in a picture uint8 [height, width, 3] RGB; None where it sees none."""
        seen = self._reader.read(padded_to_read(pixels, cv2.BORDER_REPLICATE, cv2.INTER_LINEAR))
        return None if seen is None else Lesson(Pose.from_rotation(seen.rotation), seen.movements)

    def close(self) -> None:
        self._reader.close()


@dataclass(frozen=True, slots=True)
class PoseCorrection:
    """A straight line per angle from the teacher's reading to the data set's truth: gains and offsets in degrees."""

    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @staticmethod
    def fitted(read: list[Pose], truth: list[Pose]) -> "PoseCorrection":
        """Least squares; with fewer than twenty pairs the teacher is taken as it is."""
        if len(read) < 20:
            return PoseCorrection()
        lines = [np.polyfit(x, y, 1) for x, y in zip(_angles(read).T, _angles(truth).T, strict=True)]
        gain, offset = zip(*((float(a), float(b)) for a, b in lines), strict=True)
        return PoseCorrection(gain, offset)

    def corrected(self, pose: Pose) -> Pose:
        yaw, pitch, roll = _angles([pose])[0] * np.array(self.gain) + np.array(self.offset_deg)
        return Pose(float(np.clip(yaw, -90, 90)), float(pitch), float(roll))


USUAL = PoseCorrection(gain=(1.18, 0.96, 0.99), offset_deg=(0.0, 5.2, 0.0))
"""As fitted on HELEN's training rows, without the small offsets of yaw and roll that a mirror would turn round."""


def _angles(poses: list[Pose]) -> NDArray[np.float64]:
    """float64 [n, 3]: yaw, pitch, roll in degrees."""
    return np.array([pose.angles_deg for pose in poses])
