"""Where labels go: near their face, within the picture, and off other labels and faces where that is possible."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.face import Box

_GAP = 6.0

# What it is worth when the whole of a label or face is hidden, against one step down in the order of the places.
_ON_LABEL = 200.0
_ON_OTHER_FACE = 80.0
_ON_OWN_FACE = 40.0


class Size(NamedTuple):
    """A width and a height, in the same unit as the boxes."""

    width: float
    height: float


def place_labels(boxes: Sequence[Box], labels: Sequence[Size], picture: Size) -> tuple[Box, ...]:
    """A place for each face's label; the first faces choose first."""
    placed: list[Box] = []
    for index, (box, label) in enumerate(zip(boxes, labels, strict=True)):
        others = [other for i, other in enumerate(boxes) if i != index]
        places = [_within(place, picture) for place in _places(box, label)]
        costs = [step + _cost(place, box, others, placed) for step, place in enumerate(places)]
        placed.append(places[costs.index(min(costs))])
    return tuple(placed)


def _places(box: Box, label: Size) -> Iterator[Box]:
    """Places from the best to the least good: beside, where hair and chin stay free, above, below, inside."""
    left, centre, right = box.x, box.x + (box.width - label.width) / 2, box.x + box.width - label.width
    above, below = box.y - label.height - _GAP, box.y + box.height + _GAP
    for y in (box.y, box.y + box.height - label.height):
        for x in (box.x + box.width + _GAP, box.x - label.width - _GAP):
            yield Box(x, y, *label)
    for y in (above, below):
        for x in (left, centre, right):
            yield Box(x, y, *label)
    yield Box(centre, box.y + _GAP, *label)


def _within(place: Box, picture: Size) -> Box:
    x = max(0.0, min(place.x, picture.width - place.width))
    y = max(0.0, min(place.y, picture.height - place.height))
    return Box(x, y, place.width, place.height)


def _cost(place: Box, own: Box, others: Sequence[Box], placed: Sequence[Box]) -> float:
    on_labels = sum(_share(place, label) for label in placed)
    on_faces = sum(_share(place, other) for other in others)
    return _ON_LABEL * on_labels + _ON_OTHER_FACE * on_faces + _ON_OWN_FACE * _share(place, own)


def _share(place: Box, other: Box) -> float:
    """How much of another label or face a place hides, 0 to 1."""
    wide = min(place.x + place.width, other.x + other.width) - max(place.x, other.x)
    high = min(place.y + place.height, other.y + other.height) - max(place.y, other.y)
    return wide * high / other.area if wide > 0 and high > 0 else 0.0
