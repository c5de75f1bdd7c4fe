"""What the charts of a report show, in plain numbers; how they are drawn stands in the template."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from app.domain.reading import ANGLES, EMOTIONS, Attention
from app.output.rows import UNCERTAIN
from app.recording.downsampling import downsampled
from app.recording.frame_times import GAP_S, FrameTimes
from app.recording.summary import NO_FACE, NOT_JUDGED, UNKNOWN, summarise
from app.recording.track import Track

EMOTION_BANDS = (*(str(emotion) for emotion in EMOTIONS), UNCERTAIN, NOT_JUDGED, NO_FACE)
ATTENTION_BANDS = (str(Attention.FACING), str(Attention.AWAY), UNKNOWN, str(Attention.ABSENT))
"""What lies upon each other in a column of a chart, from the bottom up."""

_MOST_COLUMNS = 120
_SHORTEST_COLUMN_S = 0.25
_STRETCHES = 360
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)
_MOST_TICKS = 9
_LEAST_REACH_DEG, _STEP_DEG = 30, 15


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a column: its name, where it begins (0 bottom, 1 top) and how high it is."""

    name: str
    start: float
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time: where it begins and how wide it is, as shares of the whole, and what it is made of.

    No bands: nothing was recorded.
    """

    start: float
    width: float
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """An angle over time: lines of points, each a share of the time and one of the height (0 bottom, 1 top)."""

    name: str
    lines: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it stands (0 to 1), and its text."""

    place: float
    text: str


def columns_of(frames: FrameTimes, track: Track, duration_s: float) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """What was shown, and where the head was turned, in stretches of equal length."""
    count = max(1, min(_MOST_COLUMNS, math.ceil(duration_s / _SHORTEST_COLUMN_S)))
    emotions, attention = [], []
    for i in range(count):
        start_s, end_s = duration_s * i / count, duration_s * (i + 1) / count
        part = summarise(_frames_near(frames, start_s, end_s), _rows_near(track, start_s, end_s), start_s, end_s)
        recorded = part.recorded_s > 0
        emotions.append(_column(i, count, part.emotions if recorded else {}, EMOTION_BANDS))
        attention.append(_column(i, count, part.attention if recorded else {}, ATTENTION_BANDS))
    return tuple(emotions), tuple(attention)


def _frames_near(frames: FrameTimes, start_s: float, end_s: float) -> FrameTimes:
    """Those that may reach into a stretch: hours of them need not be looked at for each. A table's end must be kept."""
    if not frames.whole:
        return frames
    near = _near(frames.time_s, start_s, end_s)
    return FrameTimes(frames.time_s[near], frames.weight_s[near], whole=True)


def _rows_near(track: Track, start_s: float, end_s: float) -> Track:
    near = _near(track.time_s, start_s, end_s)
    columns = (column.name for column in fields(track) if column.name != "face_id")
    return replace(track, **{name: getattr(track, name)[near] for name in columns})


def _near(time_s: NDArray[np.float64], start_s: float, end_s: float) -> slice:
    """The places of the moments within a stretch and the second before, for as long as a frame may stand."""
    first, last = np.searchsorted(time_s, (start_s - GAP_S - 1e-6, end_s + 1e-6))
    return slice(int(first), int(last))


def _column(place: int, count: int, shares: Mapping[str, float], order: Sequence[str]) -> Column:
    bands, bottom = [], 0.0
    for name in order:
        share = shares.get(name, 0.0)
        if share > 0:
            bands.append(Band(name, bottom, share))
            bottom += share
    return Column(place / count, 1 / count, tuple(bands))


def reach_deg(track: Track) -> int:
    """Up to which angle, to both sides, the chart of the pose must reach."""
    stands = np.abs(track.angles_deg[track.pose_stands])
    most = float(np.nanmax(stands)) if stands.size and np.isfinite(stands).any() else 0.0
    return max(_LEAST_REACH_DEG, min(180, _STEP_DEG * math.ceil(most / _STEP_DEG)))


def curves_of(track: Track, duration_s: float, reach: int) -> tuple[Curve, ...]:
    """Yaw, pitch and roll where they stand."""
    angles = np.where(track.pose_stands[:, None], track.angles_deg, np.nan).astype(np.float32)
    points = downsampled(track.time_s, angles, 0.0, duration_s, _STRETCHES, GAP_S)
    share = points.time_s / duration_s if duration_s > 0 else points.time_s
    heights = (points.values / reach + 1) / 2
    return tuple(Curve(name, _lines(share, heights[:, i])) for i, name in enumerate(ANGLES))


def _lines(xs: NDArray[np.float64], ys: NDArray[np.floating]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The curve in its unbroken parts."""
    lines: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if np.isfinite(y):
            lines[-1].append((float(min(max(x, 0.0), 1.0)), float(min(max(y, 0.0), 1.0))))
        elif lines[-1]:
            lines.append([])
    return tuple(tuple(line) for line in lines if line)


def time_ticks(duration_s: float) -> tuple[Tick, ...]:
    """Round moments, no more of them than can be read."""
    step = next((each for each in _STEPS_S if duration_s / each <= _MOST_TICKS), max(duration_s, 1.0))
    count = int(duration_s / step)
    return tuple(Tick(i * step / duration_s, clock(i * step)) for i in range(count + 1)) if duration_s > 0 else ()


def clock(seconds: float) -> str:
    """A moment as h:mm:ss or m:ss."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
