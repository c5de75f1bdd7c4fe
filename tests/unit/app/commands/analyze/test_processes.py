"""Several processes give the rows of one, also when one of them is killed."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.commands.analyze.batches import batches_of
from app.commands.analyze.command import analyze
from app.commands.analyze.inputs import Input
from app.commands.analyze.processes import jobs_for
from app.commands.analyze.request import AnalyzeRequest
from app.commands.failures import CommandError
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.sink import OutputError, ResultSink

BOX = Detection(Box(2.0, 3.0, 20.0, 20.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9)


@dataclass(frozen=True)
class Load:
    """Makes perceivers in other processes. The first that finds the file `killer` takes it away and is killed.

    The one that can make the file `hung` answers no more.
    """

    killer: Path
    always: bool = False
    fails: bool = False
    hung: Path | None = None

    def __call__(self, smooth: bool, threads: int) -> "Bright":
        return Bright(self)


class Bright:
    """Sees one face, whose angle is the brightness of the picture."""

    def __init__(self, load: Load) -> None:
        self.load = load

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult:
        if self.load.fails:
            raise OutputError("The disk is full.")
        if self.load.hung is not None and frame.index == 2 and not self.load.hung.exists():
            self.load.hung.touch()
            time.sleep(300)
        if frame.index == 2 and self.load.killer.exists():
            if not self.load.always:
                self.load.killer.unlink()
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


def clips(folder: Path, count: int, frames: int = 4) -> list[str]:
    for index in range(count):
        writer = cv2.VideoWriter(str(folder / f"{index}.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
        for frame in range(frames + index % 3):
            writer.write(np.full((48, 64, 3), 20 * frame + index, np.uint8))
        writer.release()
    return [str(folder / f"{index}.mp4") for index in range(count)]


def run(load: Load, output: Path, inputs: list[str], jobs: int) -> int:
    return analyze(AnalyzeRequest(tuple(inputs), output, jobs=jobs), load, no_video)


def test_the_rows_are_those_of_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, load = clips(tmp_path, 5), Load(tmp_path / "killer")
    assert run(load, tmp_path / "one.csv", inputs, 1) == 0
    alone = capsys.readouterr().err.splitlines()
    assert run(load, tmp_path / "two.csv", inputs, 2) == 0
    together = capsys.readouterr().err.splitlines()
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert sorted(alone[:5]) == sorted(together[:5])
    assert alone[5] == together[5]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_killed_process_loses_no_row_and_doubles_none(tmp_path: Path) -> None:
    inputs, load = clips(tmp_path, 4), Load(tmp_path / "killer")
    run(load, tmp_path / "one.csv", inputs, 1)
    load.killer.touch()
    assert run(load, tmp_path / "two.csv", inputs, 2) == 0
    assert not load.killer.exists()
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert not [path.name for path in tmp_path.iterdir() if ".part-" in path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_processes_that_keep_dying_are_told(tmp_path: Path) -> None:
    inputs, load = clips(tmp_path, 2), Load(tmp_path / "killer", always=True)
    load.killer.touch()
    with pytest.raises(CommandError, match="ended 3 times"):
        run(load, tmp_path / "two.csv", inputs, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_process_that_hangs_is_told_and_does_not_hold_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load = Load(tmp_path / "killer", hung=tmp_path / "hung")
    inputs = clips(tmp_path, 3)
    told = threading.Thread(target=_interrupt_once_told, args=(load, capsys))
    told.start()
    with pytest.raises(KeyboardInterrupt):
        run(load, tmp_path / "two.csv", inputs, 2)
    told.join()
    rows = (tmp_path / "two.csv").read_text().splitlines()[1:]
    read = {row.split(",")[0] for row in rows}
    assert len(read) >= 2  # what the other process read
    for process in multiprocessing.active_children():
        assert not process.is_alive()


def _interrupt_once_told(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    said = ""
    until = time.monotonic() + 60
    while "has not been read on for" not in said and time.monotonic() < until:
        time.sleep(0.2)
        said += capsys.readouterr().err
    os.kill(os.getpid(), signal.SIGINT if "has not been read on for" in said else signal.SIGTERM)


def test_a_failure_in_a_process_ends_the_run_with_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="The disk is full"):
        run(Load(tmp_path / "killer", fails=True), tmp_path / "two.csv", clips(tmp_path, 3), 2)


def test_processes_are_for_videos_and_many_pictures(tmp_path: Path) -> None:
    def inputs(videos: int, pictures: int) -> list[Input]:
        names = [f"{i}.mp4" for i in range(videos)] + [f"{i}.jpg" for i in range(pictures)]
        return [Input(name, tmp_path / name) for name in names]

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert cores is not None
    assert jobs_for(batches_of(inputs(1, 100), None), None) == 1
    assert jobs_for(batches_of(inputs(100, 0), None), None) == cores
    assert jobs_for(batches_of(inputs(0, 20_000), None), None) == cores
    assert jobs_for(batches_of(inputs(2, 0), None), 8) == 2


def test_pictures_go_together(tmp_path: Path) -> None:
    names = [*(f"{i}.jpg" for i in range(120)), "a.mp4", "b.mp4", "c.png"]
    batches = batches_of([Input(name, tmp_path / name) for name in names], None)
    assert [len(batch.inputs) for batch in batches] == [50, 50, 20, 1, 1, 1]
    assert [item.name for batch in batches for item in batch.inputs] == names
