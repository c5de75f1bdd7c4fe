"""A program killed while it writes a table leaves all rows up to the last two seconds, whatever the moment.

The long version: `POISE_KILLS=50 python3 run.py test tests/faults/test_kills.py`.
"""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

KILLS = int(os.environ.get("POISE_KILLS", "2"))
MOST_LOST_S = 2.0
ROOT = Path(__file__).parents[2]
WRITING = Path(__file__).parent / "writing_rows.py"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal"),
    pytest.mark.timeout(120 + 10 * KILLS),
]


def frames_left(folder: Path, suffix: str) -> list[int]:
    """The frames that a reader finds in what the killed program left."""
    (left,) = folder.glob(f"out.part-*{suffix}")
    if suffix == ".parquet":
        return list(pq.read_table(left)["frame"].to_pylist())
    whole = left.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()  # the last line may be cut
    if suffix == ".csv":
        return [int(row["frame"]) for row in csv.DictReader(whole)]
    return [json.loads(line)["frame"] for line in whole]


@pytest.mark.parametrize("pause_s", [0.001, 0.03], ids=["fast", "as a camera"])
@pytest.mark.parametrize("kill", range(KILLS))
def test_kill_at_a_random_moment(kill: int, pause_s: float, tmp_path: Path) -> None:
    moment_s = MOST_LOST_S + random.Random(f"{kill} {pause_s}").uniform(0.05, 1.5)
    running = {}
    for suffix in (".csv", ".jsonl", ".parquet"):
        folder = tmp_path / suffix[1:]
        folder.mkdir()
        command = [sys.executable, str(WRITING), str(folder / f"out{suffix}"), str(pause_s)]
        log = (folder / "log").open("w")
        running[suffix] = subprocess.Popen(command, stdout=log, env={**os.environ, "PYTHONPATH": str(ROOT)})
        log.close()
    deadline = time.monotonic() + 60
    while not all((tmp_path / s[1:] / "log").stat().st_size for s in running) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(moment_s)
    for suffix, process in running.items():
        killed_at = time.time()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        lines = (line.split() for line in (tmp_path / suffix[1:] / "log").read_text().splitlines())
        written = {int(words[0]): float(words[1]) for words in lines if len(words) == 2}
        old = [index for index, at in written.items() if at <= killed_at - MOST_LOST_S]
        frames = frames_left(tmp_path / suffix[1:], suffix)
        assert frames == list(range(len(frames))), "rows are missing in between, or doubled"
        assert old, "nothing was written that early: the test says nothing"
        assert len(frames) > old[-1], f"{suffix}: frame {old[-1]} is lost, {len(frames)} are there"
