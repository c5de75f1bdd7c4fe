"""Command line and composition root: here the parts of the program are put together."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.commands.answer import prepare_streams
from app.commands.failures import INTERRUPTED, one_sentence
from app.commands.quiet import native_log_hidden
from app.paths import default_model, settings_file
from app.ui.application import (
    ApplicationError,
    close_on_interrupt,
    create_application,
    drawing_application,
    import_onnxruntime,
)

# Everything slow is imported where it is used, so that `poise --help` and the window come at once.
if TYPE_CHECKING:
    from app.capture.source import FrameSource
    from app.output.video import VideoSink
    from app.perception.perceiver import Perceiver, PerceptionOptions
    from app.runtime.session import SessionEvent
    from app.runtime.shared_perceiver import SharedPerceiver
    from app.runtime.window_report import WindowReport
    from app.settings import Settings
    from app.ui.window.main_window import MainWindow

cli = typer.Typer(
    name="poise",
    help="Emotion, head pose and gender on every face of a webcam picture, on your own machine.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

_guard = partial(one_sentence, ApplicationError)

Device = Literal["auto", "cpu", "cuda"]
ModelOption = Annotated[Path | None, typer.Option("--model", help="A network other than the shipped one (ONNX).")]
DeviceOption = Annotated[Device | None, typer.Option("--device", help="Where the network runs; auto if not given.")]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="A settings file other than your own.")]
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
) -> None:
    """Open the window, or run one of the commands below."""
    if context.invoked_subcommand is None:
        with _guard():
            raise typer.Exit(open_window(settings or settings_file(), source, model, device))


@cli.command()
def analyze(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Pictures, videos, folders, patterns.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The table: .csv, .parquet or .jsonl.")],
    video: Annotated[Path | None, typer.Option("--video", help="Draw the one input with overlay (.mp4).")] = None,
    model: ModelOption = None,
    device: DeviceOption = None,
    reach: Annotated[
        Literal["short", "full"], typer.Option("--range", help="Faces within 2 m, or within 5 m (slower).")
    ] = "short",
    max_faces: Annotated[int, typer.Option(min=1, help="Faces per frame at most.")] = 8,
) -> None:
    """Write what is read in pictures and videos to a table, one row per face and frame."""
    with _guard(), native_log_hidden():
        import_onnxruntime()
        from app.commands.analyze import AnalyzeRequest
        from app.commands.analyze import analyze as run_analyze
        from app.perception.perceiver import load_perceiver

        chosen = {**_chosen(None, model, device), "detector_reach": reach, "max_faces": max_faces}
        options = _perception_options(_settings(chosen))
        request = AnalyzeRequest(tuple(inputs), output, video)
        raise typer.Exit(
            run_analyze(request, lambda smooth: load_perceiver(replace(options, smooth=smooth)), _open_video)
        )


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
            run_selfcheck(lambda: _load_perceiver(model, device), partial(watch_window, model=model, device=device))
        )


@cli.command()
def bench(model: ModelOption = None, device: DeviceOption = None, as_json: JsonOption = False) -> None:
    """Measure every step for one face at 1280x720, the window, start-up and memory."""
    with _guard(), native_log_hidden():
        from app.commands.bench import bench as run_bench

        given = {"--model": model and str(model.resolve()), "--device": device}
        options = {name: value for name, value in given.items() if value}
        raise typer.Exit(run_bench(lambda: _load_perceiver(model, device), options, as_json))


@cli.command(hidden=True)
def watch(
    source: str,
    seconds: float,
    picture: Annotated[Path | None, typer.Option(help="Save the window as PNG at the end.")] = None,
    model: ModelOption = None,
    device: DeviceOption = None,
) -> None:
    """What `bench` starts to measure a fresh program: run the window for a while and print its report as JSON."""
    with _guard(), native_log_hidden():
        report = watch_window(source, seconds, model=model, device=device, picture=picture)
        typer.echo(json.dumps(asdict(report)))


def run() -> None:
    """The entry point of the command `poise`."""
    prepare_streams()
    cli()


def open_window(settings_path: Path, source: str | None, model: Path | None, device: Device | None) -> int:
    """Open the window, run it until it is closed, and return the exit code.

    What the command line chose holds for this run; it is not saved unless it is changed in the window.
    """
    application = create_application(sys.argv)
    from app.settings import load_settings, save_settings

    saved = load_settings(settings_path)
    chosen = _chosen(source, model, device)

    def save(settings: "Settings") -> None:
        kept = {name: getattr(saved, name) for name, value in chosen.items() if getattr(settings, name) == value}
        save_settings(settings_path, replace(settings, **kept))

    perceiver = _shared_perceiver()
    main_window = build_window(replace(saved, **chosen), save, perceiver)
    interrupted = close_on_interrupt(main_window)
    main_window.show()
    main_window.start()
    code = application.exec()
    perceiver.close()
    return INTERRUPTED if interrupted() else code


def watch_window(
    source: str, seconds: float, *, model: Path | None, device: Device | None, picture: Path | None = None
) -> "WindowReport":
    """Run the window on a source until `seconds` after its first face, and report what was seen of it."""
    create_application(sys.argv[:1])
    from app.commands.machine import resident_mib
    from app.ui.window.watch import watch as watch_until

    perceiver = _shared_perceiver()
    chosen = {**_chosen(source, model, device), "notice_accepted": True}
    main_window = build_window(_settings(chosen), lambda settings: None, perceiver)
    report = watch_until(main_window, seconds, timeout_s=60.0, resident_mib=resident_mib, picture=picture)
    perceiver.close()
    return report


def build_window(
    settings: "Settings",
    save: "Callable[[Settings], None]",
    perceiver: "SharedPerceiver[PerceptionOptions, Perceiver] | None" = None,
) -> "MainWindow":
    """The window with everything it needs; a QApplication must exist. The caller closes the perceiver it gives."""
    from app.capture.cameras import list_cameras
    from app.runtime.session import Session
    from app.ui.window.main_window import MainWindow

    shared = perceiver or _shared_perceiver()

    def make_session(
        settings: "Settings", on_ready: Callable[[], None], on_event: "Callable[[SessionEvent], None]"
    ) -> Session:
        return Session(
            lambda: _open_source(settings),
            lambda: shared.with_options(_perception_options(settings)),
            on_ready=on_ready,
            on_event=on_event,
        )

    def device_text() -> str:
        loaded = shared.current
        if loaded is None:
            return ""
        device = loaded.device
        return f"{device.running}, {device.probe_ms:.1f} ms a face ({device.reason})"

    return MainWindow(settings, save, make_session, list_cameras, device_text)


def _shared_perceiver() -> "SharedPerceiver[PerceptionOptions, Perceiver]":
    from app.runtime.shared_perceiver import SharedPerceiver

    def load(options: "PerceptionOptions") -> "Perceiver":
        from app.perception.perceiver import load_perceiver  # on the inference thread: mediapipe takes a second

        return load_perceiver(options)

    return SharedPerceiver(load)


def _load_perceiver(model: Path | None, device: Device | None) -> "Perceiver":
    import_onnxruntime()
    from app.perception.perceiver import load_perceiver

    return load_perceiver(_perception_options(_settings(_chosen(None, model, device))))


def _perception_options(settings: "Settings") -> "PerceptionOptions":
    from app.perception.attention import AttentionRule
    from app.perception.detector import DetectorRange
    from app.perception.model import DeviceChoice
    from app.perception.perceiver import PerceptionOptions

    return PerceptionOptions(
        model=Path(settings.model_path) if settings.model_path else default_model(),
        device=DeviceChoice(settings.device),
        reach=DetectorRange(settings.detector_reach),
        max_faces=settings.max_faces,
        uncertain_below=settings.uncertain_below,
        smoothing_s=settings.smoothing_s,
        attention=AttentionRule(
            most_yaw_deg=settings.away_yaw_deg,
            most_pitch_deg=settings.away_pitch_deg,
            away_after_s=settings.away_after_s,
            facing_after_s=settings.facing_after_s,
            absent_after_s=settings.absent_after_s,
        ),
    )


def _open_source(settings: "Settings") -> "FrameSource":
    """The source of the settings; without one the first camera, or the demo clip where there is none."""
    from app.capture.cameras import list_cameras
    from app.capture.opening import DEMO, CaptureOptions, open_source

    text = settings.source or next((camera.source_text for camera in list_cameras()), DEMO)
    size = (settings.capture_width_px, settings.capture_height_px)
    return open_source(text, CaptureOptions(*size, fps=settings.capture_fps, loop=True))


def _open_video(path: Path, fps: float) -> "VideoSink":
    """A video with overlay; Qt needs an application object before it draws text, and no screen for it."""
    drawing_application()
    from app.output.video import VideoSink
    from app.overlay.style import OverlayStyle

    return VideoSink(path, fps, OverlayStyle())


def _settings(chosen: dict[str, Any]) -> "Settings":
    from app.settings import Settings

    return Settings(**chosen)


def _chosen(source: str | None, model: Path | None, device: Device | None) -> dict[str, Any]:
    """The settings that the command line gives."""
    given = {"source": source, "model_path": None if model is None else str(model), "device": device}
    return {name: value for name, value in given.items() if value is not None}
