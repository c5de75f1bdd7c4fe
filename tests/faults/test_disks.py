"""A disk that is full, a folder that goes while it is written into: one sentence, and what was flushed stays."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.taking_away import take_away

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).parent / "writing_rows.py"
SMALL = "mount -t tmpfs -o size=200k none {0} && {1} {2} {0}/out{3} 0; cp -r {0}/. {4}"
_NAMESPACE = ("unshare", "--map-root-user", "--mount", "sh", "-c")


def mounts_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = [*_NAMESPACE, "mount -t tmpfs -o size=1m none /mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def rows_left(folder: Path) -> int:
    left = [path for path in folder.iterdir() if path.name.startswith("out")]
    assert len(left) == 1, left
    if left[0].suffix == ".parquet":
        return int(pq.read_table(left[0]).num_rows)
    lines = [line for line in left[0].read_text().splitlines(keepends=True) if line.endswith("\n")]
    return len(list(csv.DictReader(lines))) if left[0].suffix == ".csv" else len([json.loads(line) for line in lines])


@pytest.mark.skipif(not mounts_work(), reason="this system lets nobody mount a small disk")
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_full_disk_is_told_and_what_fitted_can_be_read(suffix: str, tmp_path: Path) -> None:
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    kept.mkdir()
    script = SMALL.format(disk, sys.executable, WRITER, suffix, kept)
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    done = subprocess.run([*_NAMESPACE, script], capture_output=True, text=True, check=False, env=environment)
    assert "There is no room left to write" in done.stderr
    written = len(done.stdout.splitlines())
    assert written > 100
    assert rows_left(kept) >= written - 5000  # the writer makes thousands of rows a second; at most one flush is lost
    assert rows_left(kept) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no folder that is written into")
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_folder_removed_while_it_is_written_into_is_one_sentence(suffix: str, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    command = [sys.executable, str(WRITER), str(folder / f"out{suffix}"), "0.001"]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"})  # fmt: skip
    assert writer.stdout is not None
    for _ in range(300):
        writer.stdout.readline()
    take_away(folder)
    _, said = writer.communicate(timeout=60)
    assert writer.returncode != 0
    assert "removed meanwhile" in said.splitlines()[-1]
