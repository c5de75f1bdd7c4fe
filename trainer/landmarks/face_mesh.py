"""A face in a picture as a mesh with depth that can be turned, and drawn as seen from the new side."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, Delaunay

DEPTH_GAIN = 1.45
"""The landmarker's faces are too flat: from nose tip to ear they are 0.74 of their width deep, people about 0.9.
The rest makes up for the flattened sides: a turn of 30 degrees is then read back as on real pictures (0.8 of it)."""

_DEEPEST = 0.25
"""Of the face's width. The sides of the face fall away steeply, and few pixels show them; held at about this depth
behind the eyes they are not torn into streaks when they come into view."""

_SKIRT_REACH = 1.1
"""Of the face's outline; a skirt that follows the face wholly, or its edge would tear into teeth as it turns."""

_RING_REACH = 1.55
"""Radius of the ring round the head over that of the face's outline."""


@dataclass(frozen=True, slots=True, eq=False)
class Surround:
    """Points beyond the face that tie it to the rest of the picture.

    `points` is float64 [k, 3]. The shares, float64 [k] in 0 to 1, say how much of a turn (yaw, pitch)
    and of a tilt (roll) each point follows.
    """

    points: NDArray[np.float64]
    turn_share: NDArray[np.float64]
    tilt_share: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class FaceMesh:
    """Points float64 [n, 3] (pixels; x right, y down, z to the viewer; landmarks first) and triangles int [m, 3]."""

    points: NDArray[np.float64]
    triangles: NDArray[np.int32]
    turn_share: NDArray[np.float64]
    tilt_share: NDArray[np.float64]
    centre: NDArray[np.float64]

    def turned(
        self, tilt: NDArray[np.float64], turn: NDArray[np.float64], points: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """The points (or others in their place) first tilted, then turned about the centre.

        `tilt` and `turn` are rotations [3, 3] with x right, y up, z to the viewer.
        """
        upright = (self.points if points is None else points) - self.centre
        start = upright * (1, -1, 1)
        tilted = start + self.tilt_share[:, None] * (start @ tilt.T - start)
        moved = tilted + self.turn_share[:, None] * (tilted @ turn.T - tilted)
        placed: NDArray[np.float64] = moved * (1, -1, 1) + self.centre
        return placed


def deepened(landmarks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Landmarks [478, 3] with the depth of real heads, the steep sides of the face made flatter."""
    deep = landmarks * (1, 1, DEPTH_GAIN)
    limit = _DEEPEST * float(np.ptp(landmarks[:, 0]))
    deep[:, 2] = np.where(deep[:, 2] < 0, limit * np.tanh(deep[:, 2] / limit), deep[:, 2])
    return deep


def build_mesh(face: NDArray[np.float64], surround: Surround, centre: NDArray[np.float64]) -> FaceMesh:
    """Triangulate a face [478, 3] and what ties it to the picture; `centre` [3] is what the head turns about."""
    points = np.concatenate([face, surround.points])
    whole = np.ones(len(face))
    return FaceMesh(
        points=points,
        triangles=Delaunay(points[:, :2]).simplices.astype(np.int32),
        turn_share=np.concatenate([whole, surround.turn_share]),
        tilt_share=np.concatenate([whole, surround.tilt_share]),
        centre=centre,
    )


def plain_surround(face: NDArray[np.float64], width_px: int, height_px: int) -> Surround:
    """A ring round any head that follows by half, and the picture's frame, which stays."""
    skirt = skirt_of(face)
    ring = _widened(face, _RING_REACH)
    ring[:, 2] = face[:, 2].min()
    frame = [(x, y, ring[0, 2]) for x in np.linspace(0, width_px, 5) for y in (0.0, height_px)]
    frame += [(x, y, ring[0, 2]) for x in (0.0, width_px) for y in np.linspace(0, height_px, 5)[1:-1]]
    points = np.concatenate([skirt, ring, np.array(frame)])
    share = np.concatenate([np.ones(len(skirt)), np.full(len(ring), 0.5), np.zeros(len(frame))])
    return Surround(points, share, share)


def skirt_of(face: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points [k, 3] just outside a face's outline, at its depth."""
    return _widened(face, _SKIRT_REACH)


def _widened(face: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    outline = face[ConvexHull(face[:, :2]).vertices]
    middle = outline.mean(axis=0) * (1, 1, 0)
    widened: NDArray[np.float64] = middle + (outline - middle) * (reach, reach, 1)
    return widened


def draw(
    picture: NDArray[np.float32],
    mesh: FaceMesh,
    seen: NDArray[np.float64],
    size: tuple[int, int],
) -> NDArray[np.float32]:
    """The picture float32 [height, width, channels] with the mesh's points moved to `seen` [n, 3], as [size].

    Nearer triangles cover farther ones; what no triangle covers is 0. `size` is (width, height) of the answer.
    """
    triangles = seen[mesh.triangles]  # [m, 3, 3]
    order = np.argsort(triangles[:, :, 2].mean(axis=1))
    owner = np.zeros((size[1], size[0]), np.int32)
    corners = np.round(triangles[:, :, :2] * 256).astype(np.int32)
    for triangle in order:
        cv2.fillConvexPoly(owner, corners[triangle], int(triangle) + 1, shift=8)
    back = _maps_back(triangles[:, :, :2], mesh.points[mesh.triangles][:, :, :2])[owner]  # [height, width, 2, 3]
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    source = back[..., 0] * x[..., None] + back[..., 1] * y[..., None] + back[..., 2]
    drawn = cv2.remap(picture, source[..., 0], source[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT)
    return drawn.astype(np.float32, copy=False)


def _maps_back(seen: NDArray[np.float64], rest: NDArray[np.float64]) -> NDArray[np.float32]:
    """Affine maps [m + 1, 2, 3] from each drawn triangle [m, 3, 2] to its place at rest; map 0 leads outside."""
    flat = np.concatenate([seen, np.ones((*seen.shape[:2], 1))], axis=2)  # [m, 3, 3]
    thin = np.abs(np.linalg.det(flat)) < 1e-6
    flat[thin] = np.eye(3)  # seen edge-on: nothing of it is drawn but its line
    maps = np.linalg.solve(flat, rest).transpose(0, 2, 1)
    outside = np.full((1, 2, 3), (0.0, 0.0, -1e4))
    return np.concatenate([outside, maps]).astype(np.float32)
