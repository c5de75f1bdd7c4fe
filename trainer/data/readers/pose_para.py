"""Head poses in the .mat files that lie beside the pictures of 300W-LP and AFLW2000-3D."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.io import loadmat
from scipy.io.matlab import MatReadError

from app.domain.face import Box
from app.domain.reading import Pose
from trainer.data.picture import Labels, Picture, Role
from trainer.data.readers.image_files import picture_file

_MOST_BELIEVED_DEG = 99.0
_POINTS = ("pt3d_68", "pt2d")
"""Landmarks in pixels, x and y in the first two rows; AFLW2000 has the first, 300W-LP the second."""


def picture_with_note(source: str, path: Path, key: str, role: Role) -> Picture:
    """The picture in a file with the labels of the .mat beside it; what is wrong with either is its `problem`."""
    try:
        pose, box = read_note(path.with_suffix(".mat"))
    except ValueError as error:
        return Picture(source, key, role, b"", Labels(), place=str(path), problem=str(error))
    return replace(picture_file(source, path, key, role, Labels(pose=pose)), face_box=box)


def read_note(path: Path) -> tuple[Pose | None, Box | None]:
    """Pose and box of the face in a .mat file; raises ValueError with what is wrong.

    A pose with an angle beyond 99 degrees is None: papers do not believe these fits and leave them out.

    `Pose_Para` holds pitch, yaw and roll in radians, then place and scale. Their signs are those of `Pose`: the
    authors' RotationMatrix.m multiplies Rx(pitch) Ry(yaw) Rz(roll) with each matrix the transpose of the textbook's,
    with x right, y up, z to the camera.
    """
    try:
        fields: dict[str, Any] = loadmat(path)
    except (OSError, ValueError, TypeError, IndexError, KeyError, NotImplementedError, MatReadError) as error:
        raise ValueError(f"{path} cannot be read ({error})") from error
    if "Pose_Para" not in fields:
        raise ValueError(f"{path} has no Pose_Para")
    angles = np.degrees(np.asarray(fields["Pose_Para"], np.float64).ravel()[:3])
    if angles.size != 3 or not np.isfinite(angles).all():
        raise ValueError(f"Pose_Para of {path} does not begin with three angles")
    pitch, yaw, roll = (float(angle) for angle in angles)
    believed = np.abs(angles).max() <= _MOST_BELIEVED_DEG
    return Pose(yaw, pitch, roll) if believed else None, _box(fields)


def _box(fields: dict[str, Any]) -> Box | None:
    for name in _POINTS:
        if name in fields:
            points = np.asarray(fields[name], np.float64)[:2]
            (left, top), (right, bottom) = points.min(axis=1), points.max(axis=1)
            return Box(float(left), float(top), float(right - left), float(bottom - top))
    return None
