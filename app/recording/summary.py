"""A face in a range of time, summed up: shares of time, the range of its pose, where it was turned.

Every frame counts for as long as it stood, so that a slow second weighs as much as a quick one; gaps, in which nothing
was recorded, count for nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES, EMOTIONS, Attention
from app.output.rows import UNCERTAIN
from app.recording.frame_times import FrameTimes
from app.recording.track import Track

NOT_JUDGED = "not judged"
"""The face was there, but not good enough to say anything of its expression."""

NO_FACE = "no face"
UNKNOWN = "unknown"

_INNER = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class AngleRange:
    """Degrees of one angle: least, most, and what 5, 50 and 95 of 100 seconds stay below."""

    least: float
    p5: float
    median: float
    p95: float
    most: float


@dataclass(frozen=True, slots=True)
class Summary:
    """One face from `start_s` to `end_s`.

    `recorded_s` is the range without its gaps, `seen_s` the part of it in which the face was there, `judged_s` the part
    in which something is claimed of its expression. `emotions` are shares of `recorded_s` that sum to 1: of every
    emotion shown, UNCERTAIN, NOT_JUDGED and NO_FACE. `attention` likewise: "facing", "away", UNKNOWN, and "absent",
    which is the time without the face. `pose` holds each of `ANGLES`, empty where no pose stands. Where nothing was
    recorded all shares are 0.
    """

    face_id: int
    start_s: float
    end_s: float
    recorded_s: float
    seen_s: float
    judged_s: float
    emotions: Mapping[str, float]
    attention: Mapping[str, float]
    pose: Mapping[str, AngleRange]

    @property
    def gap_s(self) -> float:
        """Seconds of the range in which nothing was recorded."""
        return max(0.0, self.end_s - self.start_s - self.recorded_s)


def summarise(frames: FrameTimes, track: Track, start_s: float, end_s: float) -> Summary:
    """Sum up the face of `track`, which was seen in some of `frames`; a range of no length is one of nothing."""
    seconds = _seconds(frames, track, start_s, end_s)
    recorded_s = frames.recorded_s(start_s, end_s)
    seen_s = min(float(seconds.sum()), recorded_s)
    judged = np.where(track.judged, seconds, 0.0)
    shown = {str(emotion): float(judged[track.label == place].sum()) for place, emotion in enumerate(EMOTIONS)}
    judged_s = float(judged.sum())
    missing_s = max(0.0, recorded_s - seen_s)
    shown |= {UNCERTAIN: float(judged[track.label < 0].sum()), NOT_JUDGED: seen_s - judged_s, NO_FACE: missing_s}
    turned = {
        str(Attention.FACING): float(seconds[track.attention == 0].sum()),
        str(Attention.AWAY): float(seconds[track.attention == 1].sum()),
        UNKNOWN: float(seconds[track.attention < 0].sum()),
        str(Attention.ABSENT): missing_s,
    }
    return Summary(
        face_id=track.face_id,
        start_s=start_s,
        end_s=end_s,
        recorded_s=recorded_s,
        seen_s=seen_s,
        judged_s=judged_s,
        emotions=_shares(shown, recorded_s),
        attention=_shares(turned, recorded_s),
        pose=_pose(track, np.where(track.pose_stands, seconds, 0.0)),
    )


def _seconds(frames: FrameTimes, track: Track, start_s: float, end_s: float) -> NDArray[np.float64]:
    """For how long each row of the track stands within the range, float64 [n]."""
    if not len(frames.time_s):
        return np.zeros(len(track.time_s))
    frame = np.clip(np.searchsorted(frames.time_s, track.time_s - 1e-6), 0, len(frames.time_s) - 1)
    weights: NDArray[np.float64] = frames.weights_within(start_s, end_s)[frame]
    return weights


def _shares(seconds: Mapping[str, float], of_s: float) -> Mapping[str, float]:
    return {name: max(0.0, part) / of_s if of_s > 0 else 0.0 for name, part in seconds.items()}


def _pose(track: Track, seconds: NDArray[np.float64]) -> Mapping[str, AngleRange]:
    stands = (seconds > 0) & np.isfinite(track.angles_deg).all(axis=1)
    if not stands.any():
        return {}
    return {angle: _range(track.angles_deg[stands, place], seconds[stands]) for place, angle in enumerate(ANGLES)}


def _range(angles_deg: NDArray[np.float32], seconds: NDArray[np.float64]) -> AngleRange:
    order = np.argsort(angles_deg, kind="stable")
    passed = np.cumsum(seconds[order])
    places = np.searchsorted(passed, np.asarray(_INNER) * passed[-1])
    p5, median, p95 = (float(angles_deg[order][min(place, len(order) - 1)]) for place in places)
    return AngleRange(float(angles_deg.min()), p5, median, p95, float(angles_deg.max()))
