"""`poise bench`: how long every step takes for one face at 1280x720, on this machine."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from rich.table import Table
from rich.text import Text

from app.commands.answer import answer, rendered
from app.commands.bench_clip import HEIGHT_PX, WIDTH_PX, Pixels, one_face_pictures, to_and_fro, write_clip
from app.commands.machine import Machine, this_machine
from app.commands.percentiles import Percentiles, percentiles
from app.commands.window_runs import WindowRun, run_window
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.perception.model import DeviceReport

_WARM_UP = 20
_FRAMES = 300
_STARTS = 5
_WINDOW_SECONDS = 10.0
STALL_AIM_MS = 50.0


class MeasuredPerceiver(Protocol):
    """What this command needs of a perceiver."""

    @property
    def device(self) -> DeviceReport: ...

    def perceive(self, frame: Frame) -> FrameResult: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class BenchReport:
    """Milliseconds for each frame, seconds from the launch of the process, for one face at `frame_px`.

    The stalls are the longest times the GUI thread did not answer, before and after the first overlay.
    """

    machine: Machine
    device: str
    platform: str
    frame_px: tuple[int, int]
    detector_ms: Percentiles | None
    crop_ms: Percentiles | None
    network_ms: Percentiles | None
    perceive_ms: Percentiles | None
    latency_ms: Percentiles | None
    first_frame_s: Percentiles | None
    first_overlay_s: Percentiles | None
    start_stall_ms: float
    longest_stall_ms: float
    resident_mib: float | None


def bench(load_perceiver: Callable[[], MeasuredPerceiver], options: Mapping[str, str], as_json: bool) -> int:
    """Measure, print and return the exit code; `options` go to the command lines of the windows measured."""
    perceiver = load_perceiver()
    try:
        pictures = one_face_pictures(perceiver)
        times = _step_times(perceiver, pictures)
        device = f"{perceiver.device.running} ({perceiver.device.reason})"
    finally:
        perceiver.close()
    report = _report(device, times, _window_runs(pictures, options))
    if as_json:
        answer(json.dumps(asdict(report), indent=2) + "\n")
    else:
        answer(rendered(_table(report), Text(_about(report))))
    return 0


def _step_times(perceiver: MeasuredPerceiver, pictures: Sequence[Pixels]) -> tuple[StepTimes, ...]:
    perceiver.reset()
    times = tuple(perceiver.perceive(frame).times for frame in to_and_fro(pictures, _WARM_UP + _FRAMES))
    return times[_WARM_UP:]


def _window_runs(pictures: Sequence[Pixels], options: Mapping[str, str]) -> tuple[WindowRun, ...]:
    """Some short starts, and at last one that goes on for a while."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "bench.mp4"
        write_clip(clip, pictures)
        seconds = (*(0.0 for _ in range(_STARTS - 1)), _WINDOW_SECONDS)
        return tuple(run_window(clip, each, options) for each in seconds)


def _report(device: str, times: Sequence[StepTimes], runs: Sequence[WindowRun]) -> BenchReport:
    long_run = runs[-1].report
    return BenchReport(
        machine=this_machine(),
        device=device,
        platform=long_run.platform,
        frame_px=(WIDTH_PX, HEIGHT_PX),
        detector_ms=percentiles([step.detect_ms for step in times]),
        crop_ms=percentiles([step.crop_ms for step in times]),
        network_ms=percentiles([step.network_ms for step in times]),
        perceive_ms=percentiles([step.perceive_ms for step in times]),
        latency_ms=percentiles(long_run.latency_ms),
        first_frame_s=percentiles([run.first_frame_s for run in runs]),
        first_overlay_s=percentiles([run.first_overlay_s for run in runs]),
        start_stall_ms=round(max(run.report.start_stall_ms for run in runs), 1),
        longest_stall_ms=round(max(run.report.stall_ms for run in runs), 1),
        resident_mib=None if long_run.resident_mib is None else round(long_run.resident_mib, 1),
    )


def _table(report: BenchReport) -> Table:
    width, height = report.frame_px
    table = Table("", "Median", "95 %", "Count", title=f"One face, {width}x{height}", box=None)
    for name, values in _percentiles_of(report):
        shown = ("-", "-", "-") if values is None else (f"{values.median}", f"{values.p95}", f"{values.count}")
        table.add_row(name, *shown)
    table.add_row("Longest GUI stall, start, ms", f"{report.start_stall_ms}")
    table.add_row(f"Longest GUI stall after it, ms (aim {STALL_AIM_MS:g})", f"{report.longest_stall_ms}")
    table.add_row("Resident memory, MiB", f"{report.resident_mib or '-'}")
    return table


def _about(report: BenchReport) -> str:
    machine = report.machine
    packages = ", ".join(f"{name} {version}" for name, version in machine.packages.items())
    return (
        f"Network on {report.device}, window on {report.platform}\n"
        f"{machine.cpu}, {machine.cores} cores, {machine.system}, Python {machine.python}\n{packages}"
    )


def _percentiles_of(report: BenchReport) -> tuple[tuple[str, Percentiles | None], ...]:
    return (
        ("Detector, ms", report.detector_ms),
        ("Crop, ms", report.crop_ms),
        ("Network, ms", report.network_ms),
        ("Whole perceive step, ms", report.perceive_ms),
        ("Frame captured to frame painted, ms", report.latency_ms),
        ("Launch to first picture, s", report.first_frame_s),
        ("Launch to first overlay, s", report.first_overlay_s),
    )
