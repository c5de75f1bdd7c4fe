"""A frame to boxes, keypoints and scores: BlazeFace on the whole frame, and closer where a face is small or new."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection
from app.paths import models_dir
from app.perception.blazeface import FULL_RANGE, SHORT_RANGE, BlazeFace, Layout
from app.perception.framing import whole, window
from app.perception.offline import import_onnxruntime
from app.perception.providers import first_line, runtime_errors
from app.shipped_files import altered

_WINDOW_PX, _CROWD_WINDOW_PX, _CROWD = 96, 64, 3
"""Sides of the windows of a closer look, and from how many of them on the smaller is used, at 0.4 of the time each."""

_SMALL = 0.25
"""Of the frame's longer side: a smaller face is placed by a closer look."""

_SUSPECTED = 0.4
"""Score from which a place in the whole frame is worth a closer look."""

_NEW_SCORE = 0.75
"""Score that a face nobody expected must have in the closer look."""

_SAME = 0.3
"""Overlap of the boxes from which two finds are one face."""

_NEAR = 0.2
"""Overlap with the place looked at that a face in the closer look must have to be the one looked for."""

_MOST_LOOKS = 16

_FULL_RANGE_SHARE = 0.02
_FULL_RANGE_PAUSE_S = (0.1, 1.0)
"""Beside the short range the full range takes this share of the time, with pauses of at least and at most so long."""


class DetectorError(Exception):
    """The detector cannot be started; the message is one sentence for the user."""


class DetectorRange(StrEnum):
    """Short: faces within about two metres. Full: up to about five metres. Auto: both."""

    AUTO = "auto"
    SHORT = "short"
    FULL = "full"


_FILES = {
    DetectorRange.SHORT: "face_detector_short.onnx",
    DetectorRange.FULL: "face_detector_full.onnx",
}


def detector_file(reach: Literal[DetectorRange.SHORT, DetectorRange.FULL]) -> Path:
    return models_dir() / _FILES[reach]


@dataclass(frozen=True, slots=True)
class _Look:
    """A place to look at closer, and the score that a face must have there."""

    box: Box
    least_score: float


class Detector:
    """Finds faces in pictures. One thread uses it.

    Whichever range finds a small face, the short range places it, in a window around it: so box and keypoints do not
    depend on who found it or how small it is in the frame. A face that nobody expects must show there once more.
    With `thorough` the full range of AUTO looks at every picture, else as often as a fiftieth of the time allows.
    """

    def __init__(
        self,
        reach: DetectorRange = DetectorRange.SHORT,
        min_score: float = 0.5,
        thorough: bool = True,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._min_score = min_score
        self._reach = reach
        self._short = _opened(detector_file(DetectorRange.SHORT), SHORT_RANGE)
        self._full = None if reach is DetectorRange.SHORT else _opened(detector_file(DetectorRange.FULL), FULL_RANGE)
        self._thorough = thorough
        self._clock = clock
        self._full_range_due = clock()

    def detect(self, pixels: NDArray[np.uint8], expected: Sequence[Box] = ()) -> tuple[Detection, ...]:
        """Faces in a picture uint8 [height, width, 3] RGB, best score first, in pixels of that picture.

        `expected` are the places of faces that were there a moment ago; they are found again where a look at the whole
        picture would miss them.
        """
        suspects = self._suspects(pixels)
        clear = [suspect for suspect in suspects if self._stands(suspect, pixels, expected)]
        doubtful = (suspect for suspect in suspects if suspect not in clear)
        looks = [*self._looks(doubtful, expected), *self._looks_at_lost(suspects, expected)]
        return _without_doubles([*clear, *self._seen_closer(pixels, looks[:_MOST_LOOKS])])

    def close(self) -> None:
        """Release the networks."""
        del self._short, self._full

    def _suspects(self, pixels: NDArray[np.uint8]) -> list[Detection]:
        """What looks like a face in the whole picture, best first."""
        networks = [] if self._reach is DetectorRange.FULL else [self._short]
        begun = self._clock()
        if self._full is not None and (self._thorough or begun >= self._full_range_due):
            networks.append(self._full)
        found = [item for network in networks for item in _in_whole(network, pixels)]
        if self._full in networks:
            least, most = _FULL_RANGE_PAUSE_S
            ended = self._clock()
            self._full_range_due = ended + min(max((ended - begun) / _FULL_RANGE_SHARE, least), most)
        return list(_without_doubles(found))

    def _stands(self, suspect: Detection, pixels: NDArray[np.uint8], expected: Sequence[Box]) -> bool:
        """Whether a find needs no closer look: a large face where one was expected."""
        large = max(suspect.box.width, suspect.box.height) >= _SMALL * max(pixels.shape[:2])
        return large and suspect.score >= self._min_score and _is_at(suspect.box, expected)

    def _looks(self, suspects: Iterable[Detection], expected: Sequence[Box]) -> list[_Look]:
        return [
            _Look(suspect.box, self._min_score if _is_at(suspect.box, expected) else max(_NEW_SCORE, self._min_score))
            for suspect in suspects
        ]

    def _looks_at_lost(self, suspects: Sequence[Detection], expected: Sequence[Box]) -> list[_Look]:
        boxes = [suspect.box for suspect in suspects]
        return [_Look(box, self._min_score) for box in expected if not _is_at(box, boxes)]

    def _seen_closer(self, pixels: NDArray[np.uint8], looks: Sequence[_Look]) -> list[Detection]:
        """The faces that windows around some places show."""
        if not looks:
            return []
        side_px = _WINDOW_PX if len(looks) < _CROWD else _CROWD_WINDOW_PX
        windows = [window(pixels, look.box, side_px) for look in looks]
        found = self._short.find(np.stack([each.picture for each in windows]), self._min_score)
        seen = []
        for look, framed, faces in zip(looks, windows, found, strict=True):
            placed = [framed.in_frame(face) for face in faces if face.score >= look.least_score]
            near = [face for face in placed if face.box.overlap(look.box) > _NEAR]
            seen += sorted(near, key=lambda face: -face.box.overlap(look.box))[:1]
        return seen


def _opened(path: Path, layout: Layout) -> BlazeFace:
    if not path.is_file():
        raise DetectorError(f"The face detector {path.name} is missing; reinstall Poise or restore assets/models.")
    _refuse_altered(path)
    try:
        runtime = import_onnxruntime()
    except ImportError as error:
        raise DetectorError('ONNX Runtime does not load; install it with pip install "poise[cpu]".') from error
    try:
        return BlazeFace(runtime, path, layout)
    except runtime_errors(runtime) as error:
        raise DetectorError(
            f"The face detector {path.name} cannot be started ({first_line(error)}); "
            "reinstall Poise or restore assets/models."
        ) from error


def _refuse_altered(path: Path) -> None:
    try:
        difference = altered(path)
    except OSError as error:
        difference = f"it cannot be read ({error.strerror})"
    if difference:
        raise DetectorError(
            f"The face detector {path.name} cannot be used: {difference}; reinstall Poise or restore assets/models."
        )


def _in_whole(network: BlazeFace, pixels: NDArray[np.uint8]) -> list[Detection]:
    framed = whole(pixels, network.layout)
    (found,) = network.find(framed.picture[None], _SUSPECTED)
    return [framed.in_frame(item) for item in found]


def _is_at(box: Box, others: Iterable[Box]) -> bool:
    return any(box.overlap(other) > _SAME for other in others)


def _without_doubles(detections: Iterable[Detection]) -> tuple[Detection, ...]:
    """One detection for each face, the one with the best score, best first."""
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda found: -found.score):
        if not _is_at(detection.box, [other.box for other in kept]):
            kept.append(detection)
    return tuple(kept)
