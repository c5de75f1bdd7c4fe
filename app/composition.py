"""The composition root: here settings become the parts they ask for, and the parts a window."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.commands.failures import CommandError
from app.commands.quiet import native_log_hidden
from app.paths import default_model
from app.ui.application import close_on_interrupt, create_application, drawing_application, end_now, import_onnxruntime

# Everything slow is imported where it is used, so that `poise --help` and the window come at once.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.capture.source import FrameSource
    from app.output.video import VideoSink
    from app.overlay.style import OverlayStyle
    from app.perception.model import DeviceReport
    from app.perception.perceiver import Perceiver, PerceptionOptions
    from app.recording.pictures import OpenVideo
    from app.runtime.session import SessionEvent
    from app.runtime.shared_perceiver import SharedPerceiver
    from app.runtime.window_report import WindowReport
    from app.settings import Settings
    from app.ui.window.main_window import MainWindow

Device = Literal["auto", "cpu", "cuda"]

_RELEASE_S = 0.3


def open_window(settings_path: Path, source: str | None, model: Path | None, device: Device | None) -> int:
    """Open the window, run it until it is closed, and return the exit code.

    What the command line chose holds for this run; it is not saved unless it is changed in the window.
    """
    application = create_application(sys.argv)  # before anything is hidden: what Qt says when it ends the process
    with native_log_hidden():
        return _run_window(application, settings_path, chosen_settings(source, model, device))


def _run_window(application: "QApplication", settings_path: Path, chosen: dict[str, Any]) -> int:
    from app.settings import read_settings, save_settings
    from app.ui.language.language import use_language

    loaded = read_settings(settings_path)
    saved = loaded.settings
    use_language(saved.language, application)

    def save(settings: "Settings") -> None:
        kept = {name: getattr(saved, name) for name, value in chosen.items() if getattr(settings, name) == value}
        save_settings(settings_path, replace(settings, **kept))

    perceiver = shared_perceiver()
    main_window = build_window(replace(saved, **chosen), save, perceiver)
    interrupted = close_on_interrupt(main_window)
    main_window.show()
    main_window.start()
    main_window.tell(loaded.warnings)
    code = application.exec()
    stopped_by = interrupted()
    code = code if stopped_by is None else 128 + stopped_by
    if not perceiver.close(_RELEASE_S) or main_window.left_behind:
        end_now(code)
    return code


def watch_window(
    source: str, seconds: float, *, model: Path | None, device: Device | None, picture: Path | None = None
) -> "WindowReport":
    """Run the window on a source until `seconds` after its first face, and report what was seen of it.

    Nobody is asked for consent here, so no camera and no stream is opened.
    """
    from app.capture.opening import is_recorded

    if not is_recorded(source):
        raise CommandError("Only the demo clip or a file can be watched; start `poise` for a camera or an address.")
    create_application(sys.argv[:1])
    from app.commands.machine import resident_mib
    from app.ui.window.watch import watch as watch_until

    perceiver = shared_perceiver()
    chosen = {**chosen_settings(source, model, device), "notice_accepted": True}
    main_window = build_window(settings_with(chosen), lambda settings: None, perceiver)
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
    from app.ui.live.outputs import Outputs
    from app.ui.window.main_window import MainWindow

    shared = perceiver or shared_perceiver()
    outputs = Outputs()

    def make_session(
        settings: "Settings", on_ready: Callable[[], None], on_event: "Callable[[SessionEvent], None]"
    ) -> Session:
        return Session(
            lambda: source_of(settings),
            lambda: shared.with_options(perception_options(settings)),
            on_ready=on_ready,
            on_event=outputs.overhearing(on_event),
            sinks=(outputs.broadcast,),
        )

    def device() -> "DeviceReport | None":
        return None if shared.current is None else shared.current.device

    return MainWindow(settings, save, make_session, list_cameras, device, outputs=outputs)


def shared_perceiver() -> "SharedPerceiver[PerceptionOptions, Perceiver]":
    from app.runtime.shared_perceiver import SharedPerceiver

    def load(options: "PerceptionOptions") -> "Perceiver":
        from app.perception.perceiver import load_perceiver  # on the inference thread: mediapipe takes a second

        return load_perceiver(options)

    return SharedPerceiver(load)


def perceiver_of(model: Path | None, device: Device | None) -> "Perceiver":
    import_onnxruntime()
    from app.perception.perceiver import load_perceiver

    return load_perceiver(perception_options(settings_with(chosen_settings(None, model, device))))


def perception_options(settings: "Settings") -> "PerceptionOptions":
    from app.perception.attention import AttentionRule
    from app.perception.model import DeviceChoice
    from app.perception.perceiver import PerceptionOptions
    from app.perception.search import Reach

    return PerceptionOptions(
        model=Path(settings.model_path) if settings.model_path else default_model(),
        device=DeviceChoice(settings.device),
        reach=Reach(settings.detector_reach),
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


def source_of(settings: "Settings") -> "FrameSource":
    """The source of the settings; without one the first camera, or the demo clip where there is none."""
    from app.capture.cameras import list_cameras
    from app.capture.opening import DEMO, CaptureOptions, is_video, open_source

    text = settings.source or next((camera.source_text for camera in list_cameras()), DEMO)
    repeat = settings.repeat_files or not is_video(Path(text))  # a picture stays
    size = (settings.capture_width_px, settings.capture_height_px)
    return open_source(text, CaptureOptions(*size, fps=settings.capture_fps, loop=repeat))


def open_video(path: Path, fps: float, *, gender: bool = True, overwrite: bool = False) -> "VideoSink":
    """A video with overlay; Qt needs an application object before it draws text, and no screen for it."""
    drawing_application()
    from app.output.video import VideoSink
    from app.overlay.style import OverlayStyle

    return VideoSink(path, fps, OverlayStyle(show_gender=gender), overwrite=overwrite)


def video_for_recording(style: "OverlayStyle") -> "OpenVideo":
    """Opens the video of a recording; Qt needs an application object before it draws text, and no screen for it.

    Raises OutputError where no such video can be written.
    """
    drawing_application()
    from app.output.growing_video import require_encoder
    from app.output.video import GrowingVideoSink

    require_encoder()
    return lambda path: GrowingVideoSink(path, style)


@dataclass(frozen=True, slots=True)
class PerceiverLoader:
    """Loads the perceivers of `analyze`; other processes are handed it, and a resumed run is compared by its text."""

    options: "PerceptionOptions"
    shipped: bool = True
    """The network that came with the program, wherever it lies on the machine that loads it."""

    def __call__(self, smooth: bool, threads: int) -> "Perceiver":
        import_onnxruntime()
        from app.perception.perceiver import load_perceiver

        model = default_model() if self.shipped else self.options.model
        return load_perceiver(replace(self.options, model=model, smooth=smooth, thorough=True, threads=threads))


def settings_with(chosen: dict[str, Any]) -> "Settings":
    from app.settings import Settings

    return Settings(**chosen)


def chosen_settings(source: str | None, model: Path | None, device: Device | None) -> dict[str, Any]:
    """The settings that the command line gives."""
    given = {"source": source, "model_path": None if model is None else str(model), "device": device}
    return {name: value for name, value in given.items() if value is not None}
