"""The columns of a recording's two tables: the faces, and the frames they were seen in."""

import time
from collections.abc import Sequence

from app.domain.result import FrameResult
from app.output.rows import GENDER_COLUMNS, READING_COLUMNS, Columns, Row, rows_of
from app.recording.clock import RecordingClock

_FIRST = ("file", "time_s", "unix_time_s", "frame")

READINGS_COLUMNS = Columns(
    names=(*_FIRST, *(name for name in READING_COLUMNS.names if name not in _FIRST)),
    text=READING_COLUMNS.text,
    whole=READING_COLUMNS.whole,
)
"""One row per face and frame; `file` is the source's name."""

FRAMES_COLUMNS = Columns(
    names=("frame", "time_s", "unix_time_s", "faces", "latency_ms", "dropped", "source_frame", "source_time_s"),
    text=frozenset(),
    whole=frozenset({"frame", "faces", "dropped", "source_frame"}),
)
"""One row per analysed frame, with faces or without."""


def readings_columns(*, gender: bool) -> Columns:
    return READINGS_COLUMNS if gender else READINGS_COLUMNS.without(GENDER_COLUMNS)


def readings_rows(result: FrameResult, frame: int, source: str, clock: RecordingClock) -> Sequence[Row]:
    """The faces of the frame that has this place in the recording."""
    at = result.frame.captured_at
    own: Row = {"time_s": clock.time_s(at), "unix_time_s": clock.unix_time_s(at), "frame": frame}
    return tuple(row | own for row in rows_of(source, result))


def frames_row(result: FrameResult, frame: int, faces: int, dropped: int, clock: RecordingClock) -> Row:
    """The row of a frame; its latency runs until now, when its readings are kept."""
    at = result.frame.captured_at
    return {
        "frame": frame,
        "time_s": clock.time_s(at),
        "unix_time_s": clock.unix_time_s(at),
        "faces": faces,
        "latency_ms": round((time.perf_counter() - at) * 1000, 1),
        "dropped": dropped,
        "source_frame": result.frame.index,
        "source_time_s": round(result.frame.time_s, 3),
    }
