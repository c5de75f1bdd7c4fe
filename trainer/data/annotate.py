"""Looking at each picture once: where its face is, what the pose teacher says, which pixels it has."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from app.domain.reading import Pose
from app.perception.crop import Crop, crop_of
from app.perception.detector import Detector
from trainer.data.finding import find_face
from trainer.data.picture import Picture, decode
from trainer.data.teacher import PoseTeacher

_CHUNK = 64
_MOST_ROLL_GAP_DEG = 20.0
"""The teacher is not believed where its roll and the line of the eyes differ by more."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was seen in one picture. `pixel_hash` is None and `problem` says why when it cannot be decoded."""

    pixel_hash: bytes | None
    crop: Crop | None = None
    taught: Pose | None = None
    problem: str = ""


def annotate(pictures: Sequence[Picture], landmarker: Path | None, workers: int) -> Iterator[Annotation]:
    """One annotation per picture, in order, with `workers` spawned processes."""
    chunks = [pictures[start : start + _CHUNK] for start in range(0, len(pictures), _CHUNK)]
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (landmarker,)) as pool:
        for annotations in pool.map(_annotate_chunk, chunks):
            yield from annotations


_detector: Detector | None = None
_teacher: PoseTeacher | None = None


def _start_worker(landmarker: Path | None) -> None:
    global _detector, _teacher
    _detector = Detector()
    _teacher = None if landmarker is None else PoseTeacher(landmarker)


def _annotate_chunk(pictures: Sequence[Picture]) -> list[Annotation]:
    assert _detector is not None
    return [annotate_picture(picture, _detector, _teacher) for picture in pictures]


def annotate_picture(picture: Picture, detector: Detector, teacher: PoseTeacher | None) -> Annotation:
    try:
        pixels = decode(picture.image)
    except ValueError as error:
        return Annotation(None, problem=str(error))
    pixel_hash = hashlib.sha256(str(pixels.shape).encode() + pixels.tobytes()).digest()
    detection = find_face(detector, pixels, picture.face_box)
    crop = None if detection is None else crop_of(detection)
    taught = None if teacher is None else teacher.read(pixels)
    if taught and crop and abs(taught.roll_deg - crop.turn_deg) > _MOST_ROLL_GAP_DEG:
        taught = None
    return Annotation(pixel_hash, crop, taught)
