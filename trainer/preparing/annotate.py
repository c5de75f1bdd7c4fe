"""Looking at each picture once: where its face is, what the pose teacher says, which pixels it has."""

import hashlib
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any

from app.domain.reading import Pose
from app.perception.crop import Crop, crop_of
from app.perception.detector import Detector
from trainer.data.finding import find_face
from trainer.data.picture import DataError, Picture, Role, decode
from trainer.preparing.teacher import Lesson, PoseTeacher

_CHUNK = 32
_PATIENCE_S = 10.0
_CHUNKS_AHEAD = 2
"""Chunks of pictures that wait for each worker."""
_MOST_ROLL_GAP_DEG = 20.0
"""The teacher is not believed where its roll and the line of the eyes differ by more."""
_LEAST_MOVING_PX = 96.0
"""Side of the crop: in smaller faces lids and lips are too few pixels for the teacher to read their movements."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was seen in one picture. `pixel_hash` is None and `problem` says why when it cannot be decoded.

    `movements` are 52 of float32, a quarter of a tuple's size: all annotations are remembered at once.
    """

    pixel_hash: bytes | None
    crop: Crop | None = None
    taught: Pose | None = None
    problem: str = ""
    movements: "array[float] | None" = None


@dataclass(frozen=True, slots=True)
class Teaching:
    """Who teaches: the landmarker's file, and whether it is also asked for movements."""

    landmarker: Path
    movements: bool = False


def annotate(
    pictures: Iterable[Picture], teaching: Teaching | None, workers: int, cluster: str | None = None
) -> Iterator[tuple[Picture, Annotation]]:
    """Each picture, without its bytes, and its annotation, in order, with `workers` spawned processes.

    With the address of a dask scheduler its workers look instead; one that dies costs nothing but time. Only a few
    chunks of pictures are held at a time. Raises DataError when a process dies, or workers keep dying.
    """
    if cluster is not None:
        yield from _on_cluster(pictures, teaching, cluster)
        return
    try:
        with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (teaching,)) as pool:
            yield from _in_order(pictures, lambda chunk: pool.submit(_annotate_chunk, chunk), workers)
    except BrokenProcessPool as error:
        raise DataError("A process that looks for faces died; free memory or use fewer --workers.") from error


def _on_cluster(
    pictures: Iterable[Picture], teaching: Teaching | None, address: str
) -> Iterator[tuple[Picture, Annotation]]:
    try:
        dask: Any = import_module("distributed")  # its own types are half there
    except ImportError as error:
        raise DataError('dask.distributed is missing; install it with pip install "poise[cluster]".') from error
    try:
        client = dask.Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError) as error:
        raise DataError(f"No dask scheduler answers at {address}; check that it runs there.") from error
    with client:
        pool = client.get_executor(pure=False)
        there = teaching and replace(teaching, landmarker=teaching.landmarker.resolve())
        width = max(1, sum(client.nthreads().values()))
        try:
            yield from _in_order(pictures, lambda chunk: pool.submit(_annotate_on_cluster, chunk, there), width)
        except dask.KilledWorker as error:
            raise DataError("Workers that look for faces died several times; give them more memory.") from error


def _in_order(
    pictures: Iterable[Picture], submit: Callable[[list[Picture]], Future[list[Annotation]]], width: int
) -> Iterator[tuple[Picture, Annotation]]:
    rest = iter(pictures)
    waiting: deque[tuple[list[Picture], Future[list[Annotation]]]] = deque()
    while chunk := list(islice(rest, _CHUNK)):
        waiting.append(([replace(p, image=b"") for p in chunk], submit(chunk)))
        if len(waiting) > width * _CHUNKS_AHEAD:
            yield from _next(waiting)
    while waiting:
        yield from _next(waiting)


def _next(waiting: deque[tuple[list[Picture], Future[list[Annotation]]]]) -> Iterator[tuple[Picture, Annotation]]:
    pictures, annotations = waiting.popleft()
    return zip(pictures, annotations.result(), strict=True)


_detector: Detector | None = None
_teacher: PoseTeacher | None = None
_taught_by: Teaching | None = None
_one_at_a_time = Lock()


def _start_worker(teaching: Teaching | None) -> None:
    global _detector, _teacher, _taught_by
    _detector = Detector()
    _teacher = None if teaching is None else PoseTeacher(teaching.landmarker, teaching.movements)
    _taught_by = teaching


def _annotate_on_cluster(pictures: Sequence[Picture], teaching: Teaching | None) -> list[Annotation]:
    """Runs on a worker, which was there before and may have several threads; MediaPipe takes one at a time."""
    with _one_at_a_time:
        if _detector is None or _taught_by != teaching:  # an earlier `prepare` may have asked for less
            _start_worker(teaching)
        return _annotate_chunk(pictures)


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
    lesson = None if teacher is None else teacher.read(pixels)
    if lesson and crop and abs(lesson.pose.roll_deg - crop.turn_deg) > _MOST_ROLL_GAP_DEG:
        lesson = None
    taught = None if lesson is None else lesson.pose
    return Annotation(pixel_hash, crop, taught, movements=_movements(picture, crop, lesson))


def _movements(picture: Picture, crop: Crop | None, lesson: Lesson | None) -> "array[float] | None":
    """Those to be learned: of a face that the detector found too, and large enough; never of a test picture."""
    if lesson is None or lesson.movements is None or picture.role is Role.TEST:
        return None
    return array("f", lesson.movements) if crop is not None and crop.side_px >= _LEAST_MOVING_PX else None
