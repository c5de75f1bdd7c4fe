"""A recording on a disk that runs full, and in a folder that is taken away: one sentence, and what there was stays."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import av
import pyarrow.parquet as pq
import pytest

from tests.taking_away import take_away

ROOT = Path(__file__).parents[2]
RECORDING = Path(__file__).parent / "making_recording.py"
SMALL = "mount -t tmpfs -o size=1300k none {0} && {1} {2} {0}/session {3}; cp -r {0}/session {4}"
_NAMESPACE = ("unshare", "--map-root-user", "--mount", "sh", "-c")
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "QT_QPA_PLATFORM": "offscreen"}


def mounts_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = [*_NAMESPACE, "mount -t tmpfs -o size=1m none /mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def table(folder: Path, name: str) -> int:
    """How many rows a reader finds, in the one file or else in the pieces."""
    whole = folder / f"{name}.parquet"
    if whole.exists():
        return int(pq.read_table(whole).num_rows)
    (pieces,) = (path for path in folder.glob(f"{name}.part-*.parquet") if path.is_dir())
    return int(pq.read_table(pieces).num_rows)


@pytest.mark.skipif(not mounts_work(), reason="this system lets nobody mount a small disk")
@pytest.mark.parametrize("kept", ["numbers", "video"])
def test_a_full_disk_ends_a_recording_that_can_be_read(kept: str, tmp_path: Path) -> None:
    disk, out = tmp_path / "disk", tmp_path / "out"
    disk.mkdir()
    script = SMALL.format(disk, sys.executable, RECORDING, kept, out)
    done = subprocess.run(
        [*_NAMESPACE, script], capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=100
    )
    (ended,) = [line for line in done.stdout.splitlines() if line.startswith("ended:")]
    assert "because the disk is full" in ended, done.stderr
    given = sum(1 for line in done.stdout.splitlines() if line[0].isdigit())
    rows = table(out, "readings")
    assert rows == table(out, "frames")
    assert given - 90 <= rows <= given, "more than what came within three seconds is lost"
    assert (out / "readings.csv").read_text(encoding="utf-8").count("\n") >= rows - 90
    said = json.loads((out / "session.json").read_text(encoding="utf-8"))
    assert "disk is full" in said["ended_because"]
    assert said["ended_at"] is not None
    assert "disk is full" in (out / "events.jsonl").read_text(encoding="utf-8")
    if kept == "video":
        with av.open(str(out / "video.mkv")) as container:
            assert sum(1 for _ in container.decode(video=0)) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no folder that is written into")
@pytest.mark.parametrize("kept", ["numbers", "video"])
def test_a_folder_taken_away_is_one_sentence(kept: str, tmp_path: Path) -> None:
    folder = tmp_path / "session"
    process = subprocess.Popen(
        [sys.executable, str(RECORDING), str(folder), kept], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    deadline = time.monotonic() + 60
    while not any(folder.glob("frames.part-*.parquet/0*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    take_away(folder)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "was removed, and with it what it held" in out.splitlines()[-1] + out.splitlines()[-2]
    assert not folder.exists()
