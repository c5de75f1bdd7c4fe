"""The portrait of the demo clip, cut out of its picture: what it shows, how its mesh is tied, and a backdrop."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Pose
from trainer.data.picture import DataError
from trainer.landmarks.face_mesh import FaceMesh, Surround, build_mesh, deepened, skirt_of
from trainer.landmarks.reader import LandmarkReader

ROWS = 350
"""The picture below holds a helmet that we leave out."""

FACE_CENTRE = (224, 124)
_FACE_HALF = 120
_ENLARGED = 2
PITCH_OFFSET_DEG = 5.5
"""What the landmarker reads too low on HELEN (median of 300 train pictures)."""

# Outlines drawn by hand in the pixels of the 512 px picture: surely the person, and possibly.
_SURELY = (
    (160, 62), (175, 38), (215, 22), (255, 28), (290, 55), (296, 90), (285, 115), (266, 128), (256, 160), (250, 178),
    (272, 192), (290, 220), (300, 245), (330, 262), (345, 300), (352, 349), (30, 349), (40, 310), (62, 262), (95, 228),
    (120, 212), (124, 190), (142, 162), (184, 158), (184, 130), (178, 112), (162, 100),
)  # fmt: skip
_POSSIBLY = (
    (145, 70), (158, 35), (190, 12), (250, 8), (298, 35), (310, 90), (295, 130), (272, 150), (312, 215), (325, 232),
    (352, 262), (366, 310), (370, 349), (10, 349), (22, 300), (52, 245), (104, 205), (108, 180), (125, 150), (165, 142),
    (160, 118), (146, 100),
)  # fmt: skip
_HAIR_CENTRE, _HAIR_RADII = (227, 90), (78, 80)
_NECK = ((188, 190), (205, 194), (222, 195), (240, 194), (254, 188))
_STAYS = (
    (118, 192), (121, 175), (262, 181), (276, 190), (292, 202), (303, 225), (150, 230),
    (200, 245), (250, 245), (180, 280), (240, 290), (290, 265), (60, 260), (20, 349), (190, 349), (370, 349),
    (350, 270),
    (0, 0), (110, 0), (227, 0), (340, 0), (400, 0), (0, 120), (400, 120), (0, 240), (400, 240), (60, 150), (380, 200),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """The person as premultiplied RGBA float32 [350, 512, 4] (0 to 255), with mesh and the head's own rotation."""

    pixels: NDArray[np.float32]
    mesh: FaceMesh
    rotation: NDArray[np.float64]


def load_portrait(landmarker: Path) -> Portrait:
    """NASA's portrait of Eileen Collins as scikit-image carries it (public domain)."""
    from skimage.data import astronaut

    picture: NDArray[np.uint8] = astronaut()
    face, rotation = _landmarks(picture, landmarker)
    ears = (face[234] + face[454]) / 2
    turns_about = np.array([ears[0], ears[1] + 45, ears[2]])
    mesh = build_mesh(face, _surround(face), turns_about)
    return Portrait(_cut_out(picture[:ROWS]), mesh, rotation)


def backdrop(width_px: int, height_px: int) -> NDArray[np.float32]:
    """A calm studio wall float32 [height, width, 3], mottled as in the portrait so that no edge shows."""
    clouds = np.random.default_rng(7).normal(0, 1, (7, 12, 1)) * (7.0, 7.5, 8.5)
    wall = cv2.resize(clouds.astype(np.float32), (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    x, y = np.meshgrid(np.linspace(-1, 1, width_px), np.linspace(-1, 1, height_px))
    fall_off = 1 - 0.13 * (x**2 + 0.6 * y**2)
    lit = (np.array((203.0, 196.0, 190.0)) + wall) * fall_off[..., None]
    return lit.astype(np.float32)


def _landmarks(picture: NDArray[np.uint8], landmarker: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    (x, y), half = FACE_CENTRE, _FACE_HALF
    part = picture[y - half : y + half, x - half : x + half]
    reader = LandmarkReader(landmarker)
    try:
        found = reader.read(
            cv2.resize(part, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
        )
    finally:
        reader.close()
    if found is None:
        raise DataError("The landmarker finds no face in the portrait; give the file face_landmarker.task.")
    read = Pose.from_rotation(found.rotation)
    level = Pose(read.yaw_deg, read.pitch_deg + PITCH_OFFSET_DEG, read.roll_deg)
    moved = deepened(found.points / _ENLARGED) + np.array((x - half, y - half, 0))
    return moved, level.rotation()


def _surround(face: NDArray[np.float64]) -> Surround:
    """Skirt and hair go with the head, the neck a little, the collar and the frame stay."""
    back, skirt = face[:, 2].min(), skirt_of(face)
    angles = np.radians(np.arange(160, 381, 10))
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * _HAIR_RADII
    outer, middle = (np.array(_HAIR_CENTRE) + circle * reach for reach in (1.14, 0.92))
    layers = (  # points, depth, share of turns, share of tilts
        (skirt[:, :2], skirt[:, 2], 1.0, 1.0),
        (middle, np.full(len(middle), back * 0.6), 0.7, 1.0),
        (outer, np.full(len(outer), back), 0.5, 1.0),
        (np.array(_NECK), np.full(len(_NECK), back * 0.5), 0.2, 0.2),
        (np.array(_STAYS), np.full(len(_STAYS), back * 2), 0.0, 0.0),
    )
    return Surround(
        points=np.concatenate([np.column_stack([places, depth]) for places, depth, _, _ in layers]),
        turn_share=np.concatenate([np.full(len(places), turn) for places, _, turn, _ in layers]),
        tilt_share=np.concatenate([np.full(len(places), tilt) for places, _, _, tilt in layers]),
    )


def _cut_out(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    mask: NDArray[np.uint8] = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
    cv2.fillPoly(mask, [np.array(_POSSIBLY)], cv2.GC_PR_FGD)
    cv2.fillPoly(mask, [np.array(_SURELY)], cv2.GC_FGD)
    cv2.setRNGSeed(1)
    inside, outside = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(np.ascontiguousarray(picture), mask, (0, 0, 0, 0), outside, inside, 6, cv2.GC_INIT_WITH_MASK)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    cover = cv2.GaussianBlur(person, (0, 0), 0.9)[..., None]
    return np.concatenate([picture * cover, cover * 255], axis=2).astype(np.float32)
