"""Who left a few seconds ago, so that a person who comes back is the same face again."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.face import Detection
from app.perception.looks import Looks

MEMORY_S = 20.0
"""Whoever is away for longer is forgotten."""

_LEAST_LIKENESS, _FARTHER = 0.83, 0.025
"""How like the looks must be at the same place, and how much more for each side of the box away from it."""

_MOST_AWAY = 2.5
"""Sides of the box; who comes back farther away needs no more likeness than here: people go out and in at any side."""

_MOST_SIZE_CHANGE = math.log(2.5)


@dataclass(frozen=True, slots=True, eq=False)
class Departed:
    """A face that is gone: its id, its last place and looks, and when it was last seen."""

    track_id: int
    detection: Detection
    looks: Looks
    seen_at: float

    def fit(self, detection: Detection, looks: Looks) -> float:
        """How much liker than asked the face is, up to 0.17; below 0 it is somebody else."""
        side, other = (math.sqrt(each.box.area) for each in (self.detection, detection))
        if abs(math.log(side / other)) > _MOST_SIZE_CHANGE:
            return -math.inf
        away = math.dist(self.detection.box.centre, detection.box.centre) / max(side, other)
        asked = _LEAST_LIKENESS + _FARTHER * min(away, _MOST_AWAY)
        return self.looks.likeness(looks) - asked


def who_came_back(gone: Sequence[Departed], detection: Detection, looks: Looks) -> Departed | None:
    """Of those who left, the one whom a new face is most like; None where it is like nobody."""
    fits = [(each.fit(detection, looks), each) for each in gone]
    best, departed = max(fits, key=lambda pair: pair[0], default=(-math.inf, None))
    return departed if best >= 0 else None
