"""How far boxes and angles are off where a calm face is not looked for in every frame, against looking in every one.

python -m tests.bench.skipped_detections demo clip.mp4 ...
"""

import sys
from itertools import pairwise
from statistics import mean
from typing import NamedTuple

from app.capture.opening import CaptureOptions, open_source
from app.domain.face import Box
from app.domain.frame import Frame
from app.domain.reading import FaceReading
from app.perception import search
from app.perception.perceiver import PerceptionOptions, load_perceiver


class Off(NamedTuple):
    """The distance of two boxes' centres in shares of a side, their overlap, and the largest difference of an angle."""

    centre: float
    overlap: float
    angle_deg: float


def read(frames: list[Frame], pause_s: float) -> list[tuple[FaceReading, ...]]:
    """The faces of each frame; a calm one is looked for after so long a pause."""
    search._PAUSE_S = pause_s
    perceiver = load_perceiver(PerceptionOptions())
    try:
        return [tuple(face for face in perceiver.perceive(frame).faces if face.face.observed) for frame in frames]
    finally:
        perceiver.close()


def off(one: FaceReading, other: FaceReading) -> Off:
    boxes: tuple[Box, Box] = (one.face.box, other.face.box)
    apart = max(abs(boxes[0].centre.x - boxes[1].centre.x), abs(boxes[0].centre.y - boxes[1].centre.y))
    angles = zip(one.raw.pose.angles_deg, other.raw.pose.angles_deg, strict=True)
    return Off(apart / boxes[0].width, boxes[0].overlap(boxes[1]), max(abs(a - b) for a, b in angles))


def compare(source: str, pause_s: float) -> str:
    opened = open_source(source, CaptureOptions(realtime=False))
    frames = list(iter(opened.read, None))
    opened.close()
    every, some = read(frames, 0.0), read(frames, pause_s)
    pairs = [
        off(face, max(others, key=lambda other, face=face: face.face.box.overlap(other.face.box)))  # type: ignore[misc]
        for faces, others in zip(every, some, strict=True)
        for face in faces
        if others
    ]
    itself = [off(one[0], two[0]) for one, two in pairwise(every) if one and two]  # what a frame's time changes
    return (
        f"{source}: {len(pairs)} faces; centre off by {100 * mean(pair.centre for pair in pairs):.2f} % of a side"
        f" (95 %: {100 * sorted(pair.centre for pair in pairs)[int(0.95 * len(pairs))]:.2f}),"
        f" overlap {mean(pair.overlap for pair in pairs):.3f},"
        f" angles {mean(pair.angle_deg for pair in pairs):.2f} degrees;"
        f" from frame to frame {100 * mean(pair.centre for pair in itself):.2f} %,"
        f" {mean(pair.angle_deg for pair in itself):.2f} degrees\n"
    )


if __name__ == "__main__":
    usual = search._PAUSE_S
    for name in sys.argv[1:]:
        sys.stdout.write(compare(name, usual))
