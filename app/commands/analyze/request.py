"""What the command line asks `analyze` for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.capture.size_limit import MOST_PIXELS
from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.output.rows import GENDER_COLUMNS, READING_COLUMNS, Columns
from app.output.sink import ResultSink


@dataclass(frozen=True, slots=True)
class Way:
    """How every input is read.

    Of a video each `every`-th frame is read. Without `gender` it is neither written nor drawn. A picture of more than
    `most_pixels` is refused.
    """

    every: int = 1
    gender: bool = True
    most_pixels: int = MOST_PIXELS

    @property
    def columns(self) -> Columns:
        return READING_COLUMNS if self.gender else READING_COLUMNS.without(GENDER_COLUMNS)


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """Inputs as typed, the table, and what else is wanted.

    `video` is one file for one input, or a folder with one video for each. `summary` is a table with one row per file
    and face. `jobs` is the number of processes, None as many as help. `cluster` is the address of a dask scheduler.
    """

    inputs: tuple[str, ...]
    output: Path
    video: Path | None = None
    summary: Path | None = None
    way: Way = Way()
    overwrite: bool = False
    resume: bool = False
    jobs: int | None = None
    cluster: str | None = None


class AnalyzingPerceiver(Protocol):
    """What this command needs of a perceiver."""

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...


LoadPerceiver = Callable[[bool, int], AnalyzingPerceiver]
"""Loads a perceiver that smooths over time, or for False one for single pictures, with so many threads.

Other processes are handed it, so it can be pickled, and its `repr` tells what it loads.
"""


class OpenVideo(Protocol):
    """Opens the video with overlay, given its frame rate; other processes are handed it too."""

    def __call__(self, path: Path, fps: float, *, gender: bool, overwrite: bool) -> ResultSink: ...
