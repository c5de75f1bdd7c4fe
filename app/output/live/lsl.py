"""Lab Streaming Layer: one stream of numbers, and which machines may see it."""

import math
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.domain.reading import EMOTIONS, Attention, FaceReading
from app.domain.result import FrameResult
from app.output.live.libraries import library
from app.output.live.protocol import PROTOCOL
from app.output.live.sink import Marker, SinkStatus, SourceState
from app.output.sink import OutputError

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
)
"""Name and unit of each channel, in their order; a value that is not there is NaN."""

_BUFFER_S = 2
"""So much a slow inlet may be behind before the oldest samples go (liblsl counts 100 samples a second)."""

_THIS_MACHINE = """[ports]
IPv6 = disable
[multicast]
ResolveScope = machine
ListenAddress = 127.0.0.1
[log]
level = -3
"""
_CONFIGURATION = "LSLAPICFG"


_started_for: set[str] = set()
"""Whom liblsl was started for; it reads its configuration once in the life of a process."""


def load_lsl(local_network: bool = False) -> Any:
    """pylsl, kept to this machine unless `local_network`. Raises OutputError, also where it was started otherwise."""
    wanted = "the local network" if local_network else "this machine"
    if _started_for - {wanted}:
        raise OutputError(f"Lab Streaming Layer runs for {min(_started_for)}; start Poise again to change it.")
    if _started_for or local_network:
        pylsl = library("pylsl", "pylsl", "Lab Streaming Layer")
    else:
        pylsl = _load_for_this_machine()
    _started_for.add(wanted)
    return pylsl


def _load_for_this_machine() -> Any:
    before = os.environ.get(_CONFIGURATION)
    with tempfile.TemporaryDirectory(prefix="poise-lsl-") as folder:
        path = Path(folder) / "lsl_api.cfg"
        path.write_text(_THIS_MACHINE, encoding="ascii")
        os.environ[_CONFIGURATION] = str(path)
        try:
            pylsl = library("pylsl", "pylsl", "Lab Streaming Layer")
            pylsl.StreamInfo("configuration", "", 1, source_id="poise")  # the first one makes liblsl read the file
        finally:
            os.environ.pop(_CONFIGURATION)
            if before is not None:
                os.environ[_CONFIGURATION] = before
    return pylsl


class LslSink:
    """A LiveSink with one outlet: a sample for every face of a frame, or one without a face (`face_id` 0).

    liblsl sends on threads of its own and counts no drops; an inlet sees them as gaps in the channel `frame`.
    """

    def __init__(self, local_network: bool, max_rate_hz: float) -> None:
        self._pylsl = load_lsl(local_network)
        self._local_network = local_network
        self._ahead_s = self._pylsl.local_clock() - time.perf_counter()
        self._sent = 0
        with _sockets_kept_home(not local_network):
            self._outlet: Any = self._pylsl.StreamOutlet(self._described(max_rate_hz), max_buffered=_BUFFER_S)

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

    def close(self) -> None:
        self._outlet = None

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
    ]


@contextmanager
def _sockets_kept_home(wanted: bool) -> Iterator[None]:
    """Bind what is opened meanwhile to the loopback device.

    ResolveScope keeps others from finding the stream, but liblsl listens at every address of the machine, and who
    knows one could read all the same. Only Linux lets us mend that; elsewhere docs/protocol.md says so.
    """
    before = _open_sockets() if wanted and sys.platform == "linux" else {}
    yield
    if wanted and sys.platform == "linux":
        for inode, descriptor in _open_sockets().items():
            if inode not in before:
                _bind_to_loopback(descriptor)


def _open_sockets() -> dict[str, int]:
    """The sockets of this process by their inode."""
    found = {}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
        except OSError:  # the listing itself
            continue
        if target.startswith("socket:"):
            found[target] = int(entry.name)
    return found


def _bind_to_loopback(descriptor: int) -> None:
    with socket.socket(fileno=os.dup(descriptor)) as one:
        if one.family in (socket.AF_INET, socket.AF_INET6):
            try:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
            except OSError as error:
                raise OutputError(
                    f"Lab Streaming Layer cannot be kept to this machine ({error.strerror}); "
                    "choose another way, or allow the local network."
                ) from error


def from_lsl_clock(pylsl: Any) -> Callable[[float], float]:
    """From liblsl's clock to that of the frames, whose difference is taken once."""
    ahead_s = pylsl.local_clock() - time.perf_counter()
    return lambda at: at - ahead_s
