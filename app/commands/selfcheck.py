"""`poise selfcheck`: the demo clip through the whole pipeline and through a window, summed up in one JSON object."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Protocol

from app.capture.opening import DEMO, CaptureOptions, open_source
from app.commands.answer import answer
from app.commands.failures import FAILED, expected_failures, say
from app.commands.percentiles import Percentiles, percentiles
from app.commands.quiet import stdout_kept_clean
from app.domain.frame import Frame
from app.domain.model_card import ModelCard
from app.domain.result import FrameResult
from app.perception.model import DeviceReport
from app.runtime.window_report import WindowReport

_WINDOW_SECONDS = 3.0
_LEAST_SHARE_WITH_FACE = (
    0.5  # the clip has a passage without a face; the exact share is a test of the clip, not of this
)


class CheckedPerceiver(Protocol):
    """What this command needs of a perceiver."""

    @property
    def card(self) -> ModelCard: ...

    @property
    def device(self) -> DeviceReport: ...

    def perceive(self, frame: Frame) -> FrameResult: ...

    def close(self) -> None: ...


WatchWindow = Callable[[str, float], WindowReport]
"""Runs a window on a source until so many seconds after its first face."""


@dataclass(slots=True)
class Summary:
    """What is printed; `faces` counts the different people seen. `ok` is True without problems."""

    ok: bool = False
    frames: int = 0
    frames_with_face: int = 0
    faces: int = 0
    device: str = ""
    device_reason: str = ""
    model: str = ""
    perceive_ms: Percentiles | None = None
    window: WindowReport | None = None
    problems: list[str] = field(default_factory=list)


def selfcheck(load_perceiver: Callable[[], CheckedPerceiver], watch_window: WatchWindow) -> int:
    """Run both checks, print the summary and return the exit code; a failure is part of the summary too."""
    summary = Summary()
    with stdout_kept_clean():
        try:
            _check_pipeline(summary, load_perceiver)
            _check_window(summary, watch_window)
        except expected_failures() as error:
            summary.problems.append(str(error))
    summary.ok = not summary.problems
    answer(json.dumps(_as_json(summary), indent=2) + "\n")
    for problem in summary.problems:
        say(problem)
    return 0 if summary.ok else FAILED


def _check_pipeline(summary: Summary, load_perceiver: Callable[[], CheckedPerceiver]) -> None:
    perceiver = load_perceiver()
    try:
        summary.model = f"{perceiver.card.name} {perceiver.card.version}"
        results = tuple(_results(perceiver))
        summary.device, summary.device_reason = perceiver.device.running, perceiver.device.reason
    finally:
        perceiver.close()
    summary.frames = len(results)
    summary.frames_with_face = sum(1 for ids, _ in results if ids)
    summary.faces = len(frozenset().union(*(ids for ids, _ in results)))
    summary.perceive_ms = percentiles([perceive_ms for _, perceive_ms in results])
    if summary.frames_with_face < _LEAST_SHARE_WITH_FACE * max(1, summary.frames):
        summary.problems.append(
            f"The face of the demo clip was found in only {summary.frames_with_face} of {summary.frames} frames; "
            "reinstall Poise, and run `poise doctor` if that does not help."
        )


def _check_window(summary: Summary, watch_window: WatchWindow) -> None:
    summary.window = watch_window(DEMO, _WINDOW_SECONDS)
    if not summary.window.painted_with_face:
        summary.problems.append(
            f"The window painted {summary.window.painted} pictures and no face in them; run `poise doctor`."
        )


def _results(perceiver: CheckedPerceiver) -> Iterator[tuple[frozenset[int], float]]:
    """For each frame of the demo clip the faces seen and the milliseconds it took."""
    source = open_source(DEMO, CaptureOptions(realtime=False))
    try:
        while (frame := source.read()) is not None:
            result = perceiver.perceive(frame)
            ids = frozenset(face.face.track_id for face in result.faces if face.face.observed)
            yield ids, result.times.perceive_ms
    finally:
        source.close()


def _as_json(summary: Summary) -> dict[str, object]:
    """The summary, with the many latencies of the window as median and 95th percentile."""
    fields: dict[str, object] = asdict(summary)
    if summary.window is not None:
        latency = percentiles(summary.window.latency_ms)
        fields["window"] = {**asdict(summary.window), "latency_ms": None if latency is None else asdict(latency)}
    return fields
