"""Messages as JSON lines on a pipe, a terminal or into a file."""

import os
import stat
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.domain.result import FrameResult
from app.output.live import protocol
from app.output.live.protocol import StreamClock
from app.output.live.sink import Gap, Marker, SinkStatus, SourceState
from app.output.part_file import give_name, new_part_file, place_of, write_failure
from app.output.sink import OutputError

STANDARD_OUTPUT = "-"
_CLOSE_S = 1.0
_PIPE_BYTES = 4096
"""A pipe holds 64 KiB by itself, two seconds of frames that would be old when they are read."""


class ByteWriter(Protocol):
    """Where the lines go."""

    def write(self, data: bytes, /) -> object: ...

    def close(self) -> None: ...


class ReaderGoneError(OutputError):
    """Who read the lines has ended; that is the normal end of a pipe."""


class JsonLinesSink:
    """A LiveSink that writes a line for each message, on a thread of its own: a reader that stops holds nobody up.

    While a line waits to be read, newer frames take each other's place and are counted.
    """

    def __init__(self, target: ByteWriter, address: str, max_rate_hz: float) -> None:
        self._target = target
        self._address = address
        self._clock = StreamClock()
        self._changed = threading.Condition()
        self._notes: deque[str] = deque((protocol.hello(self._clock, max_rate_hz),))
        self._newest: str | None = None
        self._sent = 0
        self._dropped = 0
        self._closed = False
        self._failure: OutputError | None = None
        self._thread = threading.Thread(target=self._run, name="poise-json-lines", daemon=True)
        self._thread.start()

    def write(self, result: FrameResult) -> None:
        message = protocol.frame(result, self._clock)

        def put() -> None:
            self._dropped += self._newest is not None
            self._newest = message

        self._change(put)

    def mark(self, marker: Marker) -> None:
        self._change(lambda: self._notes.append(protocol.marker(marker, self._clock)))

    def tell(self, state: SourceState) -> None:
        self._change(lambda: self._notes.append(protocol.state(state)))

    def miss(self, gap: Gap) -> None:
        self._change(lambda: self._notes.append(protocol.gap(gap, self._clock)))

    def close(self) -> None:
        """Write what waits, as far as the reader takes it within a second."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(_CLOSE_S)
        self._raise_failure()

    def status(self) -> SinkStatus:
        with self._changed:
            return SinkStatus("JSON lines", self._address, None, self._sent, self._dropped, local=True)

    def _change(self, action: Callable[[], None]) -> None:
        with self._changed:
            self._raise_failure()
            if not self._closed:
                action()
                self._changed.notify_all()

    def _raise_failure(self) -> None:
        """Once, so that it is told once."""
        failure, self._failure = self._failure, None
        if failure is not None:
            self._closed = True
            raise failure

    def _run(self) -> None:
        try:
            while (lines := self._next()) is not None:
                self._target.write("".join(f"{line}\n" for line in lines).encode())
        except BrokenPipeError:
            self._fail(ReaderGoneError("Who read the JSON lines has ended."))
        except OSError as error:
            self._fail(write_failure(Path(self._address), error))
        finally:
            self._finish()

    def _next(self) -> list[str] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._notes or self._newest is not None or self._closed)
            lines = list(self._notes)
            self._notes.clear()
            if self._newest is not None:
                lines.append(protocol.with_drops(self._newest, self._dropped))
                self._newest = None
                self._sent += 1
            return lines or None

    def _fail(self, error: OutputError) -> None:
        with self._changed:
            self._failure = error

    def _finish(self) -> None:
        try:
            self._target.close()
        except OSError as error:
            self._fail(write_failure(Path(self._address), error))


def open_json_lines(place: str, max_rate_hz: float, *, overwrite: bool = False) -> JsonLinesSink:
    """Lines to standard output for "-", else into a new file. Raises OutputError."""
    if place == STANDARD_OUTPUT:
        descriptor = sys.stdout.fileno()
        _shorten_pipe(descriptor)
        return JsonLinesSink(_Descriptor(descriptor, owned=False), "standard output", max_rate_hz)
    path = place_of(Path(place), overwrite=overwrite)
    # A file of its own, also in the place of an older one: another run may still write that, and others may read it.
    begun = new_part_file(path)
    try:
        give_name(begun, path, overwrite=overwrite)  # at once: its lines are read while they come
        descriptor = os.open(path, os.O_WRONLY)
    except OutputError:
        begun.unlink(missing_ok=True)
        raise
    except OSError as error:
        raise write_failure(path, error) from error
    return JsonLinesSink(_Descriptor(descriptor, owned=True), str(path), max_rate_hz)


def _shorten_pipe(descriptor: int) -> None:
    if sys.platform == "linux" and stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class _Descriptor:
    """An open file below Python's buffers, which would keep lines back. Standard output belongs to the process."""

    def __init__(self, descriptor: int, owned: bool) -> None:
        self._descriptor = descriptor
        self._owned = owned

    def write(self, data: bytes, /) -> object:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        return None

    def close(self) -> None:
        if self._owned:
            os.close(self._descriptor)
