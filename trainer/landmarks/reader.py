"""MediaPipe's Face Landmarker: the 478 points of a face with their depth, and its head rotation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.movements import MOVEMENTS
from app.perception.offline import mediapipe_options
from trainer.data.finding import padded
from trainer.data.picture import DataError

LANDMARKS = 478
_SIDE_PX = 256


@dataclass(frozen=True, slots=True, eq=False)
class FaceLandmarks:
    """`points` is float64 [478, 3] in pixels: x right, y down, z towards the viewer.

    `rotation` is float64 [3, 3] in the convention of `app.domain.reading.Pose`, uncalibrated, and good only when
    the face lies near the centre of the picture: the landmarker assumes a camera that looks at it. `movements` are
    the 52 of `trainer.data.movements`, where the reader was asked for them.
    """

    points: NDArray[np.float64]
    rotation: NDArray[np.float64]
    movements: tuple[float, ...] | None = None


def padded_to_read(pixels: NDArray[np.uint8], border: int, enlarging: int) -> NDArray[np.uint8]:
    """A picture padded by a quarter, by one of cv2's borders, and brought to 256 px, by one of its interpolations.

    So the landmarker also finds faces that fill their picture.
    """
    wide = padded(pixels, border)
    scale = _SIDE_PX / max(wide.shape[:2])
    size = (round(wide.shape[1] * scale), round(wide.shape[0] * scale))
    return np.asarray(cv2.resize(wide, size, interpolation=cv2.INTER_AREA if scale < 1 else enlarging), np.uint8)


class LandmarkReader:
    """Reads the landmarks of one face, and its `movements` if asked. One thread uses it; `close` must be called."""

    def __init__(self, landmarker: Path, least_presence: float = 0.5, movements: bool = False) -> None:
        if not landmarker.is_file():
            raise DataError(f"The face landmarker {landmarker} is missing; give its path with --landmarker.")
        # Only the tools that turn faces need it, and importing mediapipe takes about a second.
        base_options = mediapipe_options(landmarker)
        import mediapipe as mp
        from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions

        options = FaceLandmarkerOptions(
            base_options=base_options,
            min_face_presence_confidence=least_presence,
            output_facial_transformation_matrixes=True,
            output_face_blendshapes=movements,
        )
        self._to_image: Callable[[NDArray[np.uint8]], Any] = lambda pixels: mp.Image(
            image_format=mp.ImageFormat.SRGB, data=pixels
        )
        self._landmarker = FaceLandmarker.create_from_options(options)

    def read(self, pixels: NDArray[np.uint8]) -> FaceLandmarks | None:
        """Landmarks of the face in a picture uint8 [height, width, 3] RGB; None where it sees none."""
        seen = self._landmarker.detect(self._to_image(np.ascontiguousarray(pixels)))
        if not seen.face_landmarks or not seen.facial_transformation_matrixes:
            return None
        height, width = pixels.shape[:2]
        points = [(p.x * width, p.y * height, -p.z * width) for p in seen.face_landmarks[0]]
        matrix = np.asarray(seen.facial_transformation_matrixes[0], np.float64)[:3, :3]
        return FaceLandmarks(np.array(points), matrix / np.linalg.norm(matrix, axis=0), _movements(seen))

    def close(self) -> None:
        self._landmarker.close()


def _movements(seen: Any) -> tuple[float, ...] | None:
    """By name, whatever their order; None where the landmarker was not asked for them."""
    if not seen.face_blendshapes:
        return None
    scores = {each.category_name: float(each.score) for each in seen.face_blendshapes[0]}
    return tuple(scores[name] for name in MOVEMENTS)
