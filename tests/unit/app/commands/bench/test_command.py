"""What `bench` measures with, and how its report is put together."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.commands.analyze.request import AnalyzingPerceiver
from app.commands.bench import command
from app.commands.bench.clip import HEIGHT_PX, WIDTH_PX
from app.commands.bench.window_runs import WindowRun
from app.commands.machine import resident_mib, this_machine
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.perception.model import DeviceReport
from app.runtime.window_report import WindowReport

PICTURES = tuple(np.full((HEIGHT_PX, WIDTH_PX, 3), 40 * value, np.uint8) for value in range(4))


class SteadyPerceiver:
    """Takes the same time for every frame."""

    device = DeviceReport("auto", "CPU", "no card", 2.0)

    def perceive(self, frame: Frame) -> FrameResult:
        return FrameResult(frame, (), StepTimes(1.0, 0.5, 2.0, 4.0))

    def reset(self) -> None: ...

    def close(self) -> None: ...


def no_analysis(smooth: bool, threads: int) -> AnalyzingPerceiver:
    raise AssertionError("nothing is analysed here")


def test_the_report_holds_every_measure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    window = WindowReport("offscreen", 9, 8, (1,), 1.0, 2.0, (20.0, 30.0, 40.0), 12.0, 6.0, 301.0, 44.04)
    asked: list[float] = []

    def run_window(source: Path, seconds: float, options: object) -> WindowRun:
        asked.append(seconds)
        return WindowRun(1.0, 2.0 + len(asked), window)

    monkeypatch.setattr(command, "one_face_pictures", lambda perceiver: PICTURES)
    monkeypatch.setattr(command, "run_window", run_window)
    monkeypatch.setattr(command, "frames_a_second", lambda clip, load: 123.456)
    monkeypatch.setattr(command, "separate_times_ms", lambda threads, pictures: (80.0, 90.0, 100.0))
    assert command.bench(command.BenchRequest(SteadyPerceiver, no_analysis, {}, as_json=True)) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["perceive_ms"] == {faces: {"median": 4.0, "p95": 4.0, "count": 300} for faces in "1248"}
    assert report["perceive_again_ms"]["median"] == 4.0
    assert report["end_to_end_ms"]["median"] == 30.0
    assert report["start_s"]["first_overlay"]["median"] == 5.0
    assert (report["longest_stall_ms"], report["rss_mb"], report["cpu_percent"]) == (6.0, 301.0, 44.0)
    assert report["separate_networks_ms"]["median"] == 90.0
    assert (report["analyze_fps"], report["cpu_percent_1080p"]) == (123.5, 44.0)
    assert report["landmarker_ms"] is None
    assert asked == [0.0] * 4 + [10.0] * 3


def test_the_machine_is_named() -> None:
    machine = this_machine()
    assert machine.cpu and machine.cores >= 1 and "numpy" in machine.packages
    assert 10 < resident_mib() < 100_000
