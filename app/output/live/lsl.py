"""Lab Streaming Layer: one stream of numbers out, and the markers of others in."""

import math
import os
import time
from collections.abc import Callable
from typing import Any

from app.domain.reading import EMOTIONS, Attention, FaceReading
from app.domain.result import FrameResult
from app.output.live.lsl_library import load_lsl, sockets_kept_home
from app.output.live.lsl_markers import LslMarkers
from app.output.live.protocol import PROTOCOL
from app.output.live.sink import Gap, Marker, SinkStatus, SourceState

STREAM_NAME, STREAM_TYPE = "Poise", "Face"
ATTENTION_CODES = {Attention.FACING: 1.0, Attention.AWAY: 0.0, Attention.ABSENT: -1.0}

CHANNELS: tuple[tuple[str, str], ...] = (
    ("frame", "count"),
    ("face_id", "none"),
    ("valid", "1 or 0"),
    ("attention", "1 facing, 0 away, -1 absent"),
    *((str(emotion), "probability") for emotion in EMOTIONS),
    ("yaw_deg", "degrees"),
    ("pitch_deg", "degrees"),
    ("roll_deg", "degrees"),
    ("female", "probability"),
    ("baseline", "1 measured from one, 0 not"),
)
"""Name and unit of each channel, in their order; a value that is not there is NaN."""

_BUFFER_S = 2
"""So much a slow inlet may be behind before the oldest samples go (liblsl counts 100 samples a second)."""


class LslSink:
    """A LiveSink with one outlet: a sample for every face of a frame, or one without a face (`face_id` 0).

    liblsl sends on threads of its own and counts no drops; an inlet sees them as gaps in the channel `frame`.
    `on_marker` gets the markers of others, on a thread of its own.
    """

    def __init__(
        self, local_network: bool, max_rate_hz: float, on_marker: Callable[[Marker], None] | None = None
    ) -> None:
        self._pylsl = load_lsl(local_network)
        self._local_network = local_network
        self._ahead_s = self._pylsl.local_clock() - time.perf_counter()
        self._sent = 0
        with sockets_kept_home(not local_network):
            self._outlet: Any = self._pylsl.StreamOutlet(self._described(max_rate_hz), max_buffered=_BUFFER_S)
        self._markers = None if on_marker is None else LslMarkers(on_marker, local_network)

    def write(self, result: FrameResult) -> None:
        if self._outlet is None:
            return
        at = result.frame.captured_at + self._ahead_s
        faces: tuple[FaceReading | None, ...] = result.faces or (None,)
        for face in faces:
            self._outlet.push_sample(sample(result.frame.index, face), timestamp=at)
        self._sent += 1

    def mark(self, marker: Marker) -> None:
        """Markers come from LSL: whoever reads it gets them from their own stream."""

    def tell(self, state: SourceState) -> None:
        """A stream of numbers has no place for words."""

    def miss(self, gap: Gap) -> None:
        """The stamps of the samples show it."""

    def close(self) -> None:
        self._outlet = None
        if self._markers is not None:
            self._markers.close()

    def status(self) -> SinkStatus:
        outlet = self._outlet
        clients = 0 if outlet is None else int(outlet.have_consumers())
        address = f"stream {STREAM_NAME}, type {STREAM_TYPE}"
        return SinkStatus("LSL", address, clients, self._sent, 0, local=not self._local_network)

    def _described(self, max_rate_hz: float) -> Any:
        info = self._pylsl.StreamInfo(
            STREAM_NAME, STREAM_TYPE, len(CHANNELS), self._pylsl.IRREGULAR_RATE, "float32", f"poise-{os.getpid()}"
        )
        description = info.desc()
        description.append_child_value("manufacturer", "Poise")
        description.append_child_value("protocol", str(PROTOCOL))
        description.append_child_value("max_rate_hz", str(max_rate_hz))
        channels = description.append_child("channels")
        for name, unit in CHANNELS:
            channel = channels.append_child("channel")
            for key, value in (("label", name), ("unit", unit), ("type", STREAM_TYPE)):
                channel.append_child_value(key, value)
        return info


def sample(frame: int, face: FaceReading | None) -> list[float]:
    """The values of `CHANNELS` for a face, or for a frame without one."""
    if face is None:
        absent = ATTENTION_CODES[Attention.ABSENT]
        return [float(frame), 0.0, 0.0, absent, *[math.nan] * (len(CHANNELS) - 4)]
    attention = math.nan if face.attention is None else ATTENTION_CODES[face.attention]
    return [
        float(frame),
        float(face.face.track_id),
        float(face.flaw is None),
        attention,
        *face.reading.emotion.probabilities,
        *face.reading.pose.angles_deg,
        face.reading.female,
        float(bool(face.baseline)),
    ]
