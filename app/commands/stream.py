"""`poise stream`: what is read of a source, to other programs while it happens."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from app.commands.failures import FAILED, CommandError, say
from app.commands.stalls import END_S, LOOK_S, StallTeller
from app.domain.result import FrameResult
from app.output.live.admission import FILE_ORIGIN, Admission, is_loopback, new_token
from app.output.live.broadcast import Broadcast
from app.output.live.json_lines import ReaderGoneError, open_json_lines
from app.output.live.sink import LiveSink, SinkStatus, SourceState
from app.output.live.websocket_server import WebSocketPlace, WebSocketSink
from app.output.sink import OutputError, ResultSink
from app.runtime.meter import Meter
from app.runtime.session import Session, SessionEvent, SessionState

TOKEN_VARIABLE = "POISE_TOKEN"  # a command line can be seen by everybody on the machine, this cannot
_LEAST_TOKEN = 16
_FILE = "file"


@dataclass(frozen=True, slots=True)
class StreamRequest:
    """What the command line asks for. `seconds` None: until the source ends or Ctrl-C; `max_rate_hz` 0: no limit."""

    jsonl: str | None = None
    overwrite: bool = False
    websocket_port: int | None = None
    websocket_host: str = "127.0.0.1"
    origins: tuple[str, ...] = ()
    lsl: bool = False
    lsl_network: bool = False
    osc: str | None = None
    seconds: float | None = None
    max_rate_hz: float = 60.0

    def refuse_nothing(self) -> None:
        """Raise CommandError where no sink is asked for."""
        named = (
            self.jsonl is not None,
            self.websocket_port is not None,
            self.lsl,
            self.lsl_network,
            self.osc is not None,
        )
        if not any(named):
            raise CommandError("Say where to send it: --jsonl -, --websocket, --lsl or --osc HOST:PORT, or several.")


MakeSession = Callable[[Callable[[SessionEvent], None], Sequence[ResultSink]], Session]
"""Makes the session of the source that was asked for, with these callbacks and sinks."""


def stream(request: StreamRequest, make_session: MakeSession) -> int:
    """Send until the time is over, the source ends or nobody is left to send to, and return the exit code.

    Raises OutputError where a sink cannot begin.
    """
    run = _Run(request.max_rate_hz)
    with ExitStack() as open_things:
        for sink in _sinks(request, run.broadcast):
            run.broadcast.add(sink)
            open_things.callback(_finish, run.broadcast, sink)
            say(_introduction(sink.status()))
        session = make_session(run.on_event, (run,))
        open_things.callback(session.stop, END_S)
        session.start()
        run.wait(request.seconds, session.meter)
    return FAILED if run.failed else 0


class _Run:
    """One run: the sink of the session, which hands on and notices the first result and the end."""

    def __init__(self, max_rate_hz: float) -> None:
        self.broadcast = Broadcast(self._on_failure, max_rate_hz)
        self.failed = False
        self._changed = threading.Condition()
        self._stalls = StallTeller(say)
        self._begun_at: float | None = None
        self._ended = False

    def write(self, result: FrameResult) -> None:
        self.broadcast.write(result)
        if self._begun_at is None:
            self._begun_at = time.monotonic()
            self._note()

    def close(self) -> None:
        self.broadcast.close()

    def on_event(self, event: SessionEvent) -> None:
        name = "" if event.source is None else event.source.name
        self.broadcast.tell(SourceState(str(event.state), name, event.message))
        self._stalls.on_event(event)
        if event.message:
            say(event.message)
        if event.state is SessionState.FAILED:
            self.failed = True
        if event.state in (SessionState.FAILED, SessionState.ENDED):
            self._note(ended=True)

    def wait(self, seconds: float | None, meter: Meter) -> None:
        """Wait for the end; `seconds` run from the first result, so that loading does not count."""
        while not self._is_over(seconds):
            self._stalls.look(meter)

    def _is_over(self, seconds: float | None) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._ended, self._left_s(seconds))
            return self._ended or self._left_s(seconds) == 0

    def _left_s(self, seconds: float | None) -> float:
        """Until the end or the next look."""
        if seconds is None or self._begun_at is None:
            return LOOK_S
        return min(LOOK_S, max(0.0, self._begun_at + seconds - time.monotonic()))

    def _on_failure(self, error: OutputError) -> None:
        if not isinstance(error, ReaderGoneError):  # as after `| head`
            self.failed = True
            say(str(error))
        if not self.broadcast.statuses:
            self._note(ended=True)

    def _note(self, ended: bool = False) -> None:
        with self._changed:
            self._ended |= ended
            self._changed.notify_all()


def _sinks(request: StreamRequest, broadcast: Broadcast) -> Sequence[LiveSink]:
    """Open what was asked for; what is open already is closed where a later one fails."""
    opened: list[LiveSink] = []
    with ExitStack() as on_failure:

        def keep(sink: LiveSink) -> None:
            opened.append(sink)
            on_failure.callback(sink.close)

        rate_hz = request.max_rate_hz
        if request.jsonl is not None:
            keep(open_json_lines(request.jsonl, rate_hz, overwrite=request.overwrite))
        if request.websocket_port is not None:
            keep(WebSocketSink(_place(request, request.websocket_port), rate_hz, broadcast.mark))
        if request.osc is not None:
            from app.output.live.osc import OscSink

            keep(OscSink(request.osc, rate_hz))
        if request.lsl or request.lsl_network:
            from app.output.live.lsl import LslSink

            keep(LslSink(request.lsl_network, rate_hz, broadcast.mark))
        on_failure.pop_all()
    return opened


def _place(request: StreamRequest, port: int) -> WebSocketPlace:
    token = os.environ.get(TOKEN_VARIABLE) or new_token()
    if len(token) < _LEAST_TOKEN:
        raise CommandError(f"The token in {TOKEN_VARIABLE} is too short; give at least {_LEAST_TOKEN} characters.")
    origins = frozenset(FILE_ORIGIN if origin == _FILE else origin.rstrip("/") for origin in request.origins)
    admission = Admission(token=token, origins=origins, local=is_loopback(request.websocket_host))
    return WebSocketPlace(port, request.websocket_host, admission)


def _introduction(status: SinkStatus) -> str:
    beyond = "" if status.local else " (beyond this machine, and not encrypted)"
    return f"{status.kind}: {status.address}{beyond}"


def _finish(broadcast: Broadcast, sink: LiveSink) -> None:
    """Close a sink and say what it sent."""
    try:
        broadcast.remove(sink)
    except OutputError as error:
        say(str(error))
    status = sink.status()
    frames = "frame" if status.sent == 1 else "frames"
    say(f"{status.kind}: {status.sent} {frames} sent, {status.dropped} dropped for slow readers")
