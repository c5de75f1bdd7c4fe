"""Open Sound Control: one bundle of messages for each frame, by UDP."""

import socket
from typing import Any

from app.domain.reading import FaceReading
from app.domain.result import FrameResult
from app.output.live.admission import is_loopback
from app.output.live.libraries import library
from app.output.live.protocol import PROTOCOL, StreamClock
from app.output.live.sink import Gap, Marker, SinkStatus, SourceState
from app.output.rows import UNCERTAIN
from app.output.sink import OutputError

_MOST_PORT = 65535


class OscSink:
    """A LiveSink to one address. UDP tells nothing of its readers; what the system refuses to take counts as dropped.

    Every bundle is stamped with the moment of capture and numbered, so that a reader sees what it missed.
    """

    def __init__(self, place: str, max_rate_hz: float) -> None:
        purpose = "Open Sound Control"
        self._bundles = library("pythonosc.osc_bundle_builder", "python-osc", purpose)
        self._messages = library("pythonosc.osc_message_builder", "python-osc", purpose)
        self._host, self._port = parse_place(place)
        self._clock = StreamClock()
        self._sent = 0
        self._dropped = 0
        self._target, self._socket = _opened(self._host, self._port)
        self._send(self._single("/poise/hello", PROTOCOL, max_rate_hz))

    def write(self, result: FrameResult) -> None:
        frame = result.frame
        stamp = self._clock.unix_s(frame.captured_at)
        bundle = self._bundles.OscBundleBuilder(stamp)
        bundle.add_content(self._message("/poise/frame", frame.index, float(frame.time_s), len(result.faces)))
        for place, face in enumerate(result.faces, start=1):
            for address, values in face_messages(place, face):
                bundle.add_content(self._message(address, *values))
        self._sent += self._send(bundle.build().dgram)

    def mark(self, marker: Marker) -> None:
        self._send(self._single("/poise/marker", marker.text, marker.origin))

    def tell(self, state: SourceState) -> None:
        self._send(self._single("/poise/state", state.state, state.source))

    def miss(self, gap: Gap) -> None:
        self._send(self._single("/poise/gap", gap.until - gap.since, gap.reason))

    def close(self) -> None:
        self._socket.close()

    def status(self) -> SinkStatus:
        address = f"{self._host}:{self._port}"
        return SinkStatus("OSC", address, None, self._sent, self._dropped, local=is_loopback(str(self._target[0])))

    def _message(self, address: str, *values: str | float) -> Any:
        builder = self._messages.OscMessageBuilder(address)
        for value in values:
            builder.add_arg(value)
        return builder.build()

    def _single(self, address: str, *values: str | float) -> bytes:
        dgram: bytes = self._message(address, *values).dgram
        return dgram

    def _send(self, data: bytes) -> bool:
        if self._socket.fileno() < 0:
            return False
        try:
            self._socket.sendto(data, self._target)
        except OSError:  # nobody listens, or the network is away for the moment
            self._dropped += 1
            return False
        return True


def face_messages(place: int, face: FaceReading) -> tuple[tuple[str, tuple[str | float, ...]], ...]:
    """Address and values of what is said of one face; `place` counts the faces of a frame from 1."""
    reading, root = face.reading, f"/poise/face/{place}"
    label = UNCERTAIN if face.label is None else str(face.label)
    return (
        (f"{root}/id", (face.face.track_id, int(face.face.observed), int(face.flaw is None))),
        (f"{root}/emotion", (label, reading.emotion.confidence)),
        (f"{root}/emotions", reading.emotion.probabilities),
        (f"{root}/pose", reading.pose.angles_deg),
        (f"{root}/attention", (str(face.attention or ""),)),
        (f"{root}/female", (reading.female,)),
        (f"{root}/baseline", (face.baseline,)),
    )


def parse_place(place: str) -> tuple[str, int]:
    """Host and port of `HOST:PORT`. Raises OutputError."""
    host, colon, port = place.rpartition(":")
    host = host.strip("[]")
    if not (colon and host and port.isdecimal() and 0 < int(port) <= _MOST_PORT):
        raise OutputError(f"{place!r} is no place for OSC; write HOST:PORT, for example 127.0.0.1:9000.")
    return host, int(port)


def _opened(host: str, port: int) -> tuple[Any, socket.socket]:
    """The address of a place, and a socket to send there that never waits."""
    try:
        family, kind, _, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    except (OSError, UnicodeError) as error:
        raise OutputError(f"The host {host} is not known; check the name, or give its address.") from error
    opened = socket.socket(family, kind)
    opened.setblocking(False)
    return target, opened
