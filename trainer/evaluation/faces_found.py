"""How many faces each range of the app's search finds, how many it finds where there is none, and what that takes."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection
from app.perception.detector import Detector, DetectorRange
from app.perception.effort import Effort
from app.perception.looks import looks_of
from app.perception.search import FaceSearch
from app.perception.tracker import Tracker
from app.perception.whole_frames import Reach

_WIDTH_PX, _HEIGHT_PX = 1280, 720
_FPS = 30.0

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame uint8 [height, width, 3] RGB, what it belongs to, and where its one face is; None where it has none.

    `time_s` is its place in a clip, from 0 on; None of a picture that stands alone.
    """

    kind: str
    pixels: Pixels
    face: Box | None
    time_s: float | None = None


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


Find = Callable[[Scene], Sequence[Detection]]


def count_faces(scenes: Iterator[Scene], advance: Callable[[int], None]) -> tuple[FacesFound, ...]:
    """Look at each scene in each way, as at a single picture, and at clips also as the window does; rows by kind.

    The ways are MediaPipe's two ranges alone, and the app's search with each reach.
    """
    seen: dict[tuple[str, str], list[tuple[bool, int, int, float]]] = {}
    with ExitStack() as opened:
        ways = dict(_ways(opened))
        live = _Live()
        opened.callback(live.close)
        for number, scene in enumerate(scenes, 1):
            moving = {} if scene.time_s is None else {"auto, live": live.find}
            for way, find in (ways | moving).items():
                seen.setdefault((scene.kind, way), []).append(_look(scene, find))
            advance(number)
    return tuple(_row(kind, way, answers) for (kind, way), answers in seen.items())


def _ways(opened: ExitStack) -> Iterator[tuple[str, Find]]:
    for reach in DetectorRange:
        detector = Detector(reach)
        opened.callback(detector.close)
        yield f"MediaPipe, {reach}", lambda scene, detector=detector: detector.detect(scene.pixels)  # type: ignore[misc]
    for each in Reach:
        search = FaceSearch(each, Effort.EVERY_FRAME)
        opened.callback(search.close)
        yield each, lambda scene, search=search: search.find(scene.pixels, (), 0.0)  # type: ignore[misc]


class _Live:
    """Search and tracker as the window runs them, by the clip's own clock; what is found is whoever is followed."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self._begun = time.perf_counter()
        self._search = FaceSearch(Reach.AUTO, clock=self._clock)
        self._tracker = Tracker()

    def find(self, scene: Scene) -> Sequence[Detection]:
        time_s = scene.time_s or 0.0
        self._now_s, self._begun = time_s, time.perf_counter()
        if time_s == 0:
            self._search.reset()
            self._tracker.reset()
        found = self._search.find(scene.pixels, self._tracker.expected(time_s), time_s)
        faces = self._tracker.update(found, time_s, partial(looks_of, scene.pixels))
        return [face.detection for face in faces]

    def close(self) -> None:
        self._search.close()

    def _clock(self) -> float:
        return self._now_s + time.perf_counter() - self._begun


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
    """Frames of soft noise alone."""
    draws = np.random.default_rng(seed)
    return (Scene("noise", _noise(draws), None) for _ in range(count))


def panned(photograph: Pixels, count: int = 75, seed: int = 3) -> Iterator[Scene]:
    """A camera that moves to and fro over a photograph without a face, and nearer and away, with grain; in 2.5 s."""
    draws = np.random.default_rng(seed)
    height_px, width_px = photograph.shape[:2]
    fits = 1.3 * max(_WIDTH_PX / width_px, _HEIGHT_PX / height_px)
    for number in range(count):
        turn = 2 * np.pi * number / count
        scale = fits * (1 + 0.35 * np.sin(turn))
        x, y = width_px * (0.5 + 0.12 * np.sin(2 * turn)), height_px * (0.5 + 0.1 * np.cos(turn))
        move = np.array([[scale, 0, _WIDTH_PX / 2 - scale * x], [0, scale, _HEIGHT_PX / 2 - scale * y]])
        frame = cv2.warpAffine(photograph, move, (_WIDTH_PX, _HEIGHT_PX), borderMode=cv2.BORDER_REFLECT)
        grain = draws.integers(-8, 9, frame.shape, dtype=np.int16)
        pixels = np.clip(frame.astype(np.int16) + grain, 0, 255).astype(np.uint8)
        yield Scene("photographs", pixels, None, number / _FPS)


def painted_over(clip: Path) -> Iterator[Scene]:
    """The frames of a clip of one person, whose head, by the full range, is painted over with what is around it."""
    video = cv2.VideoCapture(str(clip))
    number = 0
    with closing(FaceSearch(Reach.FULL, Effort.EVERY_FRAME)) as search:
        while (answer := video.read())[0]:
            pixels = np.asarray(cv2.cvtColor(answer[1], cv2.COLOR_BGR2RGB), np.uint8)
            for found in search.find(pixels, (), 0.0):
                _paint_over(pixels, found.box)
            yield Scene(clip.name, pixels, None, number / _FPS)
            number += 1
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
    found = find(scene)
    taken_ms = (time.perf_counter() - begun) * 1000
    at_face = sum(scene.face is not None and each.box.overlap(scene.face) > 0.1 for each in found)
    return scene.face is not None, min(at_face, 1), len(found) - at_face, taken_ms


def _row(kind: str, way: str, answers: Sequence[tuple[bool, int, int, float]]) -> FacesFound:
    faces, found, false, taken_ms = zip(*answers, strict=True)
    return FacesFound(kind, way, len(answers), sum(faces), sum(found), sum(false), statistics.median(taken_ms))
