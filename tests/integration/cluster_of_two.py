"""A local dask cluster of two workers that analyses clips; one worker is killed where a file `killer` says so.

Arguments: the folder of the clips, the table. A program of its own, because dask leaves threads behind.
"""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import dask
from distributed import LocalCluster

from app.commands.analyze.command import analyze
from app.commands.analyze.request import AnalyzeRequest
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.sink import ResultSink

BOX = Detection(Box(2.0, 3.0, 20.0, 20.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9)


@dataclass(frozen=True)
class Load:
    killer: Path

    def __call__(self, smooth: bool, threads: int) -> "Bright":
        return Bright(self.killer)


class Bright:
    """Sees one face, whose angle is the brightness of the picture."""

    def __init__(self, killer: Path) -> None:
        self.killer = killer

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult:
        if frame.index == 2 and self.killer.exists():
            self.killer.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        pose = Pose(float(frame.pixels.mean()), 0.0, 0.0)
        reading = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), pose, 0.5)
        face = FaceReading(Face(1, BOX), reading, reading, Emotion.HAPPINESS)
        return FrameResult(frame, (face,), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        """One face, always the same."""

    def close(self) -> None:
        """Nothing is open."""


def no_video(path: Path, fps: float, *, gender: bool, overwrite: bool) -> ResultSink:
    raise NotImplementedError


if __name__ == "__main__":
    clips, table = sys.argv[1], Path(sys.argv[2])
    with (
        dask.config.set({"distributed.admin.log-format": "", "logging.distributed": "critical"}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    ):
        request = AnalyzeRequest((clips,), table, cluster=cluster.scheduler_address)
        code = analyze(request, Load(Path(clips) / "killer"), no_video)
    sys.exit(code)
