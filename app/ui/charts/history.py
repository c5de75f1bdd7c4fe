"""What was read of each face in the last minute, for the charts."""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, FaceReading
from app.domain.result import FrameResult
from app.runtime.pauses import Pauses

_STEP_S = 0.1
"""More points than this a chart of a minute cannot show."""

_FRESH_S = 1.0

Sample = tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The past of one face: seconds before now float64 [n], emotions float64 [n, 8], angles in degrees float64 [n, 3].

    Where the face was away stands a row of NaN, and where it was not good enough to judge what is not claimed is NaN.
    """

    time_s: NDArray[np.float64]
    emotions: NDArray[np.float64]
    angles_deg: NDArray[np.float64]

    @property
    def fresh(self) -> bool:
        """Whether its last values are those of now."""
        return len(self.time_s) > 0 and bool(self.time_s[-1] > -_FRESH_S)


class History:
    """Keeps samples of every face for so many seconds, by the clock of the frames, which stands while paused."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._samples: dict[int, deque[Sample]] = {}
        self._now = 0.0
        self._sampled_at = -_STEP_S
        self._pauses = Pauses()

    def add(self, result: FrameResult) -> None:
        captured_at = result.frame.captured_at
        self._now = captured_at - self._pauses.seconds_between(-math.inf, captured_at)
        if self._now - self._sampled_at < _STEP_S:
            return
        self._sampled_at = self._now
        for face in result.faces:
            if face.face.observed:
                self._append(face.face.track_id, _values(face))
        self._forget()

    def pause(self, paused: bool, at: float) -> None:
        """A pause begins or ends at a moment of the clock that stamps the frames."""
        self._pauses.pause(paused, at)

    def of(self, track_id: int) -> Track:
        """The past of a face, empty where nothing is known of it."""
        rows = np.array(self._samples.get(track_id, ()), np.float64).reshape(-1, 1 + len(EMOTIONS) + 3)
        split = 1 + len(EMOTIONS)
        return Track(rows[:, 0] - self._now, rows[:, 1:split], rows[:, split:])

    def clear(self) -> None:
        self._samples.clear()

    def _append(self, track_id: int, values: Sample) -> None:
        samples = self._samples.setdefault(track_id, deque())
        if samples and self._now - samples[-1][0] > 10 * _STEP_S:
            samples.append((samples[-1][0] + _STEP_S, *(float("nan") for _ in values)))
        samples.append((self._now, *values))

    def _forget(self) -> None:
        for track_id, samples in tuple(self._samples.items()):
            while samples and self._now - samples[0][0] > self._seconds:
                samples.popleft()
            if not samples:
                del self._samples[track_id]


def _values(face: FaceReading) -> Sample:
    """What is claimed of a face, NaN for the rest."""
    pose, nothing = face.reading.pose, float("nan")
    emotions = face.reading.emotion.probabilities if face.flaw is None else (nothing,) * len(EMOTIONS)
    angles = pose.angles_deg if face.pose_stands else (nothing,) * 3
    return *emotions, *angles
