"""A recording killed at a random moment keeps everything up to the last two seconds, with and without video.

Twenty kills in a push; `POISE_KILLS=100 python3 run.py test tests/faults/test_recording_kills.py` tries more.
"""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import av
import pyarrow.parquet as pq
import pytest

KILLS = int(os.environ.get("POISE_KILLS", "20"))
AT_ONCE = 5
MOST_LOST_S = 2.0
ROOT = Path(__file__).parents[2]
RECORDING = Path(__file__).parent / "making_recording.py"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal"),
    pytest.mark.timeout(180),
]
EVERY_MARKER = 10


@dataclass
class Running:
    """A recording in a process of its own."""

    folder: Path
    log: Path
    moment_s: float
    process: subprocess.Popen[bytes]

    @property
    def written(self) -> dict[int, float]:
        """When each frame was handed over."""
        lines = (line.split() for line in self.log.read_text().splitlines())
        return {int(words[0]): float(words[1]) for words in lines if len(words) == 2}


def start(folder: Path, kill: int) -> Running:
    folder.mkdir()
    log = folder / "log"
    kept = "video" if kill % 2 else "numbers"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, str(RECORDING), str(folder / "session"), kept],
            stdout=file,
            env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        )
    moment_s = MOST_LOST_S + random.Random(f"recording {kill}").uniform(0.05, 2.5)
    return Running(folder / "session", log, moment_s, process)


def rows_of(folder: Path, name: str) -> list[int]:
    """The frames of a table, finished or in pieces, as docs/recording.md says."""
    if (folder / f"{name}.parquet").exists():
        return list(pq.read_table(folder / f"{name}.parquet")["frame"].to_pylist())
    (pieces,) = (path for path in folder.glob(f"{name}.part-*.parquet") if path.is_dir())
    parts = sorted(piece for piece in pieces.iterdir() if not piece.name.startswith("."))
    return [frame for part in parts for frame in pq.ParquetFile(part).read()["frame"].to_pylist()]


def csv_rows(folder: Path) -> list[int]:
    whole = (folder / "readings.csv").read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    return [int(row["frame"]) for row in csv.DictReader(whole)]


def markers_of(folder: Path) -> list[int]:
    whole = (folder / "events.jsonl").read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    events = [json.loads(line) for line in whole]
    return [int(event["text"]) for event in events if event["kind"] == "marker"]


def pictures_of(folder: Path) -> int:
    with av.open(str(folder / "video.mkv")) as container:
        return sum(1 for _ in container.decode(video=0))


def judge(running: Running, killed_at: float) -> None:
    old = [index for index, at in running.written.items() if at <= killed_at - MOST_LOST_S]
    assert old, "nothing was written that early: the test says nothing"
    folder = running.folder
    counted = {"readings": rows_of(folder, "readings"), "frames": rows_of(folder, "frames"), "csv": csv_rows(folder)}
    for name, frames in counted.items():
        assert frames == list(range(len(frames))), f"{name}: rows are missing in between, or doubled"
        assert len(frames) > old[-1], f"{name}: frame {old[-1]} is lost, {len(frames)} are there"
    assert [index for index in old if index % EVERY_MARKER == 0] == [m for m in markers_of(folder) if m <= old[-1]]
    session = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    assert session["started_at"] is not None
    assert session["ended_at"] is None
    if session["kept"]["video"]:
        assert pictures_of(folder) > old[-1]


@pytest.mark.parametrize("batch", range(max(1, KILLS // AT_ONCE)))
def test_kills_at_random_moments(batch: int, tmp_path: Path) -> None:
    kills = range(batch * AT_ONCE, (batch + 1) * AT_ONCE)
    running = [start(tmp_path / str(kill), kill) for kill in kills]
    killed: dict[int, float] = {}
    deadline = time.monotonic() + 120
    while len(killed) < len(running) and time.monotonic() < deadline:
        for number, each in enumerate(running):
            if number not in killed and time.time() - each.written.get(0, time.time()) >= each.moment_s:
                killed[number] = time.time()
                os.kill(each.process.pid, signal.SIGKILL)
        time.sleep(0.02)
    for each in running:
        each.process.kill()
        each.process.wait()
    assert len(killed) == len(running), "a recording did not begin in time"
    for number, each in enumerate(running):
        judge(each, killed[number])
