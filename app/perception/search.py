"""Where to look for faces in each frame, how closely, and when to trust that they are still where they were."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.face import Box, Detection
from app.perception.detector import Detector, DetectorRange
from app.perception.effort import Effort, is_over
from app.perception.file_frames import FileFrames
from app.perception.framing import window
from app.perception.live_frames import LiveFrames
from app.perception.tracker import Expected
from app.perception.whole_frames import Reach, Seen, WholeFrames

_PAUSE_S = 0.08
"""So long calm faces are taken to be where they should be; by the frames' time."""

_CUT, _GLANCE = 20.0, 12
"""Mean change of the grey levels from one frame to the next from which on it is another picture, in which nobody is
taken to be where they were; and how many rows and columns are compared."""

_SMALL = 0.25
"""Of the frame's longer side: a smaller face is placed by a closer look."""

_SUSPECTED, _SURE, _NEW, _CLEAR = 0.4, 0.5, 0.75, 0.85
"""Scores: of a place worth a closer look; in the closer look, of a face that was there before and of a new one; in the
whole frame, of a new one that is clear. That one needs no closer look where it is large, and a place in it is enough
where it is small: blurred faces lose most there, and should be told to be blurred."""

_SAME, _NEAR = 0.3, 0.2
"""Overlap of boxes from which two finds are one face, and from which a closer look shows the face looked for."""

_MOST_LOOKS, _LIVE_LOOKS = 16, 2
"""Closer looks in a frame; live, once somebody is there, they take turns."""

_REFUSED_S = 0.4
"""So long a place where a closer look showed no face is not looked at again."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A place to look at closer, the score that a face must have there, and whose place it is."""

    box: Box
    least_score: float
    track_id: int | None


class FaceSearch:
    """Finds the faces of one source's frames in their order. One thread uses it and closes it.

    Whichever range finds a small face, the short range places it in a window around it, so that box and angles do not
    depend on who found it or how small it is. A face that nobody expected must show there, too. Unless the effort is
    EVERY_FRAME, calm faces are looked for every 80 ms, and the full range of AUTO pauses (live_frames.py,
    file_frames.py). Live, closer looks take turns.
    """

    def __init__(
        self, reach: Reach = Reach.AUTO, effort: Effort = Effort.LIVE, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._closer = Detector(DetectorRange.SHORT, _SUSPECTED)
        self._whole: WholeFrames = (
            LiveFrames(reach, self._closer, _SUSPECTED, clock)
            if effort is Effort.LIVE
            else FileFrames(reach, effort, _SUSPECTED)
        )
        self._effort = effort
        self.reset()

    def reset(self) -> None:
        """Forget what was seen, for another source."""
        self._whole.reset()
        self._searched_at = float("inf")
        self._lost = False
        self._glance: NDArray[np.int16] | None = None
        self._looked_at: dict[int, float] = {}
        self._refused: list[tuple[Box, float]] = []

    def find(self, pixels: NDArray[np.uint8], expected: Sequence[Expected], time_s: float) -> tuple[Detection, ...]:
        """Faces in a frame uint8 [height, width, 3] RGB, best score first; `expected` were there a moment ago."""
        if waits := self._may_wait(pixels, expected, time_s):
            found = tuple(face.detection for face in expected)
        else:
            found = self._searched(pixels, expected, time_s)
        settled = bool(expected) and not self._lost
        calm = waits or (settled and all(face.calm for face in expected))
        self._whole.passed(pixels, self._searched_at, _PAUSE_S if calm else 0.0, settled)
        return found

    def look_ahead(self, pixels: NDArray[np.uint8], time_s: float) -> None:
        """Begin with a frame that `find` will be asked for after the ones before it; a live search has no time to."""
        self._whole.tell(pixels, time_s)

    def look_again(self) -> None:
        """Trust nothing in the next frame: something has changed."""
        self._searched_at = float("inf")

    def close(self) -> None:
        """Release MediaPipe, which otherwise complains at exit."""
        self._closer.close()
        self._whole.close()

    def _may_wait(self, pixels: NDArray[np.uint8], expected: Sequence[Expected], time_s: float) -> bool:
        if self._effort is Effort.EVERY_FRAME:
            return False
        before, self._glance = self._glance, _glance(pixels)
        calm = bool(expected) and all(face.calm for face in expected)
        return calm and not is_over(self._searched_at, time_s, _PAUSE_S) and not _is_cut(before, self._glance)

    def _searched(
        self, pixels: NDArray[np.uint8], expected: Sequence[Expected], time_s: float
    ) -> tuple[Detection, ...]:
        """All faces. Of a file the full range is asked after all where somebody is not where they should be."""
        self._searched_at = time_s
        seen = self._whole.seen(pixels, time_s, bool(expected) and not self._lost)
        found = self._looked(pixels, expected, time_s, seen)
        if seen.far_waits and _misses(found, expected):
            found = self._looked(pixels, expected, time_s, Seen((*seen.here, *self._whole.far(pixels, time_s))))
        self._lost = _misses(found, expected)
        return found

    def _looked(
        self, pixels: NDArray[np.uint8], expected: Sequence[Expected], time_s: float, seen: Seen
    ) -> tuple[Detection, ...]:
        """All faces, by what was seen in the whole frame and by closer looks."""
        suspects = _without_doubles(seen.here)
        clear = [suspect for suspect in suspects if self._stands(suspect, pixels, expected)]
        left = [face for face in expected if not _is_at(face.detection.box, clear)]
        unclear = [suspect for suspect in suspects if suspect not in clear]
        # Of an earlier frame: places in this one, to be looked at closer.
        unclear += [each for each in seen.earlier if not _is_at(each.box, suspects)]
        looks, waiting = self._turns(left, unclear, time_s)
        return _without_doubles([*clear, *self._seen_closer(pixels, looks, time_s), *waiting])

    def _stands(self, suspect: Detection, pixels: NDArray[np.uint8], expected: Sequence[Expected]) -> bool:
        """Whether a find needs no closer look: a large face that is very clear, or was expected there."""
        large = max(suspect.box.width, suspect.box.height) >= _SMALL * max(pixels.shape[:2])
        known = (face.detection for face in expected)
        return large and (suspect.score >= _CLEAR or (suspect.score >= _SURE and _is_at(suspect.box, known)))

    def _turns(
        self, known: Sequence[Expected], suspects: Sequence[Detection], time_s: float
    ) -> tuple[list[_Look], list[Detection]]:
        """The looks of this frame, and the known faces that wait for theirs where they are."""
        thorough = self._effort is not Effort.LIVE
        self._refused = [(box, at) for box, at in self._refused if 0 <= time_s - at < _REFUSED_S]
        known = sorted(known, key=lambda face: self._looked_at.get(face.track_id, -1.0))
        strangers = [
            _Look(suspect.box, _SUSPECTED if suspect.score >= _CLEAR else _NEW, None)
            for suspect in suspects
            if not _is_at(suspect.box, (face.detection for face in known))
            and (thorough or not any(suspect.box.overlap(box) > _SAME for box, _ in self._refused))
        ]
        most = _LIVE_LOOKS if known and not thorough else _MOST_LOOKS
        mine = max(most - len(strangers), most // 2)  # who is known shall not wait for ever
        looks = [_Look(self._best(face, suspects), _SURE, face.track_id) for face in known[:mine]]
        return [*looks, *strangers][:most], [face.detection for face in known[mine:]]

    def _best(self, face: Expected, suspects: Sequence[Detection]) -> Box:
        """Where a known face is looked for: where something like it was found, else where it should be."""
        near = [each.box for each in suspects if each.box.overlap(face.detection.box) > _SAME]
        return near[0] if near and not face.calm else face.detection.box

    def _seen_closer(self, pixels: NDArray[np.uint8], looks: Iterable[_Look], time_s: float) -> list[Detection]:
        """The faces that windows around some places show."""
        seen = []
        for look in looks:
            framed = window(pixels, look.box)
            placed = [framed.in_frame(face) for face in self._closer.detect(framed.picture)]
            near = [face for face in placed if face.score >= look.least_score and face.box.overlap(look.box) > _NEAR]
            seen += sorted(near, key=lambda face: -face.box.overlap(look.box))[:1]
            if look.track_id is not None:
                self._looked_at[look.track_id] = time_s
            elif not near:
                self._refused.append((look.box, time_s))
        return seen


def _glance(pixels: NDArray[np.uint8]) -> NDArray[np.int16]:
    """A few pixels of a frame: their green."""
    height, width = pixels.shape[:2]
    return pixels[:: -(-height // _GLANCE), :: -(-width // _GLANCE), 1].astype(np.int16)


def _is_cut(before: NDArray[np.int16] | None, now: NDArray[np.int16]) -> bool:
    return before is None or before.shape != now.shape or float(np.abs(now - before).mean()) > _CUT


def _misses(found: Sequence[Detection], expected: Iterable[Expected]) -> bool:
    """Whether somebody who is expected was not found."""
    return not all(_is_at(face.detection.box, found) for face in expected)


def _is_at(box: Box, others: Iterable[Detection]) -> bool:
    return any(box.overlap(other.box) > _SAME for other in others)


def _without_doubles(detections: Iterable[Detection]) -> tuple[Detection, ...]:
    """One detection for each face, the one with the best score, best first."""
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda found: -found.score):
        if not _is_at(detection.box, kept):
            kept.append(detection)
    return tuple(kept)
