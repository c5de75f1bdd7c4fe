"""How far boxes and readings are off where a calm face is not looked for in every frame, against looking in every one.

python -m tests.bench.skipped_detections clip.mp4 ...           as `poise analyze` reads files
python -m tests.bench.skipped_detections --live demo clip.mp4 ...   as the window does
"""

import sys
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean
from typing import NamedTuple

from app.capture.opening import CaptureOptions, open_source
from app.domain.face import Box
from app.domain.frame import Frame
from app.domain.reading import FaceReading
from app.perception import search
from app.perception.effort import Effort
from app.perception.perceiver import PerceptionOptions, load_perceiver

_SAME = 0.3
"""Overlap from which two boxes are of one face."""

Faces = list[tuple[FaceReading, ...]]
"""The faces of each frame."""


class Off(NamedTuple):
    """The distance of two boxes' centres in shares of a side, their overlap, and the largest differences of an angle
    and of an emotion's probability, both unsmoothed."""

    centre: float
    overlap: float
    angle_deg: float
    probability: float


@dataclass(frozen=True, slots=True)
class Way:
    """How a clip is read: the effort, and the pause after which a calm face is looked for."""

    effort: Effort
    pause_s: float


def read(frames: list[Frame], way: Way) -> Faces:
    usual, search._PAUSE_S = search._PAUSE_S, way.pause_s
    perceiver = load_perceiver(replace(PerceptionOptions(), effort=way.effort))
    try:
        return [tuple(face for face in perceiver.perceive(frame).faces if face.face.observed) for frame in frames]
    finally:
        perceiver.close()
        search._PAUSE_S = usual


def off(one: FaceReading, other: FaceReading) -> Off:
    boxes: tuple[Box, Box] = (one.face.box, other.face.box)
    apart = max(abs(boxes[0].centre.x - boxes[1].centre.x), abs(boxes[0].centre.y - boxes[1].centre.y))
    angles = zip(one.raw.pose.angles_deg, other.raw.pose.angles_deg, strict=True)
    emotions = zip(one.raw.emotion.probabilities, other.raw.emotion.probabilities, strict=True)
    return Off(
        apart / boxes[0].width,
        boxes[0].overlap(boxes[1]),
        max(abs(a - b) for a, b in angles),
        max(abs(a - b) for a, b in emotions),
    )


def pairs_of(every: Faces, some: Faces) -> tuple[list[Off], int, int]:
    """How far those that are there both times are off, and how many only the one or only the other has."""
    pairs, only_every, only_some = [], 0, 0
    for faces, others in zip(every, some, strict=True):
        near = {
            face.face.track_id: max(others, key=lambda other, face=face: face.face.box.overlap(other.face.box))  # type: ignore[misc]
            for face in faces
            if any(face.face.box.overlap(other.face.box) > _SAME for other in others)
        }
        pairs += [off(face, near[face.face.track_id]) for face in faces if face.face.track_id in near]
        only_every += len(faces) - len(near)
        only_some += len(others) - len({id(other) for other in near.values()})
    return pairs, only_every, only_some


def told(pairs: list[Off]) -> str:
    def spread(values: list[float], times: float = 1.0) -> str:
        ordered = sorted(times * value for value in values)
        return f"{mean(ordered):.2f} (95 %: {ordered[int(0.95 * len(ordered))]:.2f})"

    return (
        f"centre {spread([pair.centre for pair in pairs], 100)} % of a side,"
        f" overlap {mean(pair.overlap for pair in pairs):.3f},"
        f" angle {spread([pair.angle_deg for pair in pairs])} degrees,"
        f" probability {spread([pair.probability for pair in pairs])}"
    )


def compare(source: str, every_way: Way, way: Way) -> str:
    opened = open_source(source, CaptureOptions(realtime=False))
    frames = list(iter(opened.read, None))
    opened.close()
    every, some = read(frames, every_way), read(frames, way)
    pairs, only_every, only_some = pairs_of(every, some)
    itself = [off(one[0], two[0]) for one, two in pairwise(every) if one and two]  # what a frame's time changes
    return (
        f"{source}: {len(pairs)} faces in both, {only_every} only with every frame, {only_some} only without\n"
        f"  off by {told(pairs)}\n  from frame to frame {told(itself)}\n"
    )


if __name__ == "__main__":
    live = "--live" in sys.argv
    ways = (
        (Way(Effort.LIVE, 0.0), Way(Effort.LIVE, search._PAUSE_S))
        if live
        else (Way(Effort.EVERY_FRAME, 0.0), Way(Effort.FILE, search._PAUSE_S))
    )
    for name in sys.argv[1:]:
        if name != "--live":
            sys.stdout.write(compare(name, *ways))
            sys.stdout.flush()
