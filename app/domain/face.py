"""Where a face is in a frame, and which person it is."""

from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A place in the frame, in pixels; x to the right, y down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in frame pixels; it may reach beyond the frame."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    @property
    def area(self) -> float:
        return self.width * self.height

    def overlap(self, other: "Box") -> float:
        """Intersection over union, 0 to 1."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if wide <= 0 or high <= 0:
            return 0.0
        common = wide * high
        return common / (self.area + other.area - common)

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Keypoints:
    """BlazeFace's six points in frame pixels; right and left are the person's own."""

    right_eye: Point
    left_eye: Point
    nose_tip: Point
    mouth_centre: Point
    right_ear: Point
    left_ear: Point

    @property
    def all(self) -> tuple[Point, ...]:
        """The points in BlazeFace's order, which is that of the fields."""
        return self.right_eye, self.left_eye, self.nose_tip, self.mouth_centre, self.right_ear, self.left_ear

    def moved(self, dx: float, dy: float) -> "Keypoints":
        return Keypoints(*(Point(point.x + dx, point.y + dy) for point in self.all))


@dataclass(frozen=True, slots=True)
class Detection:
    """One face as the detector sees it in one frame; `score` is 0 to 1."""

    box: Box
    keypoints: Keypoints
    score: float

    def moved(self, dx: float, dy: float) -> "Detection":
        return Detection(self.box.moved(dx, dy), self.keypoints.moved(dx, dy), self.score)


@dataclass(frozen=True, slots=True)
class Face:
    """One tracked person. `track_id` counts from 1 and stays while the person stays.

    `observed` is False while the detector has lost the face and `detection` is its last known place.
    """

    track_id: int
    detection: Detection
    observed: bool = True

    @property
    def box(self) -> Box:
        return self.detection.box
