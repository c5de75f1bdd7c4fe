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
from app.commands.bench_clip import HEIGHT_PX, WIDTH_PX, Pixels, crowds, one_face_pictures, to_and_fro, write_clip
from app.commands.bench_landmarker import landmarker_times_ms
from app.commands.bench_separate import separate_times_ms
from app.commands.machine import Machine, this_machine
from app.commands.percentiles import Percentiles, percentiles
from app.commands.window_runs import WindowRun, run_window
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.perception.model import DeviceReport

_WARM_UP = 20
_FRAMES = 300
_STARTS = 5
_FACES = (1, 2, 4, 8)
_THREADS = 2  # as the app's own network
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
    """Milliseconds for each frame, seconds from the launch of the process, at `frame_px`; one face where none is said.

    `perceive_ms` is by the number of faces, `perceive_again_ms` that of one face measured once more: so far do two runs
    of the same differ. `landmarker_ms` is MediaPipe's Face Landmarker on the same pictures, `separate_networks_ms` the
    detector and a network for each answer; None where these were not given. The stalls are the longest times the GUI
    thread did not answer, before and after the first overlay. `cpu_percent` is of one core, with the window on a 30 fps
    clip.
    """

    machine: Machine
    device: str
    platform: str
    frame_px: tuple[int, int]
    detector_ms: Percentiles | None
    crop_ms: Percentiles | None
    network_ms: Percentiles | None
    perceive_ms: dict[str, Percentiles | None]
    perceive_again_ms: Percentiles | None
    landmarker_ms: Percentiles | None
    separate_networks_ms: Percentiles | None
    end_to_end_ms: Percentiles | None
    start_s: dict[str, Percentiles | None]
    start_stall_ms: float
    longest_stall_ms: float
    rss_mb: float | None
    cpu_percent: float | None


def bench(
    load_perceiver: Callable[[], MeasuredPerceiver],
    options: Mapping[str, str],
    as_json: bool,
    landmarker: Path | None = None,
    separate: Sequence[Path] = (),
) -> int:
    """Measure, print and return the exit code; `options` go to the command lines of the windows measured."""
    perceiver = load_perceiver()
    try:
        pictures = one_face_pictures(perceiver)
        times = {count: _step_times(perceiver, crowds(pictures, count)) for count in _FACES}
        again = _step_times(perceiver, pictures)
        device = f"{perceiver.device.running} ({perceiver.device.reason})"
    finally:
        perceiver.close()
    rivals = _Rivals(
        percentiles(landmarker_times_ms(landmarker, pictures)) if landmarker else None,
        percentiles(separate_times_ms(separate, _THREADS, pictures)) if separate else None,
    )
    report = _report(device, (times, again), rivals, _window_runs(pictures, options))
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


_Steps = tuple[dict[int, tuple[StepTimes, ...]], tuple[StepTimes, ...]]
"""By the number of faces, and of one face once more."""


@dataclass(frozen=True, slots=True)
class _Rivals:
    """What others take: MediaPipe's Face Landmarker, and separate networks."""

    landmarker_ms: Percentiles | None
    separate_ms: Percentiles | None


def _report(device: str, steps: _Steps, rivals: _Rivals, runs: Sequence[WindowRun]) -> BenchReport:
    (by_faces, again), long_run = steps, runs[-1].report
    times = by_faces[1]
    return BenchReport(
        machine=this_machine(),
        device=device,
        platform=long_run.platform,
        frame_px=(WIDTH_PX, HEIGHT_PX),
        detector_ms=percentiles([step.detect_ms for step in times]),
        crop_ms=percentiles([step.crop_ms for step in times]),
        network_ms=percentiles([step.network_ms for step in times]),
        perceive_ms={str(count): percentiles([step.perceive_ms for step in each]) for count, each in by_faces.items()},
        perceive_again_ms=percentiles([step.perceive_ms for step in again]),
        landmarker_ms=rivals.landmarker_ms,
        separate_networks_ms=rivals.separate_ms,
        end_to_end_ms=percentiles(long_run.latency_ms),
        start_s={
            "first_picture": percentiles([run.first_frame_s for run in runs]),
            "first_overlay": percentiles([run.first_overlay_s for run in runs]),
        },
        start_stall_ms=round(max(run.report.start_stall_ms for run in runs), 1),
        longest_stall_ms=round(max(run.report.stall_ms for run in runs), 1),
        rss_mb=None if long_run.resident_mib is None else round(long_run.resident_mib, 1),
        cpu_percent=None if long_run.cpu_percent is None else round(long_run.cpu_percent, 1),
    )


def _table(report: BenchReport) -> Table:
    width, height = report.frame_px
    table = Table("", "Median", "95 %", "Count", title=f"One face, {width}x{height}", box=None)
    for name, values in _percentiles_of(report):
        shown = ("-", "-", "-") if values is None else (f"{values.median}", f"{values.p95}", f"{values.count}")
        table.add_row(name, *shown)
    table.add_row("Longest GUI stall, start, ms", f"{report.start_stall_ms}")
    table.add_row(f"Longest GUI stall after it, ms (aim {STALL_AIM_MS:g})", f"{report.longest_stall_ms}")
    table.add_row("Resident memory, MiB", f"{report.rss_mb or '-'}")
    table.add_row("Processor with the window, 30 fps, % of one core", f"{report.cpu_percent or '-'}")
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
        *((f"Whole perceive step, faces: {count}, ms", each) for count, each in report.perceive_ms.items()),
        ("Whole perceive step, one face once more, ms", report.perceive_again_ms),
        ("MediaPipe's Face Landmarker, ms", report.landmarker_ms),
        ("Separate networks, ms", report.separate_networks_ms),
        ("Frame captured to frame painted, ms", report.end_to_end_ms),
        ("Launch to first picture, s", report.start_s["first_picture"]),
        ("Launch to first overlay, s", report.start_s["first_overlay"]),
    )
