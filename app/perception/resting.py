"""Ten seconds of a relaxed face that looks at the screen: what must hold all the while, and the baseline they give."""

import statistics
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import EMOTIONS, EmotionScores, FaceReading, Flaw, Pose
from app.domain.result import FrameResult
from app.perception.baseline import Baseline, BaselineError, log_ratios, mean_rotation

REST_S = 10.0
"""So long a face must be at rest."""

LEAST_READINGS = 50
"""Five a second: a median of fewer would follow single pictures."""

_MOST_YAW_DEG, _MOST_PITCH_DEG = 30.0, 25.0
"""Who looks at the screen is turned from the camera by less, wherever it stands; as for attention's neutral pose."""

_STILL_DEG = 5.0
"""A head at rest stays within this of its mean rotation of the last second; the network's own noise is 1 to 2."""

_STILL_S = 1.0

_DRIFT_DEG = 8.0
"""And within this of its mean rotation so far."""

_CHANGED = 0.6
"""Total variation distance (0 to 1) from the mean of the emotions so far, from which on the expression has changed."""

_JUDGED_FROM = 10
"""So many readings make a mean that another can differ from."""

_FORGIVEN_S = 0.5
"""What is wrong for longer makes it begin anew."""

_LONGEST_STEP_S = 0.25
"""A longer pause between two results counts as this much rest: nothing was seen of it."""


class Obstacle(StrEnum):
    """What keeps a face from being at rest; a `Flaw` does too."""

    NOBODY = "no face"
    SEVERAL = "several faces"
    ASIDE = "turned aside"
    MOVES = "moves"
    CHANGES = "expression changes"


@dataclass(frozen=True, slots=True)
class Moment:
    """How it stands: what is wrong now (None: nothing), how long the face has rested, whether that is enough.

    `restarted`: what was collected before was just thrown away.
    """

    problem: Obstacle | Flaw | None
    rested_s: float
    done: bool
    restarted: bool = False


@dataclass(slots=True)
class _Collected:
    """The readings of a face at rest so far."""

    rotations: list[NDArray[np.float64]] = field(default_factory=list)
    scores: list[EmotionScores] = field(default_factory=list)
    rested_s: float = 0.0

    def add(self, rotation: NDArray[np.float64], scores: EmotionScores, step_s: float) -> None:
        self.rotations.append(rotation)
        self.scores.append(scores)
        self.rested_s += min(max(step_s, 0.0), _LONGEST_STEP_S)

    def drifted(self, rotation: NDArray[np.float64]) -> bool:
        return self._enough and turn_deg(mean_rotation(self.rotations), rotation) > _DRIFT_DEG

    def changed(self, scores: EmotionScores) -> bool:
        if not self._enough:
            return False
        mean = np.mean([each.probabilities for each in self.scores], axis=0)
        return float(np.abs(mean - scores.probabilities).sum()) / 2 > _CHANGED

    @property
    def _enough(self) -> bool:
        return len(self.rotations) >= _JUDGED_FROM


class RestingFace:
    """Collects raw readings from the results of one source, in their order, until `done`."""

    def __init__(self) -> None:
        self._collected = _Collected()
        self._recent: deque[tuple[float, NDArray[np.float64]]] = deque()
        self._last_s: float | None = None
        self._wrong_since: float | None = None
        self._track_id: int | None = None

    def add(self, result: FrameResult) -> Moment:
        """Look at one more result. Times are those of its frames; a source that starts again begins anew."""
        now = result.frame.time_s
        if self._last_s is not None and now < self._last_s:
            self._recent.clear()
            self._restart()
        step_s = 0.0 if self._last_s is None else now - self._last_s
        self._last_s = now
        problem = self._problem(result, now)
        if problem is not None:
            return self._wrong(problem, now)
        self._wrong_since = None
        (face,) = (face for face in result.faces if face.face.observed)
        self._track_id = face.face.track_id
        self._collected.add(face.raw.pose.rotation(), face.raw.emotion, step_s)
        return self._moment(None)

    def baseline(self, name: str, taken_at: str, network: str) -> Baseline:
        """What was collected, as a baseline. Raises BaselineError where that is too little."""
        collected = self._collected
        if not self._done:
            raise BaselineError("The face has not rested for long enough; take the baseline again.")
        ratios = [log_ratios(scores) for scores in collected.scores]
        medians = tuple(statistics.median(each[i] for each in ratios) for i in range(len(EMOTIONS)))
        rotation = tuple(float(value) for value in mean_rotation(collected.rotations).ravel())
        return Baseline(name, taken_at, network, len(collected.scores), rotation, medians)

    @property
    def emotions_at_rest(self) -> EmotionScores:
        """The mean of the emotions of at least one reading."""
        mean = np.mean([each.probabilities for each in self._collected.scores], axis=0)
        return EmotionScores(tuple(float(value) for value in mean))

    @property
    def _done(self) -> bool:
        return self._collected.rested_s >= REST_S and len(self._collected.scores) >= LEAST_READINGS

    def _moment(self, problem: Obstacle | Flaw | None, restarted: bool = False) -> Moment:
        return Moment(problem, min(self._collected.rested_s, REST_S), self._done, restarted)

    def _wrong(self, problem: Obstacle | Flaw, now: float) -> Moment:
        """A blink of it is overlooked; for longer everything begins anew."""
        if self._wrong_since is None:
            self._wrong_since = now
        if now - self._wrong_since < _FORGIVEN_S:
            return self._moment(problem)
        had_some = bool(self._collected.scores)
        self._restart()
        return self._moment(problem, restarted=had_some)

    def _restart(self) -> None:
        self._collected = _Collected()
        self._track_id = None

    def _problem(self, result: FrameResult, now: float) -> Obstacle | Flaw | None:
        faces = [face for face in result.faces if face.face.observed]
        if len(faces) != 1:
            self._recent.clear()
            return Obstacle.SEVERAL if faces else Obstacle.NOBODY
        (face,) = faces
        pose = face.raw.pose
        if face.flaw is not None:
            return face.flaw
        if abs(pose.yaw_deg) > _MOST_YAW_DEG or abs(pose.pitch_deg) > _MOST_PITCH_DEG:
            return Obstacle.ASIDE
        return self._unrest(face, pose, now)

    def _unrest(self, face: FaceReading, pose: Pose, now: float) -> Obstacle | None:
        rotation = pose.rotation()
        if self._track_id not in (None, face.face.track_id):  # somebody else sat down
            self._restart()
        self._recent.append((now, rotation))
        while now - self._recent[0][0] > _STILL_S:
            self._recent.popleft()
        lately = mean_rotation([each for _, each in self._recent])
        if turn_deg(lately, rotation) > _STILL_DEG or self._collected.drifted(rotation):
            return Obstacle.MOVES
        return Obstacle.CHANGES if self._collected.changed(face.raw.emotion) else None


def turn_deg(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The angle (0 to 180 degrees) by which one rotation [3, 3] is turned against another."""
    cosine = (float(np.trace(one @ other.T)) - 1) / 2
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
