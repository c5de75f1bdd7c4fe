"""The command line: one function for each command; what they do stands in app/commands."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from app.choices import Device, chosen_settings, settings_with
from app.commands.failures import one_sentence
from app.commands.quiet import native_log_hidden
from app.composition import PerceiverLoader, open_video, open_window, perceiver_of, watch_window
from app.paths import default_model, settings_file
from app.session_commands import run_record, run_stream
from app.ui.application import ApplicationError, import_onnxruntime

# Everything slow is imported where it is used, so that `poise --help` and the window come at once.
cli = typer.Typer(
    name="poise",
    help="Emotion, head pose and gender on every face of a webcam picture, on your own machine.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

_guard = partial(one_sentence, ApplicationError)

ModelOption = Annotated[Path | None, typer.Option("--model", help="A network other than the shipped one (ONNX).")]
DeviceOption = Annotated[Device | None, typer.Option("--device", help="Where the network runs; auto if not given.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="A settings file other than your own.")]
BaselineOption = Annotated[
    str | None, typer.Option("--baseline", metavar="NAME", help='Measure one face from this baseline; "": from none.')
]
ReachOption = Annotated[
    Literal["auto", "short", "full"],
    typer.Option("--range", help="Faces within 2 m (short), within 5 m (full), or both."),
]
DetectOption = Annotated[
    bool, typer.Option("--detect-every-frame", help="Look for faces in every frame, also for calm ones; slower.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


@cli.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(help='A camera (name, id, number), a file, an address or "demo".')
    ] = None,
    model: ModelOption = None,
    device: DeviceOption = None,
    settings: SettingsOption = None,
    baseline: BaselineOption = None,
) -> None:
    """Open the window, or run one of the commands below."""
    if context.invoked_subcommand is None:
        with _guard():
            chosen = chosen_settings(source, model, device, baseline)
            raise typer.Exit(open_window(settings or settings_file(), chosen))


@cli.command()
def analyze(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Pictures, videos, folders, patterns.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The table: .csv, .parquet or .jsonl.")],
    video: Annotated[
        Path | None, typer.Option(help="Draw the readings into a copy (.mp4), or of several inputs into a folder.")
    ] = None,
    summary: Annotated[Path | None, typer.Option(help="A table with one row for each file and face.")] = None,
    every: Annotated[int, typer.Option(min=1, help="Read every N-th frame of a video only.")] = 1,
    gender: Annotated[bool, typer.Option("--gender/--no-gender", help="Write and draw the perceived gender.")] = True,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was broken off.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes that read files side by side; else one for each core.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Let a dask cluster read; the table stays in parts.")
    ] = None,
    megapixels: Annotated[
        float,
        typer.Option("--max-megapixels", min=0.001, help="Refuse larger pictures and videos; they fill the memory."),
    ] = 200,
    model: ModelOption = None,
    device: DeviceOption = None,
    reach: ReachOption = "auto",
    max_faces: Annotated[int, typer.Option(min=1, help="Faces per frame at most.")] = 8,
    detect_every_frame: DetectOption = False,
    baseline: BaselineOption = None,
) -> None:
    """Write what is read in pictures and videos to a table, one row per face and frame."""
    with _guard(), native_log_hidden():
        import_onnxruntime()
        from app.commands.analyze.command import analyze as run_analyze
        from app.commands.analyze.request import AnalyzeRequest, Way

        chosen = {**chosen_settings(None, model, device, baseline), "detector_reach": reach, "max_faces": max_faces}
        load = PerceiverLoader.of(settings_with(chosen), shipped=model is None, every_frame=detect_every_frame)
        way = Way(every, gender, round(megapixels * 1e6))
        request = AnalyzeRequest(tuple(inputs), output, video, summary, way, overwrite, resume, jobs, cluster)
        raise typer.Exit(run_analyze(request, load, open_video))


class _PortMayBeMissing(TyperCommand):
    """`--websocket` alone means its usual port; click knows options with a value or without, not with either."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        from app.output.live.websocket_server import DEFAULT_PORT

        following = [*args[1:], ""]
        bare = (word == "--websocket" and not after.isdecimal() for word, after in zip(args, following, strict=True))
        return super().parse_args(
            ctx, [f"{word}={DEFAULT_PORT}" if alone else word for word, alone in zip(args, bare, strict=True)]
        )


@cli.command(cls=_PortMayBeMissing)
def stream(
    source: Annotated[str, typer.Option(help='A camera (name, id, number), a file, an address or "demo".')],
    jsonl: Annotated[str | None, typer.Option(metavar="FILE", help='JSON lines; "-" is standard output.')] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file of --jsonl.")] = False,
    websocket: Annotated[int | None, typer.Option(metavar="[PORT]", help="A WebSocket; 0: any free port.")] = None,
    websocket_host: Annotated[str, typer.Option(metavar="HOST", help="Listen beyond this machine.")] = "127.0.0.1",
    allow_origin: Annotated[
        list[str] | None, typer.Option(metavar="ORIGIN", help='Let pages of this address read; "file": opened files.')
    ] = None,
    lsl: Annotated[bool, typer.Option("--lsl", help="Lab Streaming Layer, on this machine.")] = False,
    lsl_network: Annotated[bool, typer.Option("--lsl-network", help="The same on the local network.")] = False,
    osc: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Open Sound Control.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.0, help="End by itself after so long.")] = None,
    max_rate: Annotated[float, typer.Option(min=0.0, help="Frames a second at most; 0: all.")] = 60.0,
    agree: Annotated[bool, typer.Option("--agree", help="You agree to the notice, for this run.")] = False,
    model: ModelOption = None,
    device: DeviceOption = None,
    settings: SettingsOption = None,
    baseline: BaselineOption = None,
) -> None:
    """Send what is read to other programs while it happens: JSON lines, WebSocket, LSL, OSC, any number at once."""
    with _guard(), native_log_hidden():
        from app.commands.stream import StreamRequest

        request = StreamRequest(
            jsonl,
            overwrite,
            websocket,
            websocket_host,
            tuple(allow_origin or ()),
            lsl,
            lsl_network,
            osc,
            seconds,
            max_rate,
        )
        chosen = chosen_settings(source, model, device, baseline)
        raise typer.Exit(run_stream(request, settings or settings_file(), chosen, agree))


@cli.command()
def record(
    source: Annotated[str, typer.Option(help='A camera (name, id, number), a file, an address or "demo".')],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="A new folder for the recording.")],
    seconds: Annotated[float | None, typer.Option(min=0.0, help="End by itself after so long.")] = None,
    video: Annotated[bool, typer.Option("--video", help="Keep the picture too, with the readings drawn in.")] = False,
    anonymise: Annotated[bool, typer.Option("--anonymise", help="Hide the faces in the video.")] = False,
    gender: Annotated[bool, typer.Option("--gender/--no-gender", help="Keep and draw the perceived gender.")] = True,
    lsl_markers: Annotated[
        bool, typer.Option("--lsl-markers", help="Take the markers of other programs (Lab Streaming Layer).")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Give what lies in FOLDER another name; nothing is deleted.")
    ] = False,
    agree: Annotated[bool, typer.Option("--agree", help="You agree to the notice, for this run.")] = False,
    model: ModelOption = None,
    device: DeviceOption = None,
    settings: SettingsOption = None,
    baseline: BaselineOption = None,
) -> None:
    """Keep what is read in a folder that survives a crash: numbers, events, and a video if you ask for it."""
    with _guard(), native_log_hidden():
        from app.commands.record import RecordRequest

        request = RecordRequest(output, seconds, video, anonymise, gender, overwrite, lsl_markers)
        chosen = chosen_settings(source, model, device, baseline)
        raise typer.Exit(run_record(request, settings or settings_file(), chosen, agree))


@cli.command()
def review(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The folder of a recording, or a table of `analyze`.")],
    settings: SettingsOption = None,
) -> None:
    """Open the window on a recording or a table: play it, compare faces, choose a range, export it."""
    with _guard():
        raise typer.Exit(open_window(settings or settings_file(), {}, path))


@cli.command()
def report(
    session: Annotated[Path, typer.Argument(metavar="SESSION", help="A recording, or a table of `poise analyze`.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page: .html.")],
    file: Annotated[str | None, typer.Option(metavar="INPUT", help="Of a table of several inputs, this one.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")] = False,
) -> None:
    """Sum up a recording or a table on one page that opens in any browser and prints on A4."""
    with _guard():
        from app.commands.report import ReportRequest
        from app.commands.report import report as run_report

        raise typer.Exit(run_report(ReportRequest(session, output, file, overwrite)))


@cli.command()
def cameras(as_json: JsonOption = False) -> None:
    """List the cameras of this machine."""
    with _guard(), native_log_hidden():
        from app.commands.cameras import cameras as run_cameras

        raise typer.Exit(run_cameras(as_json))


@cli.command()
def doctor(model: ModelOption = None, device: DeviceOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed and what runs where, and what to do about what is broken."""
    with _guard(), native_log_hidden():
        from app.commands.doctor import doctor as run_doctor
        from app.perception.model import DeviceChoice

        raise typer.Exit(run_doctor(model or default_model(), DeviceChoice(device or "auto"), as_json))


@cli.command()
def selfcheck(model: ModelOption = None, device: DeviceOption = None) -> None:
    """Run the demo clip through everything, without a screen, and print a summary as JSON."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _guard(), native_log_hidden():
        from app.commands.selfcheck import selfcheck as run_selfcheck

        raise typer.Exit(
            run_selfcheck(lambda: perceiver_of(model, device), partial(watch_window, model=model, device=device))
        )


@cli.command()
def bench(
    model: ModelOption = None,
    device: DeviceOption = None,
    landmarker: Annotated[
        Path | None, typer.Option(help="MediaPipe's face_landmarker.task, to be measured beside it.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="An earlier report of --json; exit code 1 where something became slower.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure every step at 1280x720 for one face and more, the window, start-up and memory."""
    with _guard(), native_log_hidden():
        from app.commands.bench.command import BenchRequest
        from app.commands.bench.command import bench as run_bench

        given = {"--model": model and str(model.resolve()), "--device": device}
        options = {name: value for name, value in given.items() if value}
        chosen = settings_with(chosen_settings(None, model, device))
        analyzing = PerceiverLoader.of(chosen, shipped=model is None)
        load = partial(perceiver_of, model, device)
        raise typer.Exit(run_bench(BenchRequest(load, analyzing, options, as_json, landmarker, against)))
