"""How long a reading takes to another program, and what sending costs: `pytest -m bench -s tests/bench`."""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pythonosc.osc_bundle import OscBundle
from websockets.sync.client import connect

from app.capture.demo import open_demo
from app.output.live.broadcast import Broadcast
from app.output.live.json_lines import open_json_lines
from app.output.live.lsl import LslSink
from app.output.live.lsl_library import load_lsl
from app.output.live.osc import OscSink
from app.output.live.sink import LiveSink
from app.output.live.websocket_server import WebSocketPlace, WebSocketSink
from app.perception.perceiver import PerceptionOptions, load_perceiver
from app.runtime.sink_worker import SinkWorker

ROOT = Path(__file__).parents[2]
SECONDS = 20.0
BLOCKS, FRAMES_A_BLOCK = 8, 60

pytestmark = [pytest.mark.bench, pytest.mark.timeout(400)]


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


def said(kind: str, values_ms: Sequence[float]) -> None:
    spread = f"median {statistics.median(values_ms):6.3f} ms  95 % {p95(values_ms):6.3f} ms"
    sys.stderr.write(f"{kind:<28} n {len(values_ms):4} {spread}\n")


@pytest.fixture
def streaming(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, int, dict[str, str]]]:
    """`poise stream` of the demo clip, its 30 frames a second, to a pipe, a WebSocket and OSC at once."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    errors = tmp_path / "stderr.txt"
    command = [sys.executable, "-m", "app", "stream", "--source", "demo", "--agree", "--seconds", str(SECONDS + 5)]
    sinks = ["--jsonl", "-", "--websocket", "0", "--lsl", "--osc", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, *sinks], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors.open("wb")
    )
    while not (found := re.findall(r"WebSocket: (\S+)", errors.read_text(encoding="utf-8"))):
        time.sleep(0.05)
    yield process, found[0], port, environment
    process.terminate()
    process.wait(30)
    assert process.stdout is not None
    process.stdout.close()


def test_latency_from_capture_to_a_client(
    streaming: tuple[subprocess.Popen[bytes], str, int, dict[str, str]],
) -> None:
    process, address, port, _ = streaming
    until = time.time() + SECONDS
    lines: list[float] = []
    osc: list[float] = []
    web: list[float] = []
    lsl: list[float] = []

    def read_lines() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            now, message = time.time(), json.loads(line)
            if message["type"] == "frame":
                lines.append((now - message["captured_s"]) * 1000)
            if now > until:
                return

    def read_osc() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
            receiver.bind(("127.0.0.1", port))
            receiver.settimeout(10)
            while (now := time.time()) < until:
                data = receiver.recv(65536)
                now = time.time()
                if OscBundle.dgram_is_bundle(data):
                    osc.append((now - OscBundle(data).timestamp) * 1000)

    def read_lsl() -> None:
        pylsl = load_lsl()
        (info,) = pylsl.resolve_byprop("source_id", f"poise-{process.pid}", timeout=10)
        inlet = pylsl.StreamInlet(info)
        while time.time() < until:
            values, at = inlet.pull_sample(timeout=10)
            if values is not None:  # one clock: the steady one of this machine
                lsl.append((pylsl.local_clock() - at) * 1000)

    threads = [threading.Thread(target=read) for read in (read_lines, read_osc, read_lsl)]
    for thread in threads:
        thread.start()
    with connect(address, proxy=None) as client:
        while time.time() < until:
            text = client.recv(10)
            now, message = time.time(), json.loads(text)
            if message["type"] == "frame":
                web.append((now - message["captured_s"]) * 1000)
    for thread in threads:
        thread.join()
    for kind, values in (("JSON lines", lines), ("WebSocket", web), ("OSC", osc), ("LSL", lsl)):
        said(kind, values[60:])  # after the network was loaded
        assert p95(values[60:]) <= 40.0


def test_what_sending_costs_the_frame_path(tmp_path: Path) -> None:
    sinks: list[LiveSink] = [
        open_json_lines(str(tmp_path / "out.jsonl"), 0.0),
        WebSocketSink(WebSocketPlace(0), 0.0),
        OscSink("127.0.0.1:9", 0.0),
        LslSink(False, 0.0),
    ]
    broadcast = Broadcast(lambda error: pytest.fail(str(error)))
    for sink in sinks:
        broadcast.add(sink)
    worker = SinkWorker(broadcast, pytest.fail)
    thread = threading.Thread(target=worker.run)
    thread.start()
    perceiver = load_perceiver(PerceptionOptions())
    source = open_demo(realtime=True, loop=True)
    perceive: dict[bool, list[float]] = {False: [], True: []}
    offers: list[float] = []
    client = connect(sinks[1].status().address, proxy=None, legacy=True)
    drain = threading.Thread(target=lambda: [None for _ in client])
    drain.start()
    for block in range(BLOCKS):
        sends = block % 2 == 1
        for _ in range(FRAMES_A_BLOCK):
            frame = source.read()
            assert frame is not None
            begun = time.perf_counter()
            result = perceiver.perceive(frame)
            perceive[sends].append((time.perf_counter() - begun) * 1000)
            if sends:
                begun = time.thread_time()  # of this thread alone: other programs must not count
                worker.offer(result)
                offers.append((time.thread_time() - begun) * 1000)
    each = _each(broadcast.write, perceiver.perceive(frame))
    worker.close()
    thread.join()
    source.close()
    perceiver.close()
    for sink in sinks:
        broadcast.remove(sink)
    drain.join()
    said("perceiving, no sink", perceive[False])
    said("perceiving, four sinks", perceive[True])
    said("handing a result over", offers)
    said("four sinks, their thread", each)
    assert statistics.median(offers) <= 0.2
    assert p95(offers) <= 0.2


def _each(action: Callable[..., None], result: object) -> list[float]:
    """What the thread of the sinks needs for one frame and all four, beside the frame path."""
    taken = []
    for _ in range(200):
        begun = time.thread_time()
        action(result)
        taken.append((time.thread_time() - begun) * 1000)
    return taken
