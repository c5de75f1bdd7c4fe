"""Whether a face is turned to the screen: the pose of its head against the person's own neutral one, with patience."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.reading import Attention, Pose

_LEARN_S = 10.0
"""So long after a face came, its neutral pose is the median of what was seen, ..."""

_LEARN_EVERY_S = 0.1
"""... a pose taken at this distance, so that it is the same at every frame rate."""

_AXIS_POSES = 20
"""So many poses along the camera's axis are in the median from the start: two seconds outweigh a first glance aside."""

_NEUTRAL_YAW_DEG, _NEUTRAL_PITCH_DEG = 30.0, 25.0
"""A neutral pose lies within this of the camera's axis: a camera beside the screen, not a person turned away."""

_FOLLOW_S = 60.0
"""Time constant of the neutral pose after that: it follows a person who sits differently, and only while facing."""

_BACK = 0.8
"""Who looks away faces the screen again within this share of the limits, so that nothing flickers at a limit."""


@dataclass(frozen=True, slots=True)
class AttentionRule:
    """From which turn a face looks away, in degrees from its neutral pose, and how long each state must last to count.

    `absent_after_s`: the face was not seen for so long.
    """

    most_yaw_deg: float = 20.0
    most_pitch_deg: float = 15.0
    away_after_s: float = 0.5
    facing_after_s: float = 0.3
    absent_after_s: float = 0.5


class AttentionWatch:
    """The attention of every track; times are those of the frames, in seconds. docs/attention.md has the rule."""

    def __init__(self, rule: AttentionRule) -> None:
        self._rule = rule
        self._tracks: dict[int, _TrackAttention] = {}

    def seen(self, track_id: int, pose: Pose | None, time_s: float) -> Attention | None:
        """The attention of a face that is in the picture; None where its pose cannot be told."""
        track = self._tracks.setdefault(track_id, _TrackAttention(self._rule, time_s))
        return track.seen(pose, time_s)

    def unseen(self, track_id: int, time_s: float) -> Attention | None:
        """The attention of a face that the detector has lost."""
        track = self._tracks.get(track_id)
        return None if track is None else track.unseen(time_s)

    def keep(self, track_ids: Iterable[int]) -> None:
        """Drop the state of all other tracks."""
        alive = set(track_ids)
        self._tracks = {track_id: track for track_id, track in self._tracks.items() if track_id in alive}


class NeutralPose:
    """The yaw and pitch a person returns to, in degrees; the camera's axis until something is known."""

    def __init__(self, time_s: float) -> None:
        self.yaw_deg = 0.0
        self.pitch_deg = 0.0
        self._since_s = time_s
        self._last_s = -math.inf
        self._yaws = [0.0] * _AXIS_POSES
        self._pitches = [0.0] * _AXIS_POSES

    def step(self, pose: Pose, time_s: float, facing: bool) -> None:
        """Learn from one pose; `facing` tells whether it counted as facing the screen."""
        elapsed = time_s - self._last_s
        if elapsed < _LEARN_EVERY_S or not _may_be_neutral(pose):
            return
        self._last_s = time_s
        if time_s - self._since_s <= _LEARN_S:
            self._yaws.append(pose.yaw_deg)
            self._pitches.append(pose.pitch_deg)
            self.yaw_deg, self.pitch_deg = statistics.median(self._yaws), statistics.median(self._pitches)
        elif facing:
            share = 1 - math.exp(-min(elapsed, 1.0) / _FOLLOW_S)
            self.yaw_deg += share * (pose.yaw_deg - self.yaw_deg)
            self.pitch_deg += share * (pose.pitch_deg - self.pitch_deg)


def _may_be_neutral(pose: Pose) -> bool:
    return abs(pose.yaw_deg) <= _NEUTRAL_YAW_DEG and abs(pose.pitch_deg) <= _NEUTRAL_PITCH_DEG


@dataclass(slots=True)
class _TrackAttention:
    """The attention of one face."""

    rule: AttentionRule
    seen_at: float
    state: Attention | None = None
    changing_since: float | None = None
    neutral: NeutralPose = field(init=False)

    def __post_init__(self) -> None:
        self.neutral = NeutralPose(self.seen_at)

    def seen(self, pose: Pose | None, time_s: float) -> Attention | None:
        self.seen_at = time_s
        if pose is None:
            self.state = self.changing_since = None
            return None
        wanted = self._wanted(pose)
        if self.state in (None, Attention.ABSENT) or self._lasted(wanted, time_s):
            self.state, self.changing_since = wanted, None
        self.neutral.step(pose, time_s, self.state is wanted is Attention.FACING)
        return self.state

    def unseen(self, time_s: float) -> Attention | None:
        if time_s - self.seen_at >= self.rule.absent_after_s:
            self.state, self.changing_since = Attention.ABSENT, None
        return self.state

    def _wanted(self, pose: Pose) -> Attention:
        """What this pose alone says."""
        slack = _BACK if self.state is Attention.AWAY else 1.0
        within_yaw = abs(pose.yaw_deg - self.neutral.yaw_deg) <= self.rule.most_yaw_deg * slack
        within_pitch = abs(pose.pitch_deg - self.neutral.pitch_deg) <= self.rule.most_pitch_deg * slack
        return Attention.FACING if within_yaw and within_pitch else Attention.AWAY

    def _lasted(self, wanted: Attention, time_s: float) -> bool:
        """Whether a state other than the one that holds has lasted long enough to take its place."""
        if wanted is self.state:
            self.changing_since = None
            return False
        if self.changing_since is None:
            self.changing_since = time_s
        patience_s = self.rule.away_after_s if wanted is Attention.AWAY else self.rule.facing_after_s
        return time_s - self.changing_since >= patience_s
