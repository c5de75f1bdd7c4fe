"""`poise bench`: how long every step takes for one face at 1280x720, on this machine."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from rich.text import Text

from app.commands.analyze.request import LoadPerceiver
from app.commands.answer import answer, rendered
from app.commands.bench.analysis import frames_a_second
from app.commands.bench.clip import FPS, HEIGHT_PX, WIDTH_PX, Pixels, crowds, one_face_pictures, to_and_fro, write_clip
from app.commands.bench.landmarker import landmarker_times_ms
from app.commands.bench.regression import read_report, slower
from app.commands.bench.report import BenchReport, about, as_table
from app.commands.bench.separate import separate_times_ms
from app.commands.bench.window_runs import WindowRun, run_window
from app.commands.failures import say
from app.commands.machine import this_machine
from app.commands.percentiles import Percentiles, percentiles
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.perception.model import DeviceReport

_WARM_UP = 20
_FRAMES = 300
_STARTS = 5
_FACES = (1, 2, 4, 8)
_THREADS = 2  # as the app's own network
_WINDOW_SECONDS = 10.0


class MeasuredPerceiver(Protocol):
    """What this command needs of a perceiver."""

    @property
    def device(self) -> DeviceReport: ...

    def perceive(self, frame: Frame) -> FrameResult: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class BenchRequest:
    """What is measured, and what beside it.

    `load_analyzing` loads the perceivers of `poise analyze`; `options` go to the command lines of the windows measured;
    `against` is the report of an earlier run, which this one must not be slower than.
    """

    load_perceiver: Callable[[], MeasuredPerceiver]
    load_analyzing: LoadPerceiver
    options: Mapping[str, str]
    as_json: bool = False
    landmarker: Path | None = None
    against: Path | None = None


def bench(request: BenchRequest) -> int:
    """Measure, print and return the exit code: 1 where something became slower. Raises CommandError."""
    before = read_report(request.against) if request.against else None
    perceiver = request.load_perceiver()
    try:
        pictures = one_face_pictures(perceiver)
        times = {count: _step_times(perceiver, crowds(pictures, count)) for count in _FACES}
        again = _step_times(perceiver, pictures)
        device = f"{perceiver.device.running} ({perceiver.device.reason})"
    finally:
        perceiver.close()
    rivals = _Rivals(
        percentiles(landmarker_times_ms(request.landmarker, pictures)) if request.landmarker else None,
        percentiles(separate_times_ms(_THREADS, pictures)),
    )
    with tempfile.TemporaryDirectory() as folder:
        whole = _whole_runs(Path(folder), pictures, request)
    report = _report(device, (times, again), rivals, whole)
    plain = asdict(report)
    answer(json.dumps(plain, indent=2) + "\n" if request.as_json else rendered(as_table(report), Text(about(report))))
    complaints = slower(before, plain) if before else ()
    for complaint in complaints:
        say(complaint)
    return 1 if complaints else 0


def _step_times(perceiver: MeasuredPerceiver, pictures: Sequence[Pixels]) -> tuple[StepTimes, ...]:
    perceiver.reset()
    times = tuple(perceiver.perceive(frame).times for frame in to_and_fro(pictures, _WARM_UP + _FRAMES))
    return times[_WARM_UP:]


@dataclass(frozen=True, slots=True)
class _WholeRuns:
    """Starts of the program with a window, the last of them a longer run; runs of other clips; an analysis."""

    starts: Sequence[WindowRun]
    at_60_fps: WindowRun
    at_1080p: WindowRun
    analyze_fps: float


def _whole_runs(folder: Path, pictures: Sequence[Pixels], request: BenchRequest) -> _WholeRuns:
    clip, fast, large = (folder / f"{name}.mp4" for name in ("bench", "fast", "large"))
    write_clip(clip, pictures)
    write_clip(fast, pictures, fps=2 * FPS)
    write_clip(large, pictures, scale=1.5)
    seconds = (*(0.0 for _ in range(_STARTS - 1)), _WINDOW_SECONDS)
    return _WholeRuns(
        starts=tuple(run_window(clip, each, request.options) for each in seconds),
        at_60_fps=run_window(fast, _WINDOW_SECONDS, request.options),
        at_1080p=run_window(large, _WINDOW_SECONDS, request.options),
        analyze_fps=round(frames_a_second(clip, request.load_analyzing), 1),
    )


_Steps = tuple[dict[int, tuple[StepTimes, ...]], tuple[StepTimes, ...]]
"""By the number of faces, and of one face once more."""


@dataclass(frozen=True, slots=True)
class _Rivals:
    """What others take: MediaPipe's Face Landmarker, and separate networks."""

    landmarker_ms: Percentiles | None
    separate_ms: Percentiles | None


def _report(device: str, steps: _Steps, rivals: _Rivals, whole: _WholeRuns) -> BenchReport:
    (by_faces, again), runs, long_run = steps, whole.starts, whole.starts[-1].report
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
        end_to_end_60_fps_ms=percentiles(whole.at_60_fps.report.latency_ms),
        start_s={
            "first_picture": percentiles([run.first_frame_s for run in runs]),
            "first_overlay": percentiles([run.first_overlay_s for run in runs]),
        },
        start_stall_ms=round(max(run.report.start_stall_ms for run in runs), 1),
        longest_stall_ms=round(max(run.report.stall_ms for run in runs), 1),
        rss_mb=_rounded(long_run.resident_mib),
        cpu_percent=_rounded(long_run.cpu_percent),
        cpu_percent_1080p=_rounded(whole.at_1080p.report.cpu_percent),
        analyze_fps=whole.analyze_fps,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
