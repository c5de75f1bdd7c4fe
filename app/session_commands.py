"""The composition of the commands that run a session without a window: stream and record."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.choices import perception_options, used_baseline
from app.composition import shared_perceiver, video_for_recording
from app.ui.application import import_onnxruntime

# Everything slow is imported where it is used, so that `poise --help` comes at once.
if TYPE_CHECKING:
    from app.commands.record import RecordRequest
    from app.commands.stream import StreamRequest
    from app.output.sink import ResultSink
    from app.perception.perceiver import Perceiver, PerceptionOptions
    from app.runtime.session import Session, SessionEvent
    from app.runtime.shared_perceiver import SharedPerceiver
    from app.settings import Settings


def run_stream(request: "StreamRequest", settings_path: Path, chosen: dict[str, Any], agree: bool) -> int:
    """Run `poise stream` with the saved settings and what the command line chose, once the user has agreed."""
    import_onnxruntime()
    from app.commands.agreement import require_agreement
    from app.commands.stalls import RELEASE_S
    from app.commands.stream import stream
    from app.output.live.sink import NOTICE
    from app.settings import load_settings, save_settings

    request.refuse_nothing()
    _log_errors_alone()
    saved = load_settings(settings_path)
    agreed = replace(saved, streaming_accepted=True)
    require_agreement(
        NOTICE, agreed=agree or saved.streaming_accepted, remember=lambda: save_settings(settings_path, agreed)
    )
    settings = replace(saved, **chosen)
    baseline = used_baseline(settings)
    perceiver = shared_perceiver(lambda: baseline, baseline)
    try:
        return stream(request, session_maker(settings, perceiver))
    finally:
        perceiver.close(RELEASE_S)


def run_record(request: "RecordRequest", settings_path: Path, chosen: dict[str, Any], agree: bool) -> int:
    """Run `poise record` with the saved settings and what the command line chose, once the user has agreed."""
    import_onnxruntime()
    from app.commands.agreement import require_agreement
    from app.commands.record import record
    from app.commands.stalls import RELEASE_S
    from app.overlay.style import OverlayStyle
    from app.recording.facts import facts_of
    from app.recording.plan import NOTICE, RecordingPlan
    from app.recording.session_file import Agreement, Kept, utc_now
    from app.settings import load_settings, numbers_rest_on, save_settings

    request.refuse_nonsense()
    _log_errors_alone()
    saved = load_settings(settings_path)
    agreed_at = "" if agree else saved.recording_accepted_at
    now = replace(saved, recording_accepted_at=agreed_at or utc_now())
    require_agreement(
        NOTICE,
        agreed=agree or bool(agreed_at),
        remember=lambda: save_settings(settings_path, now),
        otherwise="recorded",
    )
    settings = replace(now, **chosen)
    style = OverlayStyle(show_gender=request.gender, anonymous=request.anonymise)
    baseline = used_baseline(settings)
    perceiver = shared_perceiver(lambda: baseline, baseline)
    plan = RecordingPlan(
        kept=Kept(request.video, request.anonymise, request.gender),
        consent=Agreement(NOTICE, settings.recording_accepted_at),
        settings=numbers_rest_on(settings),
        open_video=video_for_recording(style) if request.video else None,
        facts=lambda: facts_of(perceiver.current, baseline),
        set_aside=request.overwrite,
    )
    try:
        return record(request, session_maker(settings, perceiver), plan)
    finally:
        perceiver.close(RELEASE_S)


def session_maker(
    settings: "Settings", perceiver: "SharedPerceiver[PerceptionOptions, Perceiver]"
) -> "Callable[[Callable[[SessionEvent], None], Sequence[ResultSink]], Session]":
    """Makes the session of a command: a file is played once, the demo clip again and again."""
    from app.capture.opening import DEMO, CaptureOptions, open_source
    from app.runtime.session import Session

    size = (settings.capture_width_px, settings.capture_height_px)
    options = CaptureOptions(*size, fps=settings.capture_fps, loop=settings.source == DEMO)

    def make_session(on_event: "Callable[[SessionEvent], None]", sinks: "Sequence[ResultSink]") -> Session:
        return Session(
            lambda: open_source(settings.source, options),
            lambda: perceiver.with_options(perception_options(settings)),
            on_ready=lambda: None,
            on_event=on_event,
            sinks=sinks,
        )

    return make_session


def _log_errors_alone() -> None:
    """Warnings are sentences that the command says itself; by itself Python would write them a second time."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    logging.getLogger("app").addHandler(handler)
