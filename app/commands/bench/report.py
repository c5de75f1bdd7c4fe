"""What `poise bench` found, as it is printed."""

from dataclasses import dataclass

from rich.table import Table

from app.commands.machine import Machine
from app.commands.percentiles import Percentiles

_STALL_AIM_MS = 50.0


@dataclass(frozen=True, slots=True)
class BenchReport:
    """Milliseconds for each frame, seconds from the launch of the process, at `frame_px`; one face where none is said.

    `perceive_ms` is by the number of faces, `perceive_again_ms` that of one face measured once more: so far do two runs
    of the same differ. `landmarker_ms` is MediaPipe's Face Landmarker on the same pictures, None where it was not
    given; `separate_networks_ms` the detector and a network for each answer. The stalls are the longest times the GUI
    thread did not answer, before and after the first overlay. `cpu_percent` is of one core, with the window on a 30 fps
    clip.
    `analyze_fps` are the frames of a 720p file that `poise analyze` reads in a second, decoding included, start not.
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
    end_to_end_60_fps_ms: Percentiles | None
    start_s: dict[str, Percentiles | None]
    start_stall_ms: float
    longest_stall_ms: float
    rss_mb: float | None
    cpu_percent: float | None
    cpu_percent_1080p: float | None
    analyze_fps: float


def as_table(report: BenchReport) -> Table:
    width, height = report.frame_px
    table = Table("", "Median", "95 %", "Count", title=f"One face, {width}x{height}", box=None)
    for name, values in _percentiles_of(report):
        shown = ("-", "-", "-") if values is None else (f"{values.median}", f"{values.p95}", f"{values.count}")
        table.add_row(name, *shown)
    table.add_row("Longest GUI stall, start, ms", f"{report.start_stall_ms}")
    table.add_row(f"Longest GUI stall after it, ms (aim {_STALL_AIM_MS:g})", f"{report.longest_stall_ms}")
    table.add_row("Resident memory, MiB", f"{report.rss_mb or '-'}")
    table.add_row("Processor with the window, 30 fps, % of one core", f"{report.cpu_percent or '-'}")
    table.add_row("The same with 1920x1080", f"{report.cpu_percent_1080p or '-'}")
    table.add_row("Frames of a file analyzed in a second", f"{report.analyze_fps}")
    return table


def about(report: BenchReport) -> str:
    """Where it was measured."""
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
        ("The same at 60 fps, ms", report.end_to_end_60_fps_ms),
        ("Launch to first picture, s", report.start_s["first_picture"]),
        ("Launch to first overlay, s", report.start_s["first_overlay"]),
    )
