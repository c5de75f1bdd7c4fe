"""MediaPipe's BlazeFace: a frame to boxes, keypoints and scores."""

from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.domain.plain_text import plain
from app.paths import models_dir
from app.perception.offline import mediapipe_options
from app.shipped_files import altered


class DetectorError(Exception):
    """The detector cannot be started; the message is one sentence for the user."""


class DetectorRange(StrEnum):
    """Short: faces within about two metres. Full: up to about five metres."""

    SHORT = "short"
    FULL = "full"


_FILES = {
    DetectorRange.SHORT: "face_detection_short_range.tflite",
    DetectorRange.FULL: "face_detection_full_range_sparse.tflite",
}


def detector_file(reach: DetectorRange) -> Path:
    return models_dir() / _FILES[reach]


class Detector:
    """Finds faces in single pictures and keeps no state between them (MediaPipe's IMAGE mode).

    One thread uses it; `close` must be called, or MediaPipe raises at exit.
    """

    def __init__(self, reach: DetectorRange = DetectorRange.SHORT, min_score: float = 0.5) -> None:
        path = detector_file(reach)
        if not path.is_file():
            raise DetectorError(f"The face detector {path.name} is missing; reinstall Poise or restore assets/models.")
        _refuse_altered(path)
        # Importing mediapipe takes about a second, so it waits for the thread that needs it.
        base_options = mediapipe_options(path)
        import mediapipe as mp
        from mediapipe.tasks.python.vision import FaceDetector, FaceDetectorOptions

        options = FaceDetectorOptions(base_options=base_options, min_detection_confidence=min_score)
        self._to_image: Any = lambda pixels: mp.Image(image_format=mp.ImageFormat.SRGB, data=pixels)
        try:
            self._detector = FaceDetector.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            reason = plain(str(error))
            raise DetectorError(
                f"The face detector {path.name} cannot be started ({reason}); reinstall Poise or restore assets/models."
            ) from error

    def detect(self, pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """Faces in a picture uint8 [height, width, 3] RGB, best score first, in pixels of that picture."""
        height, width = pixels.shape[:2]
        found = self._detector.detect(self._to_image(np.ascontiguousarray(pixels)))
        detections = (_detection(item, width, height) for item in found.detections)
        return tuple(sorted(detections, key=lambda detection: -detection.score))

    def close(self) -> None:
        self._detector.close()


class AheadDetector:
    """A detector with a thread of its own, which may begin with a picture before its faces are asked for."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._thread = ThreadPoolExecutor(1, "detector")
        self._begun: dict[int, tuple[NDArray[np.uint8], Future[tuple[Detection, ...]]]] = {}

    def begin(self, pixels: NDArray[np.uint8]) -> None:
        """Look at a picture, if that was not begun; `detect` of the very same array brings what was found."""
        if id(pixels) in self._begun:
            return
        self._begun[id(pixels)] = pixels, self._thread.submit(self._detector.detect, pixels)  # holds it: ids come again

    def detect(self, pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """As a Detector does."""
        self.begin(pixels)
        _, found = self._begun.pop(id(pixels))
        return found.result()

    def drop(self, pixels: NDArray[np.uint8]) -> None:
        """Nobody will ask for this picture."""
        if id(pixels) in self._begun:
            self._begun.pop(id(pixels))[1].cancel()

    def forget(self) -> None:
        """Nobody will ask for what was begun."""
        for _, found in self._begun.values():
            found.cancel()
        self._begun.clear()

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._detector.close()


def _refuse_altered(path: Path) -> None:
    try:
        difference = altered(path)
    except OSError as error:
        difference = f"it cannot be read ({error.strerror})"
    if difference:
        raise DetectorError(
            f"The face detector {path.name} cannot be used: {difference}; reinstall Poise or restore assets/models."
        )


def _detection(item: object, width: int, height: int) -> Detection:
    box = item.bounding_box  # type: ignore[attr-defined]  # mediapipe ships no types
    points = tuple(Point(p.x * width, p.y * height) for p in item.keypoints)  # type: ignore[attr-defined]
    return Detection(
        box=Box(float(box.origin_x), float(box.origin_y), float(box.width), float(box.height)),
        keypoints=Keypoints(*points),
        score=float(item.categories[0].score),  # type: ignore[attr-defined]
    )
