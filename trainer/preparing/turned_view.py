"""A face picture seen from a new side, with the head pose that follows: what 300W-LP did for large angles."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.domain.reading import Pose
from trainer.landmarks.face_mesh import FaceMesh, build_mesh, deepened, draw, plain_surround
from trainer.landmarks.reader import FaceLandmarks, LandmarkReader, padded_to_read
from trainer.preparing.teacher import USUAL

TURNED = "turned"
"""The source that such views are of: they must not correct the pose teacher, whose readings fall short on them."""

_EARS = (234, 454)
_SURELY_TURNED_DEG = 5.0
_LEAST_YAW_DEG = 15.0
_MOST_PITCH_CHANGE_DEG = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Turnable:
    """A padded picture uint8 [height, width, 3] RGB with the mesh of its face and the head's pose in it."""

    pixels: NDArray[np.uint8]
    mesh: FaceMesh
    pose: Pose

    def turned(self, change: NDArray[np.float64]) -> tuple[NDArray[np.uint8], Pose]:
        """The picture with the head turned by a rotation [3, 3] about the camera's axes, and its new pose.

        What was hidden is stretched from what was seen beside it: natural to about 30 degrees, usable beyond.
        """
        height, width = self.pixels.shape[:2]
        seen = self.mesh.turned(np.eye(3), change)
        drawn = draw(self.pixels.astype(np.float32), self.mesh, seen, (width, height))
        return np.clip(drawn, 0, 255).astype(np.uint8), Pose.from_rotation(change @ self.pose.rotation())


def turnable(pixels: NDArray[np.uint8], reader: LandmarkReader, known: Pose | None) -> Turnable | None:
    """A picture uint8 [height, width, 3] RGB made ready to be turned; None where the landmarker sees no face.

    It is padded by a quarter, since tight crops leave no room to turn in, and brought to 256 px. Without a known
    pose the landmarker's own reading counts, corrected as it usually must be.
    """
    padded = padded_to_read(pixels, cv2.BORDER_REFLECT_101, cv2.INTER_CUBIC)
    seen = reader.read(padded)
    if seen is None:
        return None
    pose = known or USUAL.corrected(Pose.from_rotation(seen.rotation))
    return Turnable(padded, _mesh(seen, padded.shape[1], padded.shape[0]), pose)


def drawn_change(pose: Pose, most_yaw_deg: float, random: Generator) -> NDArray[np.float64]:
    """A rotation [3, 3] that brings a head to a yaw between 15 and `most_yaw_deg` to a side, and its pitch a little.

    A head that is turned already turns on to the same side, since the other half of its face is not in the picture.
    """
    to_its_right = pose.yaw_deg > 0 if abs(pose.yaw_deg) > _SURELY_TURNED_DEG else random.random() < 0.5
    yaw = random.uniform(_LEAST_YAW_DEG, most_yaw_deg) * (1 if to_its_right else -1)
    pitch = random.uniform(-_MOST_PITCH_CHANGE_DEG, _MOST_PITCH_CHANGE_DEG)
    return Pose(yaw - pose.yaw_deg, pitch, 0.0).rotation()


def _mesh(seen: FaceLandmarks, width_px: int, height_px: int) -> FaceMesh:
    face = deepened(seen.points)
    return build_mesh(face, plain_surround(face, width_px, height_px), face[list(_EARS)].mean(axis=0))
