"""`poise analyze` as a user runs it: on the demo clip, against the script the clip was made by."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import psutil
import pyarrow.parquet as pq
import pytest

from app.paths import default_model, demo_clip

pytestmark = [
    pytest.mark.skipif(not demo_clip().is_file(), reason="the demo clip is not here"),
    pytest.mark.skipif(not default_model().is_file(), reason="the network is not here"),
    pytest.mark.timeout(300),
]

CLOSE = 0.9
"""Least correlation of an angle read in the clip with the angle it was drawn at."""


def poise(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@dataclass(frozen=True, slots=True)
class DemoTable:
    """The rows of the demo clip, what the summary said, and the script of the clip."""

    rows: tuple[dict[str, str], ...]
    said: str
    script: dict[str, list[float]]

    def frames_with_a_row(self) -> set[int]:
        return {int(row["frame"]) for row in self.rows}

    def frames_that_show(self, face: bool) -> set[int]:
        return {index for index, shown in enumerate(self.script["face"]) if bool(shown) is face}

    def pairs(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """An angle as it was drawn and as it was read, for the frames with a row."""
        drawn = self.script[column]
        known = [(drawn[int(row["frame"])], float(row[f"{column}_raw"])) for row in self.rows]
        both = np.array([pair for pair in known if pair[0] is not None])
        return both[:, 0], both[:, 1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTable]:
    table = tmp_path_factory.mktemp("analyze") / "demo.csv"
    done = poise("analyze", "demo", "-o", table)
    assert done.returncode == 0, done.stderr
    with table.open(newline="", encoding="utf-8") as file:
        rows = tuple(csv.DictReader(file))
    yield DemoTable(rows, done.stderr, json.loads(demo_clip().with_suffix(".json").read_text(encoding="utf-8")))


def test_the_face_is_found_where_there_is_one(demo: DemoTable) -> None:
    shown = demo.frames_that_show(face=True)
    assert len(shown & demo.frames_with_a_row()) >= 0.95 * len(shown)


def test_no_face_is_found_where_there_is_none(demo: DemoTable) -> None:
    assert not demo.frames_that_show(face=False) & demo.frames_with_a_row()


def test_never_more_than_one_face(demo: DemoTable) -> None:
    assert len(demo.rows) == len(demo.frames_with_a_row())


def test_one_id_through(demo: DemoTable) -> None:
    assert {row["face_id"] for row in demo.rows} == {"1"}


def test_the_summary_counts_the_frames(demo: DemoTable) -> None:
    frames, found = len(demo.script["face"]), len(demo.frames_with_a_row())
    assert f"demo: {frames} frames read, {found} with a face" in demo.said
    assert f"{len(demo.rows)} rows written to" in demo.said


def test_time_follows_the_frame_number(demo: DemoTable) -> None:
    late = [abs(float(row["time_s"]) - int(row["frame"]) / demo.script["fps"]) for row in demo.rows]  # type: ignore[operator]
    assert max(late) < 0.002


@pytest.mark.parametrize("angle", ["yaw_deg", "pitch_deg", "roll_deg"])
def test_the_angles_follow_the_turns(angle: str, demo: DemoTable) -> None:
    """Needs the trained network: random weights follow nothing."""
    drawn, read = demo.pairs(angle)
    assert np.corrcoef(drawn, read)[0, 1] > CLOSE
    far = np.abs(drawn) > 0.6 * np.abs(drawn).max()
    middle = np.median(read[np.abs(drawn) < 1])
    assert (np.sign(read[far] - middle) == np.sign(drawn[far])).mean() > 0.95


def test_video_with_overlay_and_parquet(tmp_path: Path) -> None:
    clip = short_clip(tmp_path / "short.mp4", frames=20)
    done = poise("analyze", clip, "-o", tmp_path / "out.parquet", "--video", tmp_path / "drawn.mp4")
    assert done.returncode == 0, done.stderr
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 20
    plain, drawn = pictures(clip), pictures(tmp_path / "drawn.mp4")
    assert len(drawn) == len(plain) == 20
    assert np.abs(drawn[10].astype(int) - plain[10]).max() > 100


def test_every_face_of_the_demo_clip_is_good_enough(demo: DemoTable) -> None:
    assert {(row["valid"], row["reason"]) for row in demo.rows} == {("1", "")}


def test_pictures_in_poor_light_or_out_of_focus_say_so(tmp_path: Path) -> None:
    reader = cv2.VideoCapture(str(demo_clip()))
    good = reader.read()[1]
    reader.release()
    spoilt = {
        "dark": cv2.convertScaleAbs(good, alpha=0.12),
        "good": good,
        "soft": cv2.GaussianBlur(good, (0, 0), 9),
    }
    for name, picture in spoilt.items():
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture)
    done = poise("analyze", tmp_path, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(Path(row["file"]).stem, row["valid"], row["reason"]) for row in rows] == [
        ("dark", 0, "too dark"),
        ("good", 1, ""),
        ("soft", 0, "too blurred"),
    ]
    assert [row["emotion"] == "uncertain" for row in rows] == [True, False, True]
    assert all(row["confidence"] > 0 for row in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that only reaches one child")
@pytest.mark.parametrize(("suffix", "stop", "code"), [(".csv", signal.SIGINT, 130), (".parquet", signal.SIGTERM, 143)])
def test_ctrl_c_and_kill_keep_the_rows(suffix: str, stop: signal.Signals, code: int, tmp_path: Path) -> None:
    output = tmp_path / f"out{suffix}"
    inputs = [short_clip(tmp_path / f"{index}.mp4", frames=120) for index in range(12)]
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "analyze", *map(str, inputs), "-o", str(output)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 120
    while not any(item.stat().st_size > 10_000 for item in written(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, stop)  # as a terminal does: every process of the command gets it
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Stopped." in said
    kept = pq.read_table(output).num_rows if suffix == ".parquet" else len(output.read_text().splitlines()) - 1
    assert 0 < kept < 12 * 120
    whole = [item for item in written(tmp_path) if not item.name.endswith((".json", ".lock"))]
    assert all(".part-" not in item.name for item in whole), "half a part is left"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_killed_run_leaves_no_process_and_goes_on(tmp_path: Path) -> None:
    inputs = [short_clip(tmp_path / f"{index}.mp4", frames=90) for index in range(3)]
    command = ("analyze", *inputs, "-o", tmp_path / "out.parquet", "--jobs", "2")
    process = subprocess.Popen([sys.executable, "-m", "app", *map(str, command)], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("out.part-*/_00000[0-9].json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    children = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert len(children) >= 2
    assert not psutil.wait_procs(children, timeout=20)[1], "processes are left"
    done = poise(*command, "--resume")
    assert done.returncode == 0, done.stderr
    assert "parts are there already" in done.stderr
    assert poise(*command[:4], "-o", tmp_path / "whole.parquet", "--jobs", "1").returncode == 0
    assert pq.read_table(tmp_path / "out.parquet").equals(pq.read_table(tmp_path / "whole.parquet"))
    assert not written(tmp_path)


def written(folder: Path) -> list[Path]:
    """What a run has written so far and not finished."""
    return [item for item in folder.rglob("*") if ".part-" in str(item.relative_to(folder)) and item.is_file()]


def short_clip(path: Path, frames: int) -> Path:
    """The beginning of the demo clip, at half its size."""
    reader = cv2.VideoCapture(str(demo_clip()))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30, (640, 360))
    for _ in range(frames):
        writer.write(cv2.resize(reader.read()[1], (640, 360)))
    reader.release()
    writer.release()
    return path


def pictures(path: Path) -> list[np.ndarray]:
    reader = cv2.VideoCapture(str(path))
    found = []
    while (read := reader.read())[0]:
        found.append(read[1])
    reader.release()
    return found
