"""`analyze` on small clips with a perceiver that sees what the test wants."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.capture.opening import open_source
from app.capture.source import FrameSource
from app.commands.analyze.command import analyze
from app.commands.analyze.request import AnalyzeRequest
from app.commands.failures import CommandError
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.sink import OutputError, ResultSink

READING = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), Pose(1.0, 2.0, 3.0), 0.5)
BOX = Detection(Box(2.0, 3.0, 20.0, 20.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9)

Act = Callable[[Frame], bool]
"""Tells for a frame whether a face is seen in it; may raise."""


class ScriptedPerceiver:
    """Counts its faces from 1 after each reset, as the real one does."""

    def __init__(self, sees: Act) -> None:
        self.resets = 0
        self.closed = False
        self._sees = sees

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult:
        assert self.resets, "a file begins with a reset"
        face = Face(self.resets, BOX, observed=self._sees(frame))
        reading = FaceReading(face, READING, READING, Emotion.HAPPINESS)
        return FrameResult(frame, (reading,), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed = True


class Run:
    """One call of `analyze` and what it used."""

    def __init__(self, sees: Act = lambda frame: True) -> None:
        self.sees = sees
        self.loaded: dict[bool, ScriptedPerceiver] = {}

    def __call__(self, output: Path, *inputs: Path | str, **options: Any) -> int:
        request = AnalyzeRequest(tuple(str(item) for item in inputs), output, **{"jobs": 1, **options})
        return analyze(request, self._load, self._open_video)

    def _load(self, smooth: bool, threads: int) -> ScriptedPerceiver:
        self.loaded[smooth] = ScriptedPerceiver(self.sees)
        return self.loaded[smooth]

    def _open_video(self, path: Path, fps: float, *, gender: bool, overwrite: bool) -> ResultSink:
        raise OutputError(f"{path} at {fps:g}")


def clip(path: Path, frames: int = 6) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
    for index in range(frames):
        writer.write(np.full((48, 64, 3), 20 * index, np.uint8))
    writer.release()
    return path


def picture(path: Path) -> Path:
    cv2.imwrite(str(path), np.full((48, 64, 3), 80, np.uint8))
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_rows_and_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(lambda frame: frame.index % 3 != 0)
    first, second = clip(tmp_path / "a.mp4"), clip(tmp_path / "b.mp4", frames=3)
    assert run(tmp_path / "out.csv", first, second) == 0
    assert [(row["file"], row["frame"]) for row in rows(tmp_path / "out.csv")] == [
        *((str(first), str(index)) for index in (1, 2, 4, 5)),
        *((str(second), str(index)) for index in (1, 2)),
    ]
    assert capsys.readouterr().err.splitlines() == [
        f"{first}: 6 frames read, 4 with a face",
        f"{second}: 3 frames read, 2 with a face",
        "In total: 9 frames read, 6 with a face",
        f"6 rows written to {tmp_path / 'out.csv'}",
    ]


def test_every_file_begins_anew(tmp_path: Path) -> None:
    run = Run()
    run(tmp_path / "out.csv", clip(tmp_path / "a.mp4"), clip(tmp_path / "b.mp4"))
    assert run.loaded[True].resets == 2


def test_pictures_are_not_smoothed_and_all_is_closed(tmp_path: Path) -> None:
    run = Run()
    assert run(tmp_path / "out.csv", clip(tmp_path / "a.mp4"), picture(tmp_path / "b.png")) == 0
    assert (run.loaded[True].resets, run.loaded[False].resets) == (1, 1)
    assert all(perceiver.closed for perceiver in run.loaded.values())


def test_an_unreadable_input_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    run = Run()
    assert run(tmp_path / "out.csv", broken, tmp_path / "missing.mp4", clip(tmp_path / "a.mp4")) == 2
    assert len(rows(tmp_path / "out.csv")) == 6
    err = capsys.readouterr().err
    assert "broken.mp4 cannot be read" in err
    assert "missing.mp4 does not exist" in err


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be bytes that are no text")
def test_names_that_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """OpenCV ends the whole process when it is given such a path."""
    video, image = tmp_path / "a\udcff.mp4", tmp_path / "a\udcff.png"
    clip(tmp_path / "a.mp4").rename(video)
    picture(tmp_path / "a.png").rename(image)
    assert Run()(tmp_path / "out.csv", video, image) == 2
    assert [row["file"] for row in rows(tmp_path / "out.csv")] == [str(tmp_path / r"a\udcff.png")]
    assert "rename the file" in capsys.readouterr().err


def test_no_face_is_one_sentence_and_leaves_an_older_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out.csv"
    output.write_text("older")
    assert Run(lambda frame: False)(output, clip(tmp_path / "a.mp4"), overwrite=True) == 2
    assert "No face was found in" in capsys.readouterr().err
    assert output.read_text() == "older"


def test_nothing_that_exists_needs_no_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run()
    assert run(tmp_path / "out.csv", tmp_path / "missing.mp4") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not run.loaded


def stop_at(index: int, error: BaseException) -> Act:
    def sees(frame: Frame) -> bool:
        if frame.index == index:
            raise error
        return True

    return sees


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OutputError("The disk is full.")])
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_rows_are_kept_however_it_ends(
    error: BaseException, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(stop_at(4, error))
    with pytest.raises(type(error)):
        run(tmp_path / f"out{suffix}", clip(tmp_path / "a.mp4"))
    assert f"4 rows written to {tmp_path / 'out'}{suffix}" in capsys.readouterr().err
    assert (tmp_path / f"out{suffix}").stat().st_size
    assert run.loaded[True].closed


def test_rows_of_a_file_are_safe_before_the_next_begins(tmp_path: Path) -> None:
    output, first = tmp_path / "out.csv", clip(tmp_path / "a.mp4", frames=3)
    safe: list[int] = []

    def sees(frame: Frame) -> bool:
        done = [part for part in tmp_path.glob("out.part-*.csv/*.csv") if ".part-" not in part.name]
        safe.append(sum(len(rows(part)) for part in done) if frame.index == 0 else -1)
        return True

    assert Run(sees)(output, first, clip(tmp_path / "b.mp4", frames=2)) == 0
    assert safe == [0, -1, -1, 3, -1]


def test_an_input_is_closed_however_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[FrameSource] = []

    def open_and_keep(*given: Any) -> FrameSource:
        opened.append(open_source(*given))
        return opened[-1]

    monkeypatch.setattr("app.commands.analyze.reading.open_source", open_and_keep)
    with pytest.raises(KeyboardInterrupt):
        Run(stop_at(1, KeyboardInterrupt()))(tmp_path / "out.csv", clip(tmp_path / "a.mp4"))
    assert [source.read() for source in opened] == [None]  # though frames are left


def test_one_video_is_not_for_several_inputs(tmp_path: Path) -> None:
    inputs = (clip(tmp_path / "a.mp4"), clip(tmp_path / "b.mp4"))
    with pytest.raises(CommandError, match="2 inputs; name a folder"):
        Run()(tmp_path / "out.csv", *inputs, video=tmp_path / "v.mp4")


def test_a_video_never_overwrites_its_input(tmp_path: Path) -> None:
    source = clip(tmp_path / "a.mp4")
    with pytest.raises(CommandError, match="overwrite"):
        Run()(tmp_path / "out.csv", source, video=source)


def test_a_place_for_no_video_is_told_before_anything_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run()
    with pytest.raises(OutputError, match=r"\.mp4"):
        run(tmp_path / "out.csv", clip(tmp_path / "a.mp4"), video=tmp_path / "v.avi")
    assert capsys.readouterr().err == ""
    assert not run.loaded


def test_the_video_has_the_rate_of_its_input(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"v\.mp4 at 10"):
        Run()(tmp_path / "out.csv", clip(tmp_path / "a.mp4"), video=tmp_path / "v.mp4")
