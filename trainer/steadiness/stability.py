"""How steady labels and angles are over time, and how far smoothing lags behind."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES, Emotion
from trainer.demo.script import ClipScript
from trainer.listener import Listener
from trainer.plain_values import Json, plain
from trainer.steadiness.clip_trace import Trace, script_of, trace_clip

_SETTLE_S = 0.5
"""So long after a change of what is shown, nothing is counted: it may still be followed."""

_WINDOW_S = 1.0
"""Jitter is taken about the mean of windows of at most this length, so that a slow drift is none."""

_LEAST_TURN_DEG = 0.05
"""Of a script: an angle turns where it changes by more than this from frame to frame."""

_LEAST_FRAMES = 5
_LONGEST_LAG_MS = 400
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class LabelChanges:
    """How often the label changes in a minute in which the expression does not."""

    minutes: float
    raw_per_minute: float
    smooth_per_minute: float


@dataclass(frozen=True, slots=True)
class AngleStability:
    """Of one angle: standard deviation at rest before and after smoothing, and the lag; None without such frames."""

    angle: str
    raw_jitter_deg: float | None
    smooth_jitter_deg: float | None
    lag_ms: float | None


@dataclass(frozen=True, slots=True)
class Stability:
    """All that is measured in one clip."""

    frames: int
    judged: int
    labels: LabelChanges
    angles: tuple[AngleStability, ...]


@dataclass(frozen=True, slots=True)
class NoisyStability:
    """What was measured with noise of so many grey levels in the clip."""

    noise_sd: float
    stability: Stability

    def to_json(self) -> dict[str, Json]:
        """Numbers rounded to what they are worth."""
        values = {name: plain(value, _DIGITS) for name, value in asdict(self.stability).items()}
        return {"noise_sd": self.noise_sd, **values}


def measure(clip: Path, model: Path, noises_sd: Sequence[float], listener: Listener) -> list[NoisyStability]:
    """A clip with each of these noises; the script beside it, if there is one, says what is shown when.

    Raises ClipError, ModelError, DetectorError.
    """
    script, measured = script_of(clip), []
    for noise_sd in noises_sd:
        with listener.bar("frames") as advance:
            trace = trace_clip(clip, model, noise_sd, advance)
        measured.append(NoisyStability(noise_sd, stability_of(trace, script)))
    return measured


def stability_of(trace: Trace, script: ClipScript | None) -> Stability:
    """Measure a trace; without a script the expression counts as constant, and every angle as at rest and turning."""
    frames = len(trace.time_s)
    shown = _shown(script, frames)
    return Stability(
        frames=frames,
        judged=int(trace.judged.sum()),
        labels=_label_changes(trace, _stretches(trace, trace.judged & shown.known, shown.expression)),
        angles=tuple(_angle(trace, shown, column) for column in range(len(ANGLES))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """What each frame shows: `known` bool [n], a number for each expression int64 [n], which angles turn bool [n, 3]
    and which are at rest bool [n, 3]."""

    known: NDArray[np.bool_]
    expression: NDArray[np.int64]
    turning: NDArray[np.bool_]
    resting: NDArray[np.bool_]


def _shown(script: ClipScript | None, frames: int) -> _Shown:
    if script is None:
        always = np.ones((frames, len(ANGLES)), bool)
        return _Shown(np.ones(frames, bool), np.zeros(frames, np.int64), always, always)
    names = (*script.expression, *(None,) * frames)[:frames]
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    turning = np.stack([_turns(angles, frames) for angles in (script.yaw_deg, script.pitch_deg, script.roll_deg)], 1)
    still = ~turning.any(axis=1, keepdims=True).repeat(len(ANGLES), axis=1)
    known = np.array([name is not None for name in names])
    return _Shown(known, np.array([order[name] for name in names]), turning, still)


def _turns(angles_deg: Sequence[float | None], frames: int) -> NDArray[np.bool_]:
    """Where an angle of the script differs from that of the frame before."""
    angles = np.full(frames, np.nan)
    given = np.array([np.nan if angle is None else angle for angle in angles_deg[:frames]], float)
    angles[: len(given)] = given
    return np.abs(np.diff(angles, prepend=angles[:1])) > _LEAST_TURN_DEG


def _stretches(trace: Trace, counted: NDArray[np.bool_], shown: NDArray[np.int64]) -> list[slice]:
    """Runs of counted frames that show the same, without the time in which what came before is still followed."""
    ends = np.flatnonzero(np.diff(np.where(counted, shown, -1), prepend=-2, append=-2))
    runs = [slice(start, end) for start, end in pairwise(ends.tolist()) if counted[start]]
    settled = [_after(trace.time_s, run, _SETTLE_S) for run in runs]
    return [run for run in settled if run.stop - run.start >= _LEAST_FRAMES]


def _after(time_s: NDArray[np.float64], run: slice, wait_s: float) -> slice:
    return slice(int(np.searchsorted(time_s[: run.stop], time_s[run.start] + wait_s)), run.stop)


def _label_changes(trace: Trace, stretches: Sequence[slice]) -> LabelChanges:
    minutes = sum(float(trace.time_s[run.stop - 1] - trace.time_s[run.start]) for run in stretches) / 60

    def per_minute(labels: Sequence[Emotion | None]) -> float:
        changes = sum(old is not new for run in stretches for old, new in pairwise(labels[run]))
        return changes / minutes if minutes else 0.0

    return LabelChanges(minutes, per_minute(trace.raw_labels), per_minute(trace.labels))


def _angle(trace: Trace, shown: _Shown, column: int) -> AngleStability:
    raw, smooth = trace.raw_deg[:, column], trace.smooth_deg[:, column]
    rests = _stretches(trace, trace.judged & shown.known & shown.resting[:, column], shown.expression)
    windows = [window for rest in rests for window in _windows(trace.time_s, rest)]
    return AngleStability(
        angle=ANGLES[column],
        raw_jitter_deg=_jitter(raw, windows),
        smooth_jitter_deg=_jitter(smooth, windows),
        lag_ms=lag_ms(trace.time_s, raw, smooth, trace.judged & shown.turning[:, column]),
    )


def _windows(time_s: NDArray[np.float64], run: slice) -> Iterator[slice]:
    """A run in parts of equal length, none longer than a second."""
    count = max(1, math.ceil(float(time_s[run.stop - 1] - time_s[run.start]) / _WINDOW_S))
    borders = np.linspace(run.start, run.stop, count + 1).astype(int).tolist()
    return (slice(start, end) for start, end in pairwise(borders))


def _jitter(angle_deg: NDArray[np.float64], windows: Sequence[slice]) -> float | None:
    """Standard deviation about the mean of each window, over all of them together."""
    if not windows:
        return None
    freedom = sum(window.stop - window.start - 1 for window in windows)
    squares = sum(float(np.square(angle_deg[window] - angle_deg[window].mean()).sum()) for window in windows)
    return math.sqrt(squares / max(1, freedom))


def lag_ms(
    time_s: NDArray[np.float64], raw: NDArray[np.float64], smooth: NDArray[np.float64], counted: NDArray[np.bool_]
) -> float | None:
    """How much later the smoothed values (float64 [n]) show what the raw ones did where it counts (bool [n]).

    The shift at which they correlate best, to the millisecond: between frames the smoothed values are interpolated.
    None where fewer than `_LEAST_FRAMES` count or nothing moves.
    """
    known = np.isfinite(smooth) & np.isfinite(raw)
    chosen = counted & known
    if chosen.sum() < _LEAST_FRAMES or np.ptp(raw[chosen]) == 0:
        return None
    shifts_ms = np.arange(_LONGEST_LAG_MS + 1)
    fits = [
        np.corrcoef(raw[chosen], np.interp(time_s[chosen] + shift_ms / 1000, time_s[known], smooth[known]))[0, 1]
        for shift_ms in shifts_ms
    ]
    return float(shifts_ms[int(np.nanargmax(fits))])
