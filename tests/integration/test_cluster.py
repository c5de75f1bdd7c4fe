"""A dask cluster of two workers: the rows of one process, also when a worker is killed, in parts with one manifest."""

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest

pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to kill a worker with"),
]


def on_two_workers(clips: Path, table: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.integration.cluster_of_two", str(clips), str(table)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_killed_worker_loses_no_row_and_doubles_none(tmp_path: Path) -> None:
    """A table of a thousand files: 990 pictures, and ten clips, one of which kills the worker that reads it first."""
    clips = tmp_path / "clips"
    clips.mkdir()
    for index in range(990):
        cv2.imwrite(str(clips / f"picture-{index:03}.png"), np.full((12, 16, 3), index % 256, np.uint8))
    for index in range(10):
        writer = cv2.VideoWriter(str(clips / f"clip-{index}.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
        for frame in range(4):
            writer.write(np.full((48, 64, 3), 20 * frame + index, np.uint8))
        writer.release()
    (clips / "killer").touch()
    table = tmp_path / "out.parquet"
    done = on_two_workers(clips, table)
    assert done.returncode == 0, done.stderr[-3000:]
    assert not (clips / "killer").exists()
    rows = pq.read_table(table).to_pylist()
    names = sorted(str(path) for path in clips.iterdir())
    found = [(row["file"], row["frame"]) for row in rows]
    assert found == [(name, frame) for name in names for frame in range(4 if name.endswith(".mp4") else 1)]
    manifest = json.loads((table / "_manifest.json").read_text())
    assert manifest["rows"] == len(rows) == 1030
    assert [file["name"] for part in manifest["parts"] for file in part["inputs"]] == names
    listed = {part["file"]: part["rows"] for part in manifest["parts"]}
    assert listed == {path.name: pq.read_metadata(path).num_rows for path in table.glob("[0-9]*")}
    assert {path.name for path in table.iterdir()} == {*listed, "_manifest.json"}
    assert [path.name for path in tmp_path.iterdir() if ".part-" in path.name] == []


def test_prepare_finds_the_same_faces_on_a_cluster_that_loses_a_worker() -> None:
    pytest.importorskip("torch")
    command = [sys.executable, "-m", "tests.integration.prepare_on_two"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
