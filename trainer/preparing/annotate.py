"""Looking at each picture once: where its face is, what the pose teacher says, which pixels it has."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from app.domain.reading import Pose
from app.perception.crop import Crop, crop_of
from app.perception.detector import Detector
from trainer.data.finding import find_face
from trainer.data.picture import DataError, Picture, decode
from trainer.preparing.teacher import PoseTeacher

_CHUNK = 32
_CHUNKS_AHEAD = 2
"""Chunks of pictures that wait for each worker."""
_MOST_ROLL_GAP_DEG = 20.0
"""The teacher is not believed where its roll and the line of the eyes differ by more."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was seen in one picture. `pixel_hash` is None and `problem` says why when it cannot be decoded."""

    pixel_hash: bytes | None
    crop: Crop | None = None
    taught: Pose | None = None
    problem: str = ""


def annotate(
    pictures: Iterable[Picture], landmarker: Path | None, workers: int
) -> Iterator[tuple[Picture, Annotation]]:
    """Each picture, without its bytes, and its annotation, in order, with `workers` spawned processes.

    Only a few chunks of pictures are held at a time. Raises DataError when a worker dies.
    """
    rest = iter(pictures)
    waiting: deque[tuple[list[Picture], Future[list[Annotation]]]] = deque()
    try:
        with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (landmarker,)) as pool:
            while chunk := list(islice(rest, _CHUNK)):
                waiting.append(([replace(p, image=b"") for p in chunk], pool.submit(_annotate_chunk, chunk)))
                if len(waiting) > workers * _CHUNKS_AHEAD:
                    yield from _next(waiting)
            while waiting:
                yield from _next(waiting)
    except BrokenProcessPool as error:
        raise DataError("A process that looks for faces died; free memory or use fewer --workers.") from error


def _next(waiting: deque[tuple[list[Picture], Future[list[Annotation]]]]) -> Iterator[tuple[Picture, Annotation]]:
    pictures, annotations = waiting.popleft()
    return zip(pictures, annotations.result(), strict=True)


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
    if picture.problem:
        return Annotation(None, problem=picture.problem)
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
