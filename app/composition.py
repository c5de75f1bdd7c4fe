"""The composition root: here settings become the parts they ask for, and the parts a window."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.choices import Device, chosen_settings, perception_options, settings_with, source_of, used_baseline
from app.commands.failures import CommandError
from app.commands.quiet import native_log_hidden
from app.paths import Places, baselines_dir, default_model, recordings_dir, settings_file, snapshots_dir
from app.ui.application import close_on_interrupt, create_application, drawing_application, end_now, import_onnxruntime

# Everything slow is imported where it is used, so that `poise --help` and the window come at once.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.domain.file_analysis import Analyst
    from app.output.video import VideoSink
    from app.overlay.style import OverlayStyle
    from app.perception.baseline import Baseline, BaselineInUse, BaselineNow
    from app.perception.model import DeviceReport
    from app.perception.perceiver import Perceiver, PerceptionOptions
    from app.recording.pictures import OpenVideo
    from app.recording.session_file import Facts
    from app.runtime.session import SessionEvent
    from app.runtime.shared_perceiver import SharedPerceiver
    from app.runtime.window_report import WindowReport
    from app.settings import Settings
    from app.ui.window.main_window import MainWindow

_RELEASE_S = 0.3


def open_window(settings_path: Path, chosen: dict[str, Any], review: Path | None = None) -> int:
    """Open the window, or a recording to `review` in it, run it until it is closed, and return the exit code.

    What the command line chose holds for this run; it is not saved unless it is changed in the window.
    """
    used_baseline(settings_with(chosen))  # a name that there is not is told here, not in the window
    application = create_application(sys.argv)  # before anything is hidden: what Qt says when it ends the process
    with native_log_hidden():
        return _run_window(application, settings_path, chosen, review)


def _run_window(application: "QApplication", settings_path: Path, chosen: dict[str, Any], review: Path | None) -> int:
    from app.perception.baseline import BaselineInUse
    from app.settings import read_settings, save_settings
    from app.ui.language.language import use_language

    loaded = read_settings(settings_path)
    saved = loaded.settings
    use_language(saved.language, application)

    def save(settings: "Settings") -> None:
        kept = {name: getattr(saved, name) for name, value in chosen.items() if getattr(settings, name) == value}
        save_settings(settings_path, replace(settings, **kept))

    in_use = BaselineInUse()
    perceiver = shared_perceiver(in_use)
    main_window = build_window(replace(saved, **chosen), save, perceiver, in_use, settings_path)
    interrupted = close_on_interrupt(main_window)
    main_window.show()
    main_window.start(review)
    main_window.tell(loaded.warnings)
    code = application.exec()
    stopped_by = interrupted()
    code = code if stopped_by is None else 128 + stopped_by
    if not perceiver.close(_RELEASE_S) or main_window.left_behind:
        end_now(code)
    return code


def watch_window(
    source: str,
    seconds: float,
    *,
    model: Path | None,
    device: Device | None,
    picture: Path | None = None,
    baseline: str | None = None,
) -> "WindowReport":
    """Run the window on a source until `seconds` after its first face, and report what was seen of it.

    Nobody is asked for consent here, so no camera and no stream is opened.
    """
    from app.capture.opening import is_recorded

    if not is_recorded(source):
        raise CommandError("Only the demo clip or a file can be watched; start `poise` for a camera or an address.")
    create_application(sys.argv[:1])
    from app.perception.baseline import BaselineInUse
    from app.ui.window.watch import watch as watch_until

    settings = settings_with({**chosen_settings(source, model, device, baseline), "notice_accepted": True})
    used_baseline(settings)
    in_use = BaselineInUse()
    perceiver = shared_perceiver(in_use)
    main_window = build_window(settings, lambda settings: None, perceiver, in_use)
    report = watch_until(main_window, seconds, timeout_s=60.0, resident_mib=_resident_mib, picture=picture)
    perceiver.close()
    return report


def _resident_mib() -> float:
    from app.commands.machine import resident_mib  # what measures is not part of what is measured

    return resident_mib()


def build_window(
    settings: "Settings",
    save: "Callable[[Settings], None]",
    perceiver: "SharedPerceiver[PerceptionOptions, Perceiver] | None" = None,
    in_use: "BaselineInUse | None" = None,
    settings_path: Path | None = None,
) -> "MainWindow":
    """The window with everything it needs; a QApplication must exist. The caller closes the perceiver it gives.

    `in_use` is what that perceiver asks for its baseline.
    """
    from app.capture.cameras import list_cameras
    from app.perception.baseline import BaselineInUse
    from app.runtime.session import Session
    from app.ui.baseline.control import BaselinePlace
    from app.ui.live.outputs import Outputs
    from app.ui.record.recordings import Recordings
    from app.ui.window.main_window import MainWindow

    in_use = in_use or BaselineInUse()
    shared = perceiver or shared_perceiver(in_use)
    outputs = Outputs()
    recordings = Recordings(partial(_facts, shared, in_use))
    outputs.broadcast.hear(recordings.mark)

    def make_session(
        settings: "Settings", on_ready: Callable[[], None], on_event: "Callable[[SessionEvent], None]"
    ) -> Session:
        return Session(
            lambda: source_of(settings),
            lambda: shared.with_options(perception_options(settings)),
            on_ready=on_ready,
            on_event=recordings.overhearing(outputs.overhearing(on_event)),
            sinks=(outputs.broadcast, *recordings.sinks),
        )

    baselines = BaselinePlace(baselines_dir(), in_use, lambda: shared.current.card if shared.current else None)
    rooms = (outputs, baselines, recordings, analyst_of, _kept(settings_path))
    return MainWindow(settings, save, make_session, list_cameras, _device_of(shared), None, *rooms)


def analyst_of(settings: "Callable[[], Settings]") -> "Analyst":
    """What the window analyses files with: the work of `poise analyze`, by the window's settings of each moment."""
    from app.commands.analyze.piecewise import PieceAnalyst

    def loader() -> PerceiverLoader:
        now = settings()
        return PerceiverLoader.of(now, shipped=not now.model_path)

    return PieceAnalyst(loader, open_video)


def _kept(settings_path: Path | None) -> Places:
    """Where everything lies that Poise keeps."""
    return Places(settings_path or settings_file(), baselines_dir(), (recordings_dir(),), snapshots_dir())


def _facts(shared: "SharedPerceiver[PerceptionOptions, Perceiver]", in_use: "BaselineInUse") -> "Facts":
    """What reads the faces now; asked for by a recording."""
    from app.recording.facts import facts_of

    return facts_of(shared.current, in_use())


def _device_of(
    shared: "SharedPerceiver[PerceptionOptions, Perceiver]",
) -> "Callable[[], DeviceReport | None]":
    """Where the network runs, None until it is loaded."""
    return lambda: None if shared.current is None else shared.current.device


def shared_perceiver(
    baseline_now: "BaselineNow | None" = None, required: "Baseline | None" = None
) -> "SharedPerceiver[PerceptionOptions, Perceiver]":
    """Loaded when it is needed; it asks `baseline_now` before every frame, and fails where `required` does not fit."""
    from app.runtime.shared_perceiver import SharedPerceiver

    def load(options: "PerceptionOptions") -> "Perceiver":
        from app.perception.baseline import no_baseline
        from app.perception.perceiver import load_perceiver  # on the inference thread: mediapipe takes a second

        return _fitting(load_perceiver(options, baseline_now or no_baseline), required)

    return SharedPerceiver(load)


def _fitting(loaded: "Perceiver", baseline: "Baseline | None") -> "Perceiver":
    """The perceiver where the baseline was taken with its network, else BaselineError; it is closed then."""
    from app.perception.baseline import BaselineError, require_fit

    try:
        require_fit(baseline, loaded.card)
    except BaselineError:
        loaded.close()
        raise
    return loaded


def perceiver_of(model: Path | None, device: Device | None) -> "Perceiver":
    import_onnxruntime()
    from app.perception.perceiver import load_perceiver

    return load_perceiver(perception_options(settings_with(chosen_settings(None, model, device))))


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

    baseline: "Baseline | None" = None

    every_frame: bool = False
    """Faces that hold still are looked for in every frame, too."""

    @staticmethod
    def of(settings: "Settings", shipped: bool, every_frame: bool = False) -> "PerceiverLoader":
        """Loads as the settings say. Raises BaselineError."""
        return PerceiverLoader(perception_options(settings), shipped, used_baseline(settings), every_frame)

    def __call__(self, smooth: bool, threads: int) -> "Perceiver":
        import_onnxruntime()
        from app.perception.effort import Effort
        from app.perception.perceiver import load_perceiver

        model = default_model() if self.shipped else self.options.model
        effort = Effort.EVERY_FRAME if self.every_frame or not smooth else Effort.FILE
        options = replace(self.options, model=model, smooth=smooth, effort=effort, threads=threads)
        return _fitting(load_perceiver(options, lambda: self.baseline), self.baseline)
