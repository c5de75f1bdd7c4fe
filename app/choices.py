"""What the user chose, on the command line and in the settings, as what the parts of the program take."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.paths import baselines_dir, default_model

# Everything slow is imported where it is used, so that `poise --help` and the window come at once.
if TYPE_CHECKING:
    from app.capture.source import FrameSource
    from app.perception.baseline import Baseline
    from app.perception.perceiver import PerceptionOptions
    from app.settings import Settings

Device = Literal["auto", "cpu", "cuda"]


def chosen_settings(
    source: str | None, model: Path | None, device: Device | None, baseline: str | None = None
) -> dict[str, Any]:
    """The settings that the command line gives; the baseline "" is none."""
    given: dict[str, Any] = {"source": source, "model_path": None if model is None else str(model), "device": device}
    given |= {} if baseline is None else {"baseline": baseline or None, "use_baseline": bool(baseline)}
    return {name: value for name, value in given.items() if value is not None}


def settings_with(chosen: dict[str, Any]) -> "Settings":
    from app.settings import Settings

    return Settings(**chosen)


def perception_options(settings: "Settings") -> "PerceptionOptions":
    from app.capture.opening import is_picture
    from app.perception.attention import AttentionRule
    from app.perception.effort import Effort
    from app.perception.model import DeviceChoice
    from app.perception.perceiver import PerceptionOptions
    from app.perception.whole_frames import Reach

    return PerceptionOptions(
        model=Path(settings.model_path) if settings.model_path else default_model(),
        device=DeviceChoice(settings.device),
        reach=Reach(settings.detector_reach),
        # Of a picture there is no next frame that would bring what this one missed.
        effort=Effort.EVERY_FRAME if is_picture(settings.source) else Effort.LIVE,
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


def used_baseline(settings: "Settings") -> "Baseline | None":
    """The baseline that readings are measured from, None where none is on; raises BaselineError."""
    if not (settings.use_baseline and settings.baseline):
        return None
    from app.baselines import baseline_named

    return baseline_named(settings.baseline, baselines_dir())
