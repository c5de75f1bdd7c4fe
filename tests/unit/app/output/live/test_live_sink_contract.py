"""What every live sink promises, tried with a real client of its protocol on this machine."""

import itertools
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any, Protocol

import pytest
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage
from websockets.sync.client import connect

from app.output.live.admission import Admission
from app.output.live.json_lines import JsonLinesSink, ReaderGoneError, _Descriptor
from app.output.live.lsl import CHANNELS, LslSink
from app.output.live.lsl_library import load_lsl
from app.output.live.osc import OscSink
from app.output.live.sink import Gap, LiveSink, Marker, SourceState
from app.output.live.websocket_server import WebSocketPlace, WebSocketSink

PATIENCE_S = 20.0


class Reader(Protocol):
    """A client: the next frame as its index and the moment of capture on the protocol's clock."""

    def frame(self) -> tuple[int, float]: ...

    def close(self) -> None: ...


class LiveSinkContract:
    """Every live sink passes these; a subclass gives `make`, `read` and the clock that its stamps are on."""

    knows_its_clients: bool

    def make(self) -> LiveSink:
        raise NotImplementedError

    def read(self, sink: LiveSink) -> Reader:
        raise NotImplementedError

    def now(self) -> float:
        return time.time()

    @pytest.fixture
    def sink(self) -> Iterator[LiveSink]:
        made = self.make()
        yield made
        made.close()

    @pytest.fixture
    def reader(self, sink: LiveSink) -> Iterator[Reader]:
        opened = self.read(sink)
        yield opened
        opened.close()

    def test_a_client_gets_the_frames_in_their_order(self, sink: LiveSink, reader: Reader, results: Any) -> None:
        for index in (3, 4, 5):
            sink.write(results(index))
            assert reader.frame()[0] == index
        assert sink.status().sent >= 3
        assert sink.status().dropped == 0

    def test_a_frame_is_stamped_with_the_moment_it_was_taken(
        self, sink: LiveSink, reader: Reader, results: Any
    ) -> None:
        ahead = self.now() - time.perf_counter()
        for index, moment in ((1, 0.25), (2, 0.5)):
            at = time.perf_counter() - moment
            sink.write(results(index, at=at))
            assert reader.frame()[1] == pytest.approx(at + ahead, abs=0.05)

    def test_a_frame_without_a_face_is_sent_too(self, sink: LiveSink, reader: Reader, results: Any) -> None:
        sink.write(results.without_a_face(7))
        assert reader.frame()[0] == 7

    def test_what_the_source_does_and_markers_are_taken(self, sink: LiveSink, reader: Reader, results: Any) -> None:
        sink.tell(SourceState("running", "Desk camera"))
        sink.mark(Marker("go", time.perf_counter(), "test"))
        sink.miss(Gap(time.perf_counter() - 2, time.perf_counter(), "it was paused"))
        sink.write(results(1))
        assert reader.frame()[0] == 1

    def test_nobody_needs_to_read(self, sink: LiveSink, results: Any) -> None:
        for index in range(100):
            sink.write(results(index))

    def test_a_reader_that_stops_holds_nobody_up(self, sink: LiveSink, reader: Reader, results: Any) -> None:
        sink.write(results(0))
        reader.frame()
        for index in range(1, 400):  # a sink that waited would stay here
            sink.write(results(index))

    def test_it_can_be_closed_twice_and_written_to_afterwards(self, sink: LiveSink, results: Any) -> None:
        sink.close()
        sink.close()
        sink.write(results())
        sink.tell(SourceState("ended", "Desk camera"))
        sink.mark(Marker("go", 0.0, "test"))
        sink.miss(Gap(0.0, 2.0, "it was paused"))

    def test_its_status_says_what_it_is(self, sink: LiveSink, reader: Reader, results: Any) -> None:
        sink.write(results(1))
        reader.frame()
        status = sink.status()
        assert status.kind
        assert status.address
        assert status.local
        assert status.clients == (1 if self.knows_its_clients else None)


class NewestContract(LiveSinkContract):
    """Where the reader can hold the sink back: it gets the newest, and is told what it missed."""

    def drops_told(self, reader: Reader) -> int:
        raise NotImplementedError

    def test_a_slow_reader_gets_the_newest_and_is_told_what_it_missed(
        self, sink: LiveSink, reader: Reader, results: Any, wait_until: Callable[..., None]
    ) -> None:
        faces = [results.face(face_id) for face_id in range(1, 9)]  # 8 kB each, so that no buffer takes them all
        numbers = itertools.count()
        last = 0

        def write_until_dropped() -> bool:
            nonlocal last
            last = next(numbers)
            sink.write(results(last, *faces))
            return sink.status().dropped > 5

        wait_until(write_until_dropped)
        got = []
        while not got or got[-1] < last:
            got.append(reader.frame()[0])
        assert got == sorted(got)
        assert len(got) < last + 1 - 5
        assert self.drops_told(reader) == last + 1 - len(got)


class LinesOfPipe:
    def __init__(self, descriptor: int) -> None:
        self._file = os.fdopen(os.dup(descriptor), encoding="utf-8")
        self.dropped = 0

    def frame(self) -> tuple[int, float]:
        for line in self._file:
            message = json.loads(line)
            if message["type"] == "frame":
                self.dropped = message["dropped"]
                return message["frame"], message["captured_s"]
        raise AssertionError("the lines have ended")

    def close(self) -> None:
        self._file.close()


class TestJsonLines(NewestContract):
    knows_its_clients = False

    @pytest.fixture(autouse=True)
    def _pipe(self, pipe: tuple[int, int]) -> None:
        self.pipe = pipe

    def make(self) -> LiveSink:
        return JsonLinesSink(_Descriptor(os.dup(self.pipe[1]), owned=True), "a pipe", 30.0)

    @pytest.fixture
    def sink(self) -> Iterator[LiveSink]:
        made = self.make()
        yield made
        os.close(self.pipe[0])  # so that a thread that waits for its reader ends
        with suppress(ReaderGoneError):
            made.close()

    def read(self, sink: LiveSink) -> Reader:
        return LinesOfPipe(self.pipe[0])

    def drops_told(self, reader: Reader) -> int:
        assert isinstance(reader, LinesOfPipe)
        return reader.dropped


class SocketClient:
    def __init__(self, address: str) -> None:
        self._stack = ExitStack()
        opened = connect(address, max_queue=1, compression=None, proxy=None, close_timeout=0.2)
        self._connection = self._stack.enter_context(opened)
        self.dropped = 0

    def frame(self) -> tuple[int, float]:
        while (message := json.loads(self._connection.recv(PATIENCE_S)))["type"] != "frame":
            pass
        self.dropped = message["dropped"]
        return message["frame"], message["captured_s"]

    def close(self) -> None:
        self._stack.close()


class TestWebSocket(NewestContract):
    knows_its_clients = True

    def make(self) -> LiveSink:
        return WebSocketSink(WebSocketPlace(0, admission=Admission()), 30.0)

    def read(self, sink: LiveSink) -> Reader:
        client = SocketClient(sink.status().address)
        deadline = time.monotonic() + PATIENCE_S
        while sink.status().clients == 0 and time.monotonic() < deadline:
            time.sleep(0.001)
        return client

    def drops_told(self, reader: Reader) -> int:
        assert isinstance(reader, SocketClient)
        return reader.dropped


class LslInlet:
    def __init__(self, source_id: str) -> None:
        self._pylsl = load_lsl()
        (info,) = self._pylsl.resolve_byprop("source_id", source_id, timeout=PATIENCE_S)
        self._inlet = self._pylsl.StreamInlet(info, recover=False)
        self._inlet.open_stream(timeout=PATIENCE_S)

    def frame(self) -> tuple[int, float]:
        values, at = self._inlet.pull_sample(timeout=PATIENCE_S)
        assert values is not None
        assert len(values) == len(CHANNELS)
        return int(values[0]), at

    def close(self) -> None:
        self._inlet.close_stream()


class TestLsl(LiveSinkContract):
    knows_its_clients = True

    def make(self) -> LiveSink:
        return LslSink(local_network=False, max_rate_hz=30.0)

    def read(self, sink: LiveSink) -> Reader:
        return LslInlet(f"poise-{os.getpid()}")

    def now(self) -> float:
        return float(load_lsl().local_clock())


class OscSocket:
    def __init__(self, udp: socket.socket) -> None:
        self._udp = udp

    def frame(self) -> tuple[int, float]:
        while True:
            data = self._udp.recv(65536)
            if OscBundle.dgram_is_bundle(data):
                bundle = OscBundle(data)
                first = bundle.content(0)
                assert isinstance(first, OscMessage)
                assert first.address == "/poise/frame"
                return first.params[0], bundle.timestamp

    def close(self) -> None:
        """The socket belongs to the fixture."""


class TestOsc(LiveSinkContract):
    knows_its_clients = False

    @pytest.fixture(autouse=True)
    def _udp(self, udp: socket.socket) -> None:
        self.udp = udp

    def make(self) -> LiveSink:
        return OscSink(f"127.0.0.1:{self.udp.getsockname()[1]}", 30.0)

    def read(self, sink: LiveSink) -> Reader:
        return OscSocket(self.udp)


def test_no_sink_leaves_a_python_thread() -> None:
    before = threading.active_count()
    for case in (TestWebSocket(), TestLsl()):
        case.make().close()
    assert threading.active_count() == before
