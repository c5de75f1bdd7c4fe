"""Messages to any number of WebSocket clients on this machine."""

import asyncio
import errno
import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.result import FrameResult
from app.output.live import protocol
from app.output.live.admission import LOOPBACK, Admission, is_loopback
from app.output.live.libraries import library
from app.output.live.protocol import StreamClock
from app.output.live.sink import Gap, Marker, SinkStatus, SourceState
from app.output.sink import OutputError

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

DEFAULT_PORT = 8765

_MOST_BYTES_FROM_CLIENT = 1024
_MOST_NOTES = 256
_SEND_BUFFER_BYTES = 32 * 1024
_CHECK_S = 0.25
"""So often a client must show that it keeps up (a ping, answered in order): what lies in the buffers of the system
between us is never older than this and one answer."""
_CLOSE_S = 2.0
_POLICY_VIOLATION = 1008
_MOST_MARKERS_A_SECOND = 100
_ORIGIN = "websocket"


@dataclass(frozen=True, slots=True)
class WebSocketPlace:
    """Where the server listens (port 0: any free one) and who may read."""

    port: int = DEFAULT_PORT
    host: str = LOOPBACK
    admission: Admission = field(default_factory=Admission)


class WebSocketSink:
    """A LiveSink with a server on a thread of its own. Raises OutputError where it cannot listen.

    `on_marker` gets the markers of clients, on the server's thread; a client that sends anything else is sent away.
    """

    def __init__(
        self, place: WebSocketPlace, max_rate_hz: float, on_marker: Callable[[Marker], None] | None = None
    ) -> None:
        self._server_library = library("websockets.asyncio.server", "websockets", "A WebSocket")
        self._place = place
        self._on_marker = on_marker
        self._clock = StreamClock()
        self._hello = protocol.hello(self._clock, max_rate_hz)
        self._state: str | None = None
        self._readers: set[_Reader] = set()
        self._gone_sent = self._gone_dropped = 0
        self._port = 0
        self._failure: OutputError | None = None
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="poise-websocket", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    @property
    def address(self) -> str:
        """What a client connects to, with the token."""
        host = f"[{self._place.host}]" if ":" in self._place.host else self._place.host
        return f"ws://{host}:{self._port}/?token={self._place.admission.token}"

    def write(self, result: FrameResult) -> None:
        if self._readers:
            message = protocol.frame(result, self._clock)
            self._on_loop(lambda: self._each(lambda reader: reader.put_frame(message)))

    def mark(self, marker: Marker) -> None:
        self._note(protocol.marker(marker, self._clock))

    def miss(self, gap: Gap) -> None:
        self._note(protocol.gap(gap, self._clock))

    def tell(self, state: SourceState) -> None:
        message = protocol.state(state)

        def pass_on() -> None:
            self._state = message
            self._each(lambda reader: reader.put_note(message))

        self._on_loop(pass_on)

    def close(self) -> None:
        self._on_loop(self._stop.set)
        self._thread.join(_CLOSE_S)

    def status(self) -> SinkStatus:
        readers = tuple(self._readers)
        return SinkStatus(
            kind="WebSocket",
            address=self.address,
            clients=len(readers),
            sent=self._gone_sent + sum(reader.sent for reader in readers),
            dropped=self._gone_dropped + sum(reader.dropped for reader in readers),
            local=is_loopback(self._place.host),
        )

    def _note(self, message: str) -> None:
        self._on_loop(lambda: self._each(lambda reader: reader.put_note(message)))

    def _on_loop(self, action: Callable[[], object]) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(action)

    # On the server's own thread

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        try:
            server = await self._server_library.serve(
                self._feed,
                self._place.host,
                self._place.port,
                process_request=self._admit,
                max_size=_MOST_BYTES_FROM_CLIENT,
                compression=None,
                server_header=None,
                logger=_quiet_log(),
                open_timeout=5.0,
                close_timeout=0.5,
            )
        except (OSError, OverflowError) as error:
            self._failure = _cannot_listen(self._place, error)
            return
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._stop.wait()

    def _admit(self, connection: "ServerConnection", request: "Request") -> "Response | None":
        headers = {name.title(): value for name, value in request.headers.raw_items()}
        refusal = self._place.admission.refusal(request.path, headers, len(self._readers))
        return None if refusal is None else connection.respond(refusal.status, f"{refusal.sentence}\n")

    async def _feed(self, connection: "ServerConnection") -> None:
        reader = _Reader(connection)
        for note in (self._hello, self._state):
            if note is not None:
                reader.put_note(note)
        self._readers.add(reader)
        tasks = (asyncio.ensure_future(reader.feed()), asyncio.ensure_future(self._take_markers(connection)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)  # either ends with the connection
        finally:
            self._readers.discard(reader)
            self._gone_sent += reader.sent
            self._gone_dropped += reader.dropped
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _take_markers(self, connection: "ServerConnection") -> None:
        second, count = 0, 0
        async for message in connection:
            at = time.perf_counter()
            text = protocol.marker_text(message)
            second, count = (int(at), 1) if int(at) != second else (second, count + 1)
            if text is None or self._on_marker is None or count > _MOST_MARKERS_A_SECOND:
                await connection.close(_POLICY_VIOLATION, "Poise accepts markers alone, 100 a second at most")
                return
            self._on_marker(Marker(text, at, _ORIGIN))

    def _each(self, action: Callable[["_Reader"], None]) -> None:
        for reader in self._readers:
            action(reader)


class _Reader:
    """One client: the newest frame that waits for it, and what must not be lost."""

    def __init__(self, connection: "ServerConnection") -> None:
        self.sent = 0
        self.dropped = 0
        self._connection = connection
        self._notes: deque[str] = deque(maxlen=_MOST_NOTES)
        self._newest: str | None = None
        self._something = asyncio.Event()
        transport = connection.transport.get_extra_info("socket")
        transport.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)

    def put_frame(self, message: str) -> None:
        self.dropped += self._newest is not None
        self._newest = message
        self._something.set()

    def put_note(self, message: str) -> None:
        self._notes.append(message)
        self._something.set()

    async def feed(self) -> None:
        """Send until the client goes; raises ConnectionClosed then."""
        clock = asyncio.get_running_loop().time
        answered, asked_at = await self._connection.ping(), clock()
        while True:
            await self._something.wait()
            if clock() - asked_at >= _CHECK_S:
                await answered
                answered, asked_at = await self._connection.ping(), clock()
            self._something.clear()
            while self._notes:
                await self._connection.send(self._notes.popleft())
            if self._newest is not None:
                message, self._newest = self._newest, None
                self.sent += 1
                await self._connection.send(protocol.with_drops(message, self.dropped))


def _quiet_log() -> logging.Logger:
    """The library writes a traceback for everybody who knocks and goes away again."""
    log = logging.getLogger("poise.websocket")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    return log


def _cannot_listen(place: WebSocketPlace, error: Exception) -> OutputError:
    if isinstance(error, OverflowError):
        return OutputError(f"{place.port} is no port; choose one from 1024 to 65535, or 0 for any free one.")
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return OutputError(f"Port {place.port} is taken by another program; choose another, or 0 for any free one.")
    return OutputError(
        f"Nothing can listen at {place.host}, port {place.port} ({error}); choose another address or port."
    )
