"""How fast `analyze` reads a file."""

from pathlib import Path

import numpy as np

from app.commands.bench.analysis import frames_a_second
from app.commands.bench.clip import write_clip
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes


class NoFaces:
    """Finds nothing, and counts what it was shown and how often it was closed."""

    def __init__(self) -> None:
        self.frames = 0
        self.closed = 0

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult:
        self.frames += 1
        return FrameResult(frame, (), StepTimes(0.0, 0.0, 0.0, 0.0))

    def reset(self) -> None: ...

    def close(self) -> None:
        self.closed += 1


def test_the_frames_of_a_file_are_counted_by_the_second(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, tuple(np.full((720, 1280, 3), 60 * value, np.uint8) for value in range(4)))
    perceiver = NoFaces()
    loaded: list[tuple[bool, int]] = []

    def load(smooth: bool, threads: int) -> NoFaces:
        loaded.append((smooth, threads))
        return perceiver

    fps = frames_a_second(clip, load)
    assert 1 < fps < 100_000
    assert perceiver.frames == 4 * 12  # once to warm, three times by the clock
    assert (loaded, perceiver.closed) == ([(True, 2)], 1)
