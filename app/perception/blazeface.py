"""BlazeFace, the network that finds faces: small pictures in, boxes with six keypoints and scores out.

The network is Google's (Bazarevsky et al., BlazeFace, arXiv:1907.05047), as MediaPipe ships it; here it runs in ONNX
Runtime, which Poise needs anyway. The files are made by `poise-train detector`.
"""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.perception.providers import open_session

_SAME = 0.3
"""Candidates that overlap more than this are one face."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a BlazeFace sees: the side of its picture, of what its sides must be a multiple, all in pixels, and for each
    of its grids the distance of the cells and the anchors in each."""

    side_px: int
    multiple_px: int
    grids: tuple[tuple[int, int], ...]


SHORT_RANGE = Layout(side_px=128, multiple_px=16, grids=((8, 2), (16, 6)))
FULL_RANGE = Layout(side_px=192, multiple_px=32, grids=((4, 1),))


class BlazeFace:
    """An open detector network, on the CPU and one thread: it is too small for more. One thread uses it.

    `runtime` is the module onnxruntime. Raises one of its `runtime_errors` for a file that it cannot read.
    """

    def __init__(self, runtime: ModuleType, path: Path, layout: Layout) -> None:
        self.layout = layout
        self._session = open_session(runtime, path, want_cuda=False, threads=1).session
        self._anchors: dict[tuple[int, int], NDArray[np.float32]] = {}

    def find(self, pictures: NDArray[np.uint8], min_score: float) -> tuple[tuple[Detection, ...], ...]:
        """The faces in each of some pictures uint8 [n, height, width, 3] RGB, best first, in their pixels.

        Height and width are multiples of `layout.multiple_px`; the pictures need not be squares.
        """
        values, scores = self._session.run(("boxes", "scores"), {"pictures": pictures})
        anchors = self._anchors_of(*pictures.shape[1:3])
        return tuple(_faces(v, s, anchors, min_score) for v, s in zip(values, scores, strict=True))

    def _anchors_of(self, height_px: int, width_px: int) -> NDArray[np.float32]:
        """What is added to the network's answer [anchors, 16]: the middle of the anchor for each place, 0 for sizes."""
        size = (height_px, width_px)
        if size not in self._anchors:
            middles = np.concatenate([_middles(height_px, width_px, *grid) for grid in self.layout.grids])
            self._anchors[size] = np.hstack([middles, np.zeros_like(middles), np.tile(middles, 6)])
        return self._anchors[size]


def _middles(height_px: int, width_px: int, step_px: int, anchors: int) -> NDArray[np.float32]:
    """The middles (x, y) of the anchors of a grid, row by row, as float32 [n, 2]."""
    down, across = np.mgrid[0 : height_px // step_px, 0 : width_px // step_px]
    cells = np.stack([across, down], axis=-1).reshape(-1, 2)
    return np.repeat((cells + 0.5) * step_px, anchors, axis=0).astype(np.float32)


def _faces(
    values: NDArray[np.float32], scores: NDArray[np.float32], anchors: NDArray[np.float32], min_score: float
) -> tuple[Detection, ...]:
    """The candidates [anchors, 16] that are likely enough, those of one face blended to one detection."""
    likely = np.flatnonzero(scores >= min_score)
    likely = likely[np.argsort(-scores[likely], kind="stable")]
    placed, scores = values[likely] + anchors[likely], scores[likely]
    found = []
    while len(placed):
        same = _overlap(placed[0], placed) > _SAME
        same[0] = True
        weights = scores[same] / scores[same].sum()
        found.append(_detection(weights @ placed[same], scores[0]))
        placed, scores = placed[~same], scores[~same]
    return tuple(found)


def _overlap(one: NDArray[np.float32], all_boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of a box with each of others, all as centre x, y, width, height, ..."""
    half, halves = one[2:4] / 2, all_boxes[:, 2:4] / 2
    highest = np.minimum(one[:2] + half, all_boxes[:, :2] + halves)
    lowest = np.maximum(one[:2] - half, all_boxes[:, :2] - halves)
    common = np.maximum(highest - lowest, 0).prod(axis=1)
    union = one[2:4].prod() + all_boxes[:, 2:4].prod(axis=1) - common
    return np.asarray(common / np.maximum(union, 1e-6), np.float32)


def _detection(values: NDArray[np.float32], score: np.float32) -> Detection:
    x, y, width, height, *places = values.tolist()
    points = (Point(*places[i : i + 2]) for i in range(0, len(places), 2))
    return Detection(Box(x - width / 2, y - height / 2, width, height), Keypoints(*points), float(score))
