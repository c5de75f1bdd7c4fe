"""Boxes over time: detections of one frame to faces with a stable track id."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.face import Detection, Face, Keypoints, Point
from app.perception.assignment import cheapest_pairs
from app.perception.looks import Looks
from app.perception.returning import MEMORY_S, Departed, who_came_back

Look = Callable[[Detection], Looks]
"""Tells how a face of the current frame looks."""

_PATIENCE_S = 0.65
"""A face unseen for longer is gone; half a second is promised, the rest is for slow frames."""

_SLOW_FRAME_S = 2.0
"""One frame's gap is forgiven up to here, so that slow analysis keeps its ids."""

_VELOCITY_S = 0.1
"""Time constant of a track's velocity, long enough for the jitter of the detector's box."""

_REACH, _REACH_PER_S, _MOST_REACH = 0.8, 3.0, 1.6
"""How far from its expected place a face may appear, in box sides: at once, more per second, and at most."""

_STOPPED = 0.3
"""Cost of the guess that a face stayed where it was instead of moving on, in box sides."""

_SIZE_WEIGHT = 0.6
"""Cost of a change of size by a factor e, in box sides."""

_MOST_SIZE_CHANGE = math.log(2.2)

_LOOK_EVERY_S = 0.5

_STILL, _CALM = 0.15, 0.7
"""Speeds in sides of the face a second: slower is no motion but jitter; a faster face is looked for in every frame."""

_CALM_SCORE = 0.6

_SAME_OVERLAP, _SAME_EYES = 0.6, 0.25
"""Two detections this alike are one face: overlap of the boxes, or distance of the eyes in sides of the smaller box."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A face that was there a moment ago, as it should be found now; a calm one will hardly be anywhere else."""

    track_id: int
    detection: Detection
    calm: bool


@dataclass(slots=True)
class _Track:
    """One person: last detection, when it was, and velocity in pixels per second."""

    track_id: int
    detection: Detection
    seen_at: float
    velocity: Point | None = None
    observed: bool = True
    looks: Looks | None = None
    looked_at: float = -math.inf

    def see(self, detection: Detection, time_s: float) -> None:
        elapsed = time_s - self.seen_at
        if elapsed > 0:
            old, new = self.detection.box.centre, detection.box.centre
            now = Point((new.x - old.x) / elapsed, (new.y - old.y) / elapsed)
            self.velocity = _blend(self.velocity, now, 1 - math.exp(-elapsed / _VELOCITY_S))
        self.detection, self.seen_at, self.observed = detection, time_s, True

    def look(self, look: Look, time_s: float) -> None:
        """Learn how the face looks, now and then."""
        if self.observed and time_s - self.looked_at >= _LOOK_EVERY_S:
            newer = look(self.detection)
            self.looks = newer if self.looks is None else self.looks.blended(newer)
            self.looked_at = time_s

    def departed(self) -> Departed | None:
        """What is remembered of the face when it is gone; nothing where it was too short to be looked at."""
        if self.looks is None:
            return None
        return Departed(self.track_id, self.detection, self.looks, self.seen_at)

    def waits(self, time_s: float) -> bool:
        """Whether the face may still come back at this time."""
        return time_s - self.seen_at <= (_SLOW_FRAME_S if self.observed else _PATIENCE_S)

    def reach(self, time_s: float) -> float:
        return min(_REACH + _REACH_PER_S * (time_s - self.seen_at), _MOST_REACH)

    def expected(self, time_s: float) -> Expected:
        """Where the face is if it goes on as it went; what may be jitter is not gone on with."""
        velocity = self.velocity or Point(0.0, 0.0)
        speed = math.hypot(velocity.x, velocity.y) / _side(self.detection)
        known = self.velocity is not None and self.observed and self.detection.score >= _CALM_SCORE
        gap = time_s - self.seen_at if speed > _STILL else 0.0
        moved = self.detection.moved(velocity.x * gap, velocity.y * gap)
        return Expected(self.track_id, moved, calm=known and speed < _CALM)

    def _moved_on(self, time_s: float) -> Point:
        velocity, gap = self.velocity or Point(0.0, 0.0), time_s - self.seen_at
        return self.detection.box.moved(velocity.x * gap, velocity.y * gap).centre

    def cost(self, detection: Detection, time_s: float) -> float:
        """How unlikely the detection is this face, in box sides; infinite where the size rules it out."""
        box = self.detection.box
        growth = abs(math.log(_side(detection) / _side(self.detection)))
        if growth > _MOST_SIZE_CHANGE:
            return math.inf
        moved_on = self._moved_on(time_s)
        side = (_side(detection) + _side(self.detection)) / 2
        there = detection.box.centre
        away = min(math.dist(moved_on, there) / side, math.dist(box.centre, there) / side + _STOPPED)
        return away + _SIZE_WEIGHT * growth


class Tracker:
    """Gives each face an id that stays with the person and never goes to another; ids count from 1.

    A lost face is carried over for half a second, unobserved and at its last place; who comes back within twenty gets
    the same id again by place and looks, where these are told. Everything goes by the frames' time, not their number.
    At most `max_faces` are followed, whoever came first, then the largest.
    """

    def __init__(self, max_faces: int = 8) -> None:
        self._max_faces = max_faces
        self.reset()

    def reset(self) -> None:
        """Forget everybody; the next face is 1 again."""
        self._tracks: list[_Track] = []
        self._gone: list[Departed] = []
        self._next_id = 1
        self._time_s = -math.inf

    def expected(self, time_s: float) -> tuple[Expected, ...]:
        """Where the faces should be at this time; none after a cut."""
        if time_s < self._time_s:
            return ()
        return tuple(track.expected(time_s) for track in self._tracks if track.waits(time_s))

    def update(self, detections: Iterable[Detection], time_s: float, look: Look | None = None) -> tuple[Face, ...]:
        """The faces at this time, by track id; a time before the last one (a clip starts again) is a cut."""
        if time_s < self._time_s:
            self._tracks, self._gone = [], []
        self._time_s = time_s
        self._let_go(time_s)
        left = self._continue(_without_doubles(detections), time_s)
        self._begin(left, time_s, look)
        if look is not None:
            for track in self._tracks:
                track.look(look, time_s)
        return tuple(Face(track.track_id, track.detection, track.observed) for track in self._tracks)

    def _let_go(self, time_s: float) -> None:
        """Follow no longer who is away for too long, and forget who left long ago."""
        ended = (track.departed() for track in self._tracks if not track.waits(time_s))
        self._gone += (departed for departed in ended if departed is not None)
        self._gone = [departed for departed in self._gone if time_s - departed.seen_at <= MEMORY_S]
        self._tracks = [track for track in self._tracks if track.waits(time_s)]

    def _continue(self, detections: list[Detection], time_s: float) -> list[Detection]:
        """Give the tracks their detections; returns those that are left."""
        costs = [[track.cost(detection, time_s) for detection in detections] for track in self._tracks]
        pairs = cheapest_pairs(costs, [track.reach(time_s) for track in self._tracks])
        for track in self._tracks:
            track.observed = False
        for row, column in pairs:
            self._tracks[row].see(detections[column], time_s)
        taken = {column for _, column in pairs}
        return [detection for column, detection in enumerate(detections) if column not in taken]

    def _begin(self, detections: list[Detection], time_s: float, look: Look | None) -> None:
        room = max(0, self._max_faces - len(self._tracks))
        for detection in sorted(detections, key=_side, reverse=True)[:room]:
            self._begin_one(detection, time_s, self._who_came_back(detection, look) if look else None)
        self._tracks.sort(key=lambda track: track.track_id)

    def _who_came_back(self, detection: Detection, look: Look) -> Departed | None:
        """Who left, or was lost just now because of a great step, and is here again."""
        lost = (track.departed() for track in self._tracks if not track.observed)
        away = [*self._gone, *(departed for departed in lost if departed is not None)]
        return who_came_back(away, detection, look(detection)) if away else None

    def _begin_one(self, detection: Detection, time_s: float, back: Departed | None) -> None:
        if back is None:
            self._tracks.append(_Track(self._next_id, detection, time_s))
            self._next_id += 1
            return
        self._gone = [departed for departed in self._gone if departed is not back]
        self._tracks = [track for track in self._tracks if track.track_id != back.track_id]
        self._tracks.append(_Track(back.track_id, detection, time_s, looks=back.looks))


def _without_doubles(detections: Iterable[Detection]) -> list[Detection]:
    """One detection for each face, the one with the best score."""
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda found: -found.score):
        if detection.box.area > 0 and not any(_same_face(detection, other) for other in kept):
            kept.append(detection)
    return kept


def _same_face(one: Detection, other: Detection) -> bool:
    apart = math.dist(_between_eyes(one.keypoints), _between_eyes(other.keypoints))
    return one.box.overlap(other.box) > _SAME_OVERLAP or apart < _SAME_EYES * min(_side(one), _side(other))


def _between_eyes(points: Keypoints) -> Point:
    right, left = points.right_eye, points.left_eye
    return Point((right.x + left.x) / 2, (right.y + left.y) / 2)


def _side(detection: Detection) -> float:
    return math.sqrt(detection.box.area)


def _blend(old: Point | None, new: Point, share: float) -> Point:
    if old is None:
        return new
    return Point(old.x + share * (new.x - old.x), old.y + share * (new.y - old.y))
