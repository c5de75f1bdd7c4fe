"""What `bench` measures with, and how its report is put together."""

import json
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest

from app.commands import bench as bench_module
from app.commands.bench_clip import HEIGHT_PX, WIDTH_PX, crowds, to_and_fro, write_clip
from app.commands.bench_landmarker import landmarker_times_ms
from app.commands.bench_separate import separate_times_ms
from app.commands.failures import CommandError
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


@pytest.mark.parametrize("faces", [1, 2, 8])
def test_a_crowd_is_so_many_times_the_middle_of_a_picture(faces: int) -> None:
    picture = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    picture[260:460, 540:740] = 255
    (crowd,) = crowds([picture], faces)
    assert crowd.shape == picture.shape
    count, *_ = cv2.connectedComponents((crowd[:, :, 0] > 200).astype(np.uint8))
    assert count - 1 == faces


def test_what_is_no_landmarker_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no file .*; give the path of face_landmarker\.task\.$"):
        landmarker_times_ms(tmp_path / "none.task", PICTURES)


def test_separate_networks_are_run_one_after_the_other_with_the_detector(tmp_path: Path) -> None:
    file = tmp_path / "network.onnx"
    shape = ["n", 3, 8, 8]
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Relu", ["faces"], ["out"])],
        "relu",
        [onnx.helper.make_tensor_value_info("faces", onnx.TensorProto.FLOAT, shape)],
        [onnx.helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, shape)],
    )
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=9), file)
    times = separate_times_ms([file, file], 1, PICTURES)
    assert len(times) == 30 and min(times) > 0
    file.write_bytes(b"no network")
    with pytest.raises(CommandError, match=r"network.onnx cannot be measured .*poise-train separate"):
        separate_times_ms([file], 1, PICTURES)


def test_the_clip_for_the_window_has_the_measured_size(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.mp4", PICTURES)
    reader = cv2.VideoCapture(str(tmp_path / "clip.mp4"))
    assert (reader.get(cv2.CAP_PROP_FRAME_WIDTH), reader.get(cv2.CAP_PROP_FRAME_HEIGHT)) == (1280, 720)
    assert reader.get(cv2.CAP_PROP_FRAME_COUNT) > 0
    reader.release()


def test_the_report_holds_every_measure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    window = WindowReport("offscreen", 9, 8, (1,), 1.0, 2.0, (20.0, 30.0, 40.0), 12.0, 6.0, 301.0, 44.04)
    asked: list[float] = []

    def run_window(source: Path, seconds: float, options: object) -> WindowRun:
        asked.append(seconds)
        return WindowRun(1.0, 2.0 + len(asked), window)

    monkeypatch.setattr(bench_module, "one_face_pictures", lambda perceiver: PICTURES)
    monkeypatch.setattr(bench_module, "run_window", run_window)
    assert bench_module.bench(SteadyPerceiver, {}, as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["perceive_ms"] == {faces: {"median": 4.0, "p95": 4.0, "count": 300} for faces in "1248"}
    assert report["perceive_again_ms"]["median"] == 4.0
    assert report["end_to_end_ms"]["median"] == 30.0
    assert report["start_s"]["first_overlay"]["median"] == 5.0
    assert (report["longest_stall_ms"], report["rss_mb"], report["cpu_percent"]) == (6.0, 301.0, 44.0)
    assert report["landmarker_ms"] is None
    assert asked[-1] > 0 == max(asked[:-1])


def test_the_machine_is_named() -> None:
    machine = this_machine()
    assert machine.cpu and machine.cores >= 1 and "numpy" in machine.packages
    assert 10 < resident_mib() < 100_000
