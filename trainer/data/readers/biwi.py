"""BIWI Kinect head poses.

Layout: <sequence>/frame_<number>_rgb.png with frame_<number>_pose.txt, and <sequence>/rgb.cal; the sequences 01 to 24
in the folder itself, in hpdb or in faces_0. Gives: head pose. Roles: the set has no split; all of it tests, as in
papers that train on 300W-LP, and `prepare` looks at it only to keep its pictures out of training.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box
from app.domain.reading import Pose
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.image_files import picture_file

SOURCE = "biwi"
_PLACES = (".", "hpdb", "faces_0")
_POSES = "[0-9][0-9]/frame_*_pose.txt"
_HEAD_MM = 220.0
_TO_OUR_AXES = np.diag((1.0, -1.0, -1.0))
"""From a camera's axes (x right, y down, z away from it) to ours (x right, y up, z to the camera), and back."""


@dataclass(frozen=True, slots=True, eq=False)
class CameraCalibration:
    """The colour camera: its matrix [3, 3], and the way from the depth camera's axes (rotation, then shift in mm)."""

    camera: NDArray[np.float64]
    rotation: NDArray[np.float64]
    shift_mm: NDArray[np.float64]


def fits(root: Path) -> bool:
    return any(next((root / place).glob(_POSES), None) is not None for place in _PLACES)


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError when there are no sequences, or one has no calibration that can be read."""
    homes = [root / place for place in _PLACES if next((root / place).glob(_POSES), None) is not None]
    if not homes:
        raise DataError(f"{root} holds no sequences of BIWI (01/frame_00003_pose.txt and so on); check the path.")
    for sequence in sorted({path.parent for path in homes[0].glob(_POSES)}):
        calibration = _calibration(sequence / "rgb.cal")
        for note in sorted(sequence.glob("frame_*_pose.txt")):
            yield _picture(note, calibration)


def pose_of(rotation: NDArray[np.float64], calibration: CameraCalibration) -> Pose:
    """The pose in the colour picture.

    `rotation` [3, 3] takes column vectors from the head's axes to the depth camera's. Both have x to the right of the
    picture, y down and z away from the camera when the face looks straight at it, so the change of axes is made on
    both sides.
    """
    return Pose.from_rotation(_TO_OUR_AXES @ calibration.rotation @ rotation @ _TO_OUR_AXES)


def box_of(centre_mm: NDArray[np.float64], calibration: CameraCalibration) -> Box:
    """Where a head with its centre [3] there, seen from the depth camera, is in the colour picture."""
    seen = calibration.rotation @ centre_mm + calibration.shift_mm
    x, y, _ = calibration.camera @ seen / seen[2]
    side = float(calibration.camera[0, 0]) * _HEAD_MM / float(seen[2])
    return Box(float(x) - side / 2, float(y) - side / 2, side, side)


def _picture(note: Path, calibration: CameraCalibration) -> Picture:
    path = note.with_name(note.name.replace("_pose.txt", "_rgb.png"))
    key = f"{note.parent.name}/{path.name}"
    try:
        numbers = _numbers(note, 12)
        pose, box = pose_of(numbers[:9].reshape(3, 3), calibration), box_of(numbers[9:12], calibration)
    except ValueError as error:
        return Picture(SOURCE, key, Role.TEST, b"", Labels(), place=str(note), problem=str(error))
    return replace(picture_file(SOURCE, path, key, Role.TEST, Labels(pose=pose)), face_box=box)


def _calibration(path: Path) -> CameraCalibration:
    """Camera matrix, four distortions (all 0), rotation and shift from the depth camera, size of the picture."""
    try:
        numbers = _numbers(path, 25)
    except ValueError as error:
        raise DataError(f"{error}; copy the sequence again.") from error
    rotation = numbers[13:22].reshape(3, 3)
    if not np.allclose(rotation @ rotation.T, np.eye(3), atol=0.01):
        raise DataError(f"{path} holds no rotation where one is expected; copy the sequence again.")
    return CameraCalibration(numbers[:9].reshape(3, 3), rotation, numbers[22:25])


def _numbers(path: Path, least: int) -> NDArray[np.float64]:
    try:
        numbers = np.array(path.read_text(encoding="utf-8").split(), np.float64)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read ({error})") from error
    if numbers.size < least or not np.isfinite(numbers).all():
        raise ValueError(f"{path} holds {numbers.size} numbers instead of {least}")
    return numbers
