"""A network camera that misbehaves in every way that a loopback server can: told in time, and taken up again."""

import http.server
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.capture.source import CaptureError
from app.capture.stream import open_stream
from app.commands.stream import StreamRequest, stream
from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.output.sink import ResultSink
from app.runtime.session import Session, SessionEvent, SessionState

JPEG = cv2.imencode(".jpg", np.full((48, 64, 3), 128, np.uint8))[1].tobytes()
LARGER = cv2.imencode(".jpg", np.full((96, 128, 3), 128, np.uint8))[1].tobytes()
PATIENCE_S = 30.0

Send = Callable[[bytes], object]


def part(jpeg: bytes, length: int | None = None) -> bytes:
    size = len(jpeg) if length is None else length
    return b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (size, jpeg)


def good(send: Send, stop: threading.Event) -> None:
    while not stop.wait(0.01):
        send(part(JPEG))


def unhurried(send: Send, stop: threading.Event) -> None:
    """So slow that no line has to give way to the next one."""
    while not stop.wait(0.1):
        send(part(JPEG))


def some_then(rest: Callable[[Send, threading.Event], None]) -> Callable[[Send, threading.Event], None]:
    def body(send: Send, stop: threading.Event) -> None:
        for _ in range(30):
            send(part(JPEG))
            stop.wait(0.005)
        rest(send, stop)

    return body


def said_and_held(content: bytes, send: Send, stop: threading.Event) -> None:
    send(content)
    stop.wait()


FAULTS: dict[str, Callable[[Send, threading.Event], None]] = {
    "nothing": lambda send, stop: None,
    "silence": lambda send, stop: stop.wait() and None,
    "half a JPEG": lambda send, stop: send(part(JPEG[: len(JPEG) // 2])) and None,
    "garbage": lambda send, stop: send(np.random.default_rng(0).bytes(200_000)) and None,
    "no JPEG in the parts": lambda send, stop: [send(part(b"no picture")) for _ in range(200)] and None,
    "a length of 2 GB": lambda send, stop: said_and_held(part(JPEG, 2_000_000_000), send, stop),
    "a negative length": lambda send, stop: [send(part(JPEG, -5)) for _ in range(50)] and None,
    "zero length": lambda send, stop: [send(part(b"", 0)) for _ in range(200)] and None,
    "death": some_then(lambda send, stop: None),
    "silence later": some_then(lambda send, stop: stop.wait() and None),
    "garbage later": some_then(lambda send, stop: send(np.random.default_rng(1).bytes(200_000)) and None),
    "half a JPEG later": some_then(lambda send, stop: send(part(JPEG)[:200]) and None),
}


class Camera:
    """Serves one behaviour to each connection in turn, the last one to all that follow."""

    def __init__(self, *behaviours: Callable[[Send, threading.Event], None], raw: bytes | None = None) -> None:
        self.stop = threading.Event()
        self.served = 0
        self._behaviours, self._raw = behaviours, raw
        camera = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                behaviour = camera._behaviours[min(camera.served, len(camera._behaviours) - 1)]
                camera.served += 1
                try:
                    if camera._raw is None:
                        self.send_response(200)
                        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                        self.end_headers()
                    behaviour(self.wfile.write, camera.stop)
                except OSError:
                    return

            def log_message(self, *_: object) -> None:
                return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/video"

    def close(self) -> None:
        self.stop.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def camera() -> Iterator[Callable[..., Camera]]:
    made: list[Camera] = []

    def make(*behaviours: Callable[[Send, threading.Event], None], raw: bytes | None = None) -> Camera:
        made.append(Camera(*behaviours, raw=raw))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_stream_is_one_sentence_in_time(camera: Callable[..., Camera], fault: str) -> None:
    address = camera(FAULTS[fault]).address
    begun = time.monotonic()
    with pytest.raises(CaptureError) as told:
        source = open_stream(address, open_timeout_s=1.0, read_timeout_s=1.0)
        try:
            while source.read() is not None and time.monotonic() - begun < PATIENCE_S:
                pass
            raise CaptureError("It has ended.")
        finally:
            source.close()
    assert time.monotonic() - begun < PATIENCE_S
    assert str(told.value).endswith(".") and str(told.value).isprintable()


def test_headers_without_end_run_into_the_deadline(camera: Callable[..., Camera]) -> None:
    def endless(send: Send, stop: threading.Event) -> None:
        send(b"HTTP/1.0 200 OK\r\n")
        while not stop.wait(0.001):
            send(b"X-More: %s\r\n" % (b"x" * 1000))

    with pytest.raises(CaptureError):
        open_stream(camera(endless, raw=b"").address, open_timeout_s=1.0, read_timeout_s=1.0)


def test_a_port_that_takes_connections_and_says_nothing_runs_into_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        begun = time.monotonic()
        with pytest.raises(CaptureError):
            open_stream(address, open_timeout_s=1.0, read_timeout_s=1.0)
        assert time.monotonic() - begun < PATIENCE_S


class Nobody:
    """A perceiver that finds nobody."""

    def perceive(self, frame: Frame) -> FrameResult:
        return FrameResult(frame, (), StepTimes(1, 1, 1, 3))

    def reset(self) -> None:
        """Nothing to forget."""


def test_a_stream_that_dies_is_lost_and_back_within_three_seconds_of_its_return(camera: Callable[..., Camera]) -> None:
    returned = threading.Event()

    def after_a_while(send: Send, stop: threading.Event) -> None:
        if not returned.is_set():
            return  # nobody there yet
        good(send, stop)

    network_camera = camera(FAULTS["death"], after_a_while)
    events: list[tuple[float, SessionEvent]] = []
    changed = threading.Condition()

    def tell(event: SessionEvent) -> None:
        with changed:
            events.append((time.monotonic(), event))
            changed.notify_all()

    def states() -> list[SessionState]:
        return [event.state for _, event in events]

    session = Session(
        lambda: open_stream(network_camera.address, open_timeout_s=1.0, read_timeout_s=1.0),
        Nobody,
        on_ready=lambda: None,
        on_event=tell,
    )
    session.start()
    with changed:
        assert changed.wait_for(lambda: SessionState.LOST in states(), PATIENCE_S)
        returned.set()
        back_at = time.monotonic()
        lost = states().index(SessionState.LOST)
        assert changed.wait_for(lambda: SessionState.RUNNING in states()[lost:], PATIENCE_S)
        took_s = events[-1][0] - back_at
    session.stop(5.0)
    assert states()[:3] == [SessionState.OPENING, SessionState.RUNNING, SessionState.LOST]
    assert took_s < 5.0, "three seconds, and two for a machine that does other work"


def test_what_is_sent_of_a_stream_that_dies_and_returns_has_the_gap(
    camera: Callable[..., Camera], tmp_path: Path
) -> None:
    network_camera = camera(FAULTS["death"], unhurried)

    def make_session(on_event: Callable[[SessionEvent], None], sinks: Sequence[ResultSink]) -> Session:
        address = network_camera.address
        return Session(
            lambda: open_stream(address, open_timeout_s=1.0, read_timeout_s=1.0),
            Nobody,
            on_ready=lambda: None,
            on_event=on_event,
            sinks=sinks,
        )

    lines = tmp_path / "lines.jsonl"
    assert stream(StreamRequest(jsonl=str(lines), seconds=4.0), make_session) == 0
    messages = [json.loads(line) for line in lines.read_text().splitlines()]
    (gap,) = (message for message in messages if message["type"] == "gap")
    assert gap["reason"] == "the source was lost"
    frames = [message for message in messages if message["type"] == "frame"]
    assert not [frame for frame in frames if gap["since_s"] < frame["captured_s"] < gap["until_s"]]
    before = next(frame for frame in reversed(frames) if frame["captured_s"] <= gap["since_s"])
    after = next(frame for frame in frames if frame["captured_s"] >= gap["until_s"])
    # an opened stream brings what it had kept all at once: the newest is sent, and says how many were not
    first_was_sent = after["captured_s"] == gap["until_s"]
    assert first_was_sent or after["dropped"] > before["dropped"], "it ends with the first frame after it"
    assert 1.0 < gap["until_s"] - gap["since_s"] < PATIENCE_S


def test_a_stream_whose_pictures_change_their_size_goes_on(camera: Callable[..., Camera]) -> None:
    def changing(send: Send, stop: threading.Event) -> None:
        for number in range(10_000):
            if stop.wait(0.005):
                return
            send(part(JPEG if number // 20 % 2 == 0 else LARGER))

    source = open_stream(camera(changing).address, open_timeout_s=5.0, read_timeout_s=5.0)
    frames = [source.read() for _ in range(60)]
    source.close()
    assert all(frame is not None and frame.pixels.ndim == 3 for frame in frames)
