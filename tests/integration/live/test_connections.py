"""No connection but those that the user starts: `poise stream` under a guard that sees every socket of Python, and in
a network of its own, where only this machine exists."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

_GUARD = """
import sys, json
seen = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        seen.append([event, str(arguments[1])])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        seen.append([event, str(arguments[0])])
sys.addaudithook(watch)
from app.main import run
try:
    run()
finally:
    print(json.dumps(seen), file=sys.__stdout__)
"""

_SENDS = ("--websocket", "0", "--osc", "127.0.0.1:9", "--lsl", "--seconds", "0.5")


def stream(folder: Path, environment: dict[str, str], *before: str) -> "subprocess.CompletedProcess[str]":
    lines = str(folder / "out.jsonl")
    command = [
        *before,
        sys.executable,
        "-c",
        _GUARD,
        "stream",
        "--source",
        "demo",
        "--agree",
        "--jsonl",
        lines,
        *_SENDS,
    ]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT, env=environment, timeout=100
    )


def test_only_the_sinks_that_were_asked_for_are_opened(tmp_path: Path, clean_environment: Any) -> None:
    done = stream(tmp_path, clean_environment(tmp_path))
    assert done.returncode == 0, done.stderr
    seen = [tuple(item) for item in json.loads(done.stdout.splitlines()[-1])]
    assert [place for event, place in seen if event == "socket.bind"] == ["('127.0.0.1', 0)"]
    assert {place for event, place in seen if event == "socket.sendto"} == {"('127.0.0.1', 9)"}
    assert [place for event, place in seen if event == "socket.connect"] == []
    assert {place for event, place in seen if event.startswith("socket.get")} <= {"127.0.0.1"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has networks of their own")
def test_it_works_where_only_this_machine_exists(tmp_path: Path, clean_environment: Any) -> None:
    alone = ("unshare", "--net", "--map-root-user")
    try:
        subprocess.run([*alone, "ip", "link", "set", "lo", "up"], check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this kernel or container lets nobody make a network of their own")
    raised = 'ip link set lo up && exec "$@"'
    done = stream(tmp_path, clean_environment(tmp_path), *alone, "sh", "-c", raised, "sh")
    assert done.returncode == 0, done.stderr
    assert '"type": "frame"' in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert "LSL: " in done.stderr
