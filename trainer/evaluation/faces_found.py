"""How many faces each range of the app's search finds, how many it finds where there is none, and what that takes."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection
from app.perception.detector import Detector, DetectorRange
from app.perception.search import FaceSearch, Reach

_WIDTH_PX, _HEIGHT_PX = 1280, 720

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame uint8 [height, width, 3] RGB, what it belongs to, and where its one face is; None where it has none."""

    kind: str
    pixels: Pixels
    face: Box | None


@dataclass(frozen=True, slots=True)
class FacesFound:
    """Of one kind of scene and one way of looking: faces found, finds that are none, and the median time."""

    kind: str
    way: str
    scenes: int
    with_face: int
    found: int
    false: int
    milliseconds: float


Find = Callable[[Pixels], Sequence[Detection]]


def count_faces(scenes: Iterator[Scene], advance: Callable[[int], None]) -> tuple[FacesFound, ...]:
    """Look at each scene in each way, as at a single picture; rows by kind, then by way.

    The ways are MediaPipe's two ranges alone, and the app's search with each reach.
    """
    seen: dict[tuple[str, str], list[tuple[bool, int, int, float]]] = {}
    with ExitStack() as opened:
        ways = dict(_ways(opened))
        for number, scene in enumerate(scenes, 1):
            for way, find in ways.items():
                seen.setdefault((scene.kind, way), []).append(_look(scene, find))
            advance(number)
    return tuple(_row(kind, way, answers) for (kind, way), answers in seen.items())


def _ways(opened: ExitStack) -> Iterator[tuple[str, Find]]:
    for reach in DetectorRange:
        detector = Detector(reach)
        opened.callback(detector.close)
        yield f"MediaPipe, {reach}", detector.detect
    for each in Reach:
        search = FaceSearch(each, thorough=True)
        opened.callback(search.close)
        yield each, lambda pixels, search=search: search.find(pixels, (), 0.0)  # type: ignore[misc]


def placed(pictures: Sequence[Pixels], face_px: int, seed: int = 1) -> Iterator[Scene]:
    """Each picture, a face and little else, brought to so many pixels and put somewhere into a frame of soft noise."""
    draws = np.random.default_rng(seed)
    for pixels in pictures:
        frame = _noise(draws)
        way = cv2.INTER_AREA if face_px < max(pixels.shape[:2]) else cv2.INTER_LINEAR
        face = cv2.resize(pixels, (face_px, face_px), interpolation=way)
        left, top = int(draws.integers(0, _WIDTH_PX - face_px)), int(draws.integers(0, _HEIGHT_PX - face_px))
        frame[top : top + face_px, left : left + face_px] = face
        yield Scene(f"{face_px} px", frame, Box(left, top, face_px, face_px))


def empty(count: int, seed: int = 2) -> Iterator[Scene]:
    """Frames of soft noise alone: there are no photographs of empty rooms to measure with."""
    draws = np.random.default_rng(seed)
    return (Scene("noise", _noise(draws), None) for _ in range(count))


def painted_over(clip: Path) -> Iterator[Scene]:
    """The frames of a clip of one person, whose head, by the full range, is painted over with what is around it."""
    video = cv2.VideoCapture(str(clip))
    with closing(FaceSearch(Reach.FULL, True)) as search:
        while (answer := video.read())[0]:
            pixels = np.asarray(cv2.cvtColor(answer[1], cv2.COLOR_BGR2RGB), np.uint8)
            for found in search.find(pixels, (), 0.0):
                _paint_over(pixels, found.box)
            yield Scene(clip.name, pixels, None)
    video.release()


def _paint_over(pixels: Pixels, box: Box) -> None:
    margin = box.width * 0.4
    left, top = max(0, int(box.x - margin)), max(0, int(box.y - 1.5 * margin))
    right, bottom = int(box.x + box.width + margin), int(box.y + box.height + margin)
    pixels[top:bottom, left:right] = np.median(pixels[top:bottom, left : left + 2], axis=(0, 1))


def _noise(draws: np.random.Generator) -> Pixels:
    """Grain, stripes and blots: sums of noise of several sizes, in colour."""
    frame = np.full((_HEIGHT_PX, _WIDTH_PX, 3), 110.0, np.float32)
    for cells in (3, 9, 40, 160):
        rough = draws.normal(0, 22, (cells, cells * 2, 3)).astype(np.float32)
        frame += cv2.resize(rough, (_WIDTH_PX, _HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    return np.clip(frame, 0, 255).astype(np.uint8)


def _look(scene: Scene, find: Find) -> tuple[bool, int, int, float]:
    """Whether there is a face, whether it was found, how many finds are none, and the milliseconds."""
    begun = time.perf_counter()
    found = find(scene.pixels)
    taken_ms = (time.perf_counter() - begun) * 1000
    at_face = sum(scene.face is not None and each.box.overlap(scene.face) > 0.1 for each in found)
    return scene.face is not None, min(at_face, 1), len(found) - at_face, taken_ms


def _row(kind: str, way: str, answers: Sequence[tuple[bool, int, int, float]]) -> FacesFound:
    faces, found, false, taken_ms = zip(*answers, strict=True)
    return FacesFound(kind, way, len(answers), sum(faces), sum(found), sum(false), statistics.median(taken_ms))
