"""MediaPipe's detector as ONNX: the shipped file is what the converter writes, and finds what MediaPipe finds."""

from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest

from app.paths import models_dir
from app.perception.blazeface import FULL_RANGE, SHORT_RANGE, BlazeFace, Layout
from app.perception.offline import import_onnxruntime
from trainer.blazeface.graph import detector_graph
from trainer.blazeface.tflite_file import DetectorFileError, TfliteFile
from trainer.landmarks.offline import mediapipe_options

SHARED = Path(__file__).parents[5] / "shared"
FILES = [
    ("face_detection_short_range.tflite", "face_detector_short.onnx", SHORT_RANGE),
    ("face_detection_full_range_sparse.tflite", "face_detector_full.onnx", FULL_RANGE),
]
NEEDS_SHARED = pytest.mark.skipif(not (SHARED / "models").is_dir(), reason="MediaPipe's files are not in the project")


@NEEDS_SHARED
@pytest.mark.parametrize(("stored", "shipped", "layout"), FILES)
def test_the_shipped_file_is_what_the_command_writes(stored: str, shipped: str, layout: Layout) -> None:
    written = detector_graph(TfliteFile(SHARED / "models" / stored), Path(stored).stem)
    assert written == onnx.load(str(models_dir() / shipped))


@NEEDS_SHARED
@pytest.mark.parametrize(("stored", "shipped", "layout"), FILES)
def test_it_finds_what_mediapipe_finds(stored: str, shipped: str, layout: Layout) -> None:
    """On a picture of the network's own size, so that nothing but the network differs."""
    photograph = cv2.imread(str(SHARED / "clips" / "multi_face.jpg"))
    assert photograph is not None
    group = photograph[40:440, 180:580, ::-1] if layout is FULL_RANGE else photograph[200:440, 280:520, ::-1]
    square = np.ascontiguousarray(cv2.resize(group, (layout.side_px, layout.side_px), interpolation=cv2.INTER_AREA))
    (found,) = BlazeFace(import_onnxruntime(), models_dir() / shipped, layout).find(square[None], 0.5)
    expected = _mediapipe(SHARED / "models" / stored, square)
    assert len(found) == len(expected) >= 1
    for ours, (box, score) in zip(found, expected, strict=True):
        assert ours.score == pytest.approx(score, abs=0.01)
        # MediaPipe rounds its boxes to whole pixels.
        assert (ours.box.x, ours.box.y, ours.box.width, ours.box.height) == pytest.approx(box, abs=1.5)


def test_what_is_no_detector_is_refused(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.tflite"
    stranger.write_bytes(b"no network at all, but long enough for a header")
    with pytest.raises(DetectorFileError, match="cannot be read"):
        TfliteFile(stranger)
    with pytest.raises(DetectorFileError, match="cannot be read"):
        TfliteFile(tmp_path / "nothing.tflite")


def _mediapipe(path: Path, square: np.ndarray) -> list[tuple[tuple[int, int, int, int], float]]:
    """Boxes and scores, best first."""
    options = mediapipe_options(path)
    import mediapipe as mp
    from mediapipe.tasks.python.vision import FaceDetector, FaceDetectorOptions

    with FaceDetector.create_from_options(
        FaceDetectorOptions(base_options=options, min_detection_confidence=0.5)
    ) as detector:
        found = detector.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=square)).detections
    faces = [
        ((each.bounding_box.origin_x, each.bounding_box.origin_y, each.bounding_box.width, each.bounding_box.height),
         each.categories[0].score)
        for each in found
    ]  # fmt: skip
    return sorted(faces, key=lambda face: -face[1])
