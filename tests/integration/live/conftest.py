"""`poise stream` on the demo clip as a process of its own, with every sink, for all tests of a module."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60.0  # only a test that fails waits this long; a busy machine starts slowly

_LSL = "[ports]\nIPv6 = disable\n[multicast]\nResolveScope = machine\n[log]\nlevel = -3\n"


class Streaming:
    """A running `poise stream`; `environment` is what clients need to find it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.lines = folder / "session.jsonl"
        self.environment = environment_of(folder)
        command = [sys.executable, "-m", "app", "stream", "--source", "demo", "--agree", "--jsonl", str(self.lines)]
        self._errors = folder / "stderr.txt"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stderr=errors,
            )

    def said(self, pattern: str) -> str:
        """Wait until a line on standard error matches, and give its group."""
        found: list[str] = []

        def look() -> bool:
            found[:] = re.findall(pattern, self._errors.read_text(encoding="utf-8"))
            assert found or self.process.poll() is None, self._errors.read_text(encoding="utf-8")
            return bool(found)

        wait_until(look)
        return found[0]

    def wait_frames(self) -> None:
        """Wait until faces are read."""
        wait_until(self.lines.exists)
        self.wait_messages("frame", 3)

    def wait_messages(self, kind: str, count: int) -> list[dict[str, Any]]:
        """Wait until so many messages of a type are written, and give them."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            whole = self.lines.read_text(encoding="utf-8").rpartition("\n")[0]
            found[:] = [json.loads(line) for line in whole.splitlines() if f'"type": "{kind}"' in line]
            return len(found) >= count

        wait_until(look)
        return found

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


class Client:
    """One of the examples, as a process; its lines are read as they come."""

    def __init__(self, script: str, streaming: Streaming, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", str(ROOT / "examples" / script), *arguments],
            env=streaming.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._timer = threading.Timer(PATIENCE_S, self.process.kill)  # a client that says nothing must not hang a test
        self._timer.start()

    def line(self, containing: str) -> str:
        """The next line with these words."""
        assert self.process.stdout is not None
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if containing in line:
                return line
        raise AssertionError(f"{containing!r} did not come:\n{''.join(seen)}")

    def end(self) -> None:
        self._timer.cancel()
        self._timer.join()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def environment_of(folder: Path) -> dict[str, str]:
    """No proxies (the tests' own keep libraries offline), a home of its own, and LSL on this machine alone."""
    configuration = folder / "lsl_api.cfg"
    configuration.write_text(_LSL, encoding="ascii")
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "LSLAPICFG": str(configuration),
            "PYTHONPATH": str(ROOT)}  # fmt: skip


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def clean_environment() -> Callable[[Path], dict[str, str]]:
    return environment_of


@pytest.fixture(scope="module")
def osc_port() -> int:
    return free_udp_port()


@pytest.fixture(scope="module")
def origins() -> tuple[str, ...]:
    """The pages that may read; a module says its own."""
    return ("file",)


@pytest.fixture(scope="module")
def streaming(osc_port: int, origins: tuple[str, ...]) -> Iterator[Streaming]:
    folder = Path(tempfile.mkdtemp(prefix="poise-test-stream-"))
    allowed = [word for origin in origins for word in ("--allow-origin", origin)]
    started = Streaming(folder, "--websocket", "0", *allowed, "--lsl", "--osc", f"127.0.0.1:{osc_port}")
    try:
        started.said(r"WebSocket: (\S+)")
        started.wait_frames()
        yield started
    finally:
        started.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def client(streaming: Streaming) -> Iterator[Callable[..., Client]]:
    started: list[Client] = []

    def start(script: str, *arguments: str) -> Client:
        started.append(Client(script, streaming, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.end()


@pytest.fixture(scope="module")
def address(streaming: Streaming) -> str:
    """Of the WebSocket, with its token."""
    return streaming.said(r"WebSocket: (\S+)")
