"""What `bench` measures with, and how its report is put together."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.commands import bench as bench_module
from app.commands.bench_clip import HEIGHT_PX, WIDTH_PX, to_and_fro, write_clip
from app.commands.machine import resident_mib, this_machine
from app.commands.window_runs import WindowRun
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


def test_the_pictures_run_to_and_fro() -> None:
    values = [int(frame.pixels[0, 0, 0]) // 40 for frame in to_and_fro(PICTURES, 9)]
    assert values == [0, 1, 2, 3, 2, 1, 0, 1, 2]
    assert [frame.index for frame in to_and_fro(PICTURES[:1], 3)] == [0, 1, 2]


def test_the_clip_for_the_window_has_the_measured_size(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp4", PICTURES)
    reader = cv2.VideoCapture(str(tmp_path / "clip.mp4"))
    assert (reader.get(cv2.CAP_PROP_FRAME_WIDTH), reader.get(cv2.CAP_PROP_FRAME_HEIGHT)) == (1280, 720)
    assert reader.get(cv2.CAP_PROP_FRAME_COUNT) > 0
    reader.release()


def test_the_report_holds_every_measure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    window = WindowReport("offscreen", 9, 8, (1,), 1.0, 2.0, (20.0, 30.0, 40.0), 12.0, 6.0, 301.0)
    asked: list[float] = []

    def run_window(source: Path, seconds: float, options: object) -> WindowRun:
        asked.append(seconds)
        return WindowRun(1.0, 2.0 + len(asked), window)

    monkeypatch.setattr(bench_module, "one_face_pictures", lambda perceiver: PICTURES)
    monkeypatch.setattr(bench_module, "run_window", run_window)
    assert bench_module.bench(SteadyPerceiver, {}, as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["perceive_ms"] == {"median": 4.0, "p95": 4.0, "count": 300}
    assert report["latency_ms"]["median"] == 30.0
    assert report["first_overlay_s"]["median"] == 5.0
    assert (report["longest_stall_ms"], report["resident_mib"]) == (6.0, 301.0)
    assert asked[-1] > 0 == max(asked[:-1])


def test_the_machine_is_named() -> None:
    machine = this_machine()
    assert machine.cpu and machine.cores >= 1 and "numpy" in machine.packages
    assert 10 < resident_mib() < 100_000
