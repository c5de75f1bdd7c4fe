"""The messages of JSON lines and WebSocket: docs/protocol.md explains them, docs/protocol.schema.json checks them."""

import json
import time

from app.domain.plain_text import plain
from app.domain.reading import EMOTIONS
from app.domain.result import FrameResult
from app.output.live.sink import Gap, Marker, SourceState
from app.output.rows import face_columns

PROTOCOL = 1
"""Grows when a reader of the old one would misread the new one; new fields alone do not count."""

MOST_MARKER_CHARACTERS = 200

_FRAME = '{"type": "frame", '


class StreamClock:
    """From the clock that stamps frames to seconds since 1970 (UTC).

    The difference is taken once: a stream's stamps run as steadily as `time.perf_counter()`, whatever is done to the
    clock of the system meanwhile.
    """

    def __init__(self) -> None:
        self._ahead_s = time.time() - time.perf_counter()

    def unix_s(self, captured_at: float) -> float:
        return round(captured_at + self._ahead_s, 6)


def hello(clock: StreamClock, max_rate_hz: float) -> str:
    """The first message of every reader."""
    return _text(
        {
            "type": "hello",
            "protocol": PROTOCOL,
            "program": program_name(),
            "clock": "seconds since 1970-01-01 UTC",
            "started_s": clock.unix_s(time.perf_counter()),
            "max_rate_hz": max_rate_hz,
            "emotions": [str(emotion) for emotion in EMOTIONS],
        }
    )


def frame(result: FrameResult, clock: StreamClock) -> str:
    """One frame with all its faces, before it is known who gets it: `with_drops` completes it."""
    picture = result.frame
    return _text(
        {
            "type": "frame",
            "frame": picture.index,
            "captured_s": clock.unix_s(picture.captured_at),
            "time_s": round(picture.time_s, 3),
            "width_px": picture.width_px,
            "height_px": picture.height_px,
            "faces": [{"seen": reading.face.observed, **face_columns(reading)} for reading in result.faces],
        }
    )


def with_drops(message: str, dropped: int) -> str:
    """A frame's message with how many frames its reader has missed since it came."""
    return f'{_FRAME}"dropped": {dropped}, {message[len(_FRAME) :]}'


def marker(mark: Marker, clock: StreamClock) -> str:
    return _text(
        {"type": "marker", "captured_s": clock.unix_s(mark.captured_at), "text": mark.text, "origin": mark.origin}
    )


def gap(missed: Gap, clock: StreamClock) -> str:
    since_s, until_s = clock.unix_s(missed.since), clock.unix_s(missed.until)
    return _text({"type": "gap", "since_s": since_s, "until_s": until_s, "reason": missed.reason})


def marker_text(message: str | bytes) -> str | None:
    """The text of a marker that a reader sends, the only message it may send; None where it is something else."""
    try:
        sent = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or sent.keys() != {"type", "text"} or sent["type"] != "marker":
        return None
    text = sent["text"]
    return plain(text.strip()) if isinstance(text, str) and 0 < len(text.strip()) <= MOST_MARKER_CHARACTERS else None


def state(now: SourceState) -> str:
    return _text({"type": "state", "state": now.state, "source": now.source, "message": now.message})


def _text(message: dict[str, object]) -> str:
    return json.dumps(message, ensure_ascii=False, allow_nan=False)


def program_name() -> str:
    """This program with its version."""
    from importlib.metadata import PackageNotFoundError, version  # 20 ms of a window's start

    try:
        return f"Poise {version('poise')}"
    except PackageNotFoundError:  # a copied folder without an installation
        return "Poise unknown"
