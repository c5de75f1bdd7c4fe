"""Runs that were broken off go on, and outputs are replaced only with leave."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from filelock import FileLock

from app.commands.analyze.command import analyze
from app.commands.analyze.request import AnalyzeRequest, Way
from app.commands.failures import CommandError
from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output.sink import OutputError, ResultSink

READING = Reading(EmotionScores((0.05, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)), Pose(1.0, 2.0, 3.0), 0.5)
BOX = Detection(Box(2.0, 3.0, 20.0, 20.0), Keypoints(*(Point(5.0, 5.0),) * 6), 0.9)


class Counting:
    """Sees a face in every frame and stops, as at Ctrl-C, after so many."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.seen = 0
        self.stop_after = stop_after

    def __repr__(self) -> str:
        return "a perceiver of the tests"

    def __call__(self, smooth: bool, threads: int) -> "Counting":
        return self

    def look_ahead(self, frame: Frame) -> None: ...

    def perceive(self, frame: Frame) -> FrameResult:
        if self.seen == self.stop_after:
            raise KeyboardInterrupt
        self.seen += 1
        reading = FaceReading(Face(1, BOX), READING, READING, Emotion.HAPPINESS)
        return FrameResult(frame, (reading,), StepTimes(1.0, 1.0, 1.0, 3.0))

    def reset(self) -> None:
        """One face, always the same."""

    def close(self) -> None:
        """Nothing is open."""


class Painting:
    """A video that is a text file with a line for each frame."""

    def __init__(self, path: Path, fps: float, *, gender: bool, overwrite: bool) -> None:
        self.file = path.open("w" if overwrite else "x", encoding="utf-8")
        self.file.write(f"{fps:g} {gender}\n")

    def write(self, result: FrameResult) -> None:
        self.file.write(f"{result.frame.index}\n")

    def close(self) -> None:
        self.file.close()


def open_video(path: Path, fps: float, *, gender: bool, overwrite: bool) -> ResultSink:
    return Painting(path, fps, gender=gender, overwrite=overwrite)


def run(perceiver: Counting, output: Path, *inputs: Path, **options: object) -> int:
    request = AnalyzeRequest(tuple(map(str, inputs)), output, jobs=1, **options)  # type: ignore[arg-type]
    return analyze(request, perceiver, open_video)


def clips(folder: Path, count: int = 3, frames: int = 4) -> list[Path]:
    made = []
    for index in range(count):
        writer = cv2.VideoWriter(str(folder / f"{index}.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
        for frame in range(frames):
            writer.write(np.full((48, 64, 3), 20 * frame, np.uint8))
        writer.release()
        made.append(folder / f"{index}.mp4")
    return made


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if ".part-" in path.name]


def test_an_older_table_is_replaced_only_with_leave(tmp_path: Path) -> None:
    output, (clip,) = tmp_path / "out.csv", clips(tmp_path, 1)
    output.write_text("older")
    perceiver = Counting()
    with pytest.raises(CommandError, match=r"out.csv already; .*--overwrite"):
        run(perceiver, output, clip)
    assert (output.read_text(), perceiver.seen, left_behind(tmp_path)) == ("older", 0, [])
    assert run(perceiver, output, clip, overwrite=True) == 0
    assert len(rows(output)) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 2)])
def test_on_a_terminal_it_is_asked(answer: bytes, code: int, tmp_path: Path) -> None:
    import pty

    there = tmp_path / "out.csv"
    there.touch()
    parent, child = pty.openpty()
    program = (
        "import sys; from pathlib import Path; from app.commands.analyze.replacing import refuse_to_replace\n"
        "from app.commands.failures import one_sentence\n"
        "with one_sentence(): sys.exit(0 if refuse_to_replace([Path(sys.argv[1])]) else 1)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(there)], stdin=child, stdout=child, stderr=child, close_fds=True
    )
    os.write(parent, answer)
    assert process.wait(timeout=60) == code
    assert b"replace?" in os.read(parent, 1000)
    os.close(parent)
    os.close(child)


def test_a_run_stopped_by_ctrl_c_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output, inputs = tmp_path / "out.csv", clips(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=6), output, *inputs)
    assert len(rows(output)) == 6
    assert "--resume goes on" in capsys.readouterr().err
    again = Counting()
    assert run(again, output, *inputs, resume=True) == 0
    assert again.seen == 8  # the file that was begun is read again, so that its faces are followed from its start
    whole = tmp_path / "whole.csv"
    run(Counting(), whole, *inputs)
    assert output.read_bytes() == whole.read_bytes()
    assert left_behind(tmp_path) == []


def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    output, inputs = tmp_path / "out.parquet", clips(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=9), output, *inputs)
    output.unlink()  # a killed run does not come to write it,
    (folder,) = tmp_path.glob("out.part-*")
    (folder / "000002.part-0badcafe.parquet").mkdir()  # and leaves halves
    (folder / "_000001.json").write_text("cut o")
    again = Counting()
    assert run(again, output, *inputs, resume=True) == 0
    assert again.seen == 8
    assert left_behind(tmp_path) == []


def test_a_run_stopped_in_its_first_file_begins_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table it wrote stood in the way of the same command with --resume."""
    output, inputs = tmp_path / "out.csv", clips(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=2), output, *inputs)
    assert len(rows(output)) == 2
    assert "--resume begins again: no file was read to its end" in capsys.readouterr().err
    assert run(Counting(), output, *inputs, resume=True) == 0
    assert len(rows(output)) == 12
    assert left_behind(tmp_path) == []


def test_a_single_file_that_was_stopped_leaves_nothing_to_resume(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=2), tmp_path / "out.csv", *clips(tmp_path, 1))
    assert left_behind(tmp_path) == []


def test_resuming_is_refused_for_other_inputs_or_options(tmp_path: Path) -> None:
    output, inputs = tmp_path / "out.csv", clips(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=6), output, *inputs)
    with pytest.raises(CommandError, match="other inputs or options"):
        run(Counting(), output, *inputs[:2], resume=True)
    with pytest.raises(CommandError, match="other inputs or options"):
        run(Counting(), output, *inputs, resume=True, way=Way(every=2))
    inputs[0].write_bytes(inputs[0].read_bytes() + b"changed")
    with pytest.raises(CommandError, match="an input was changed"):
        run(Counting(), output, *inputs, resume=True)


def test_resuming_does_not_replace_a_table_that_somebody_changed(tmp_path: Path) -> None:
    output, inputs = tmp_path / "out.csv", clips(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=6), output, *inputs)
    output.write_text("edited by hand")
    with pytest.raises(CommandError, match="already"):
        run(Counting(), output, *inputs, resume=True)
    assert output.read_text() == "edited by hand"


def test_a_run_that_is_under_way_is_not_resumed(tmp_path: Path) -> None:
    output, inputs = tmp_path / "out.csv", clips(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=6), output, *inputs)
    (folder,) = tmp_path.glob("out.part-*")
    with FileLock(folder / ".lock", is_singleton=False), pytest.raises(CommandError, match="under way"):
        run(Counting(), output, *inputs, resume=True)


def test_without_a_broken_run_resuming_starts_anew(tmp_path: Path) -> None:
    assert run(Counting(), tmp_path / "out.csv", *clips(tmp_path, 1), resume=True) == 0


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    output, inputs = tmp_path / "out.csv", clips(tmp_path)
    whole = inputs[0].read_bytes()
    stamp = inputs[0].stat()
    inputs[0].write_bytes(bytes(len(whole)))
    os.utime(inputs[0], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_after=6), output, *inputs)
    inputs[0].write_bytes(whole)
    os.utime(inputs[0], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert run(Counting(), output, *inputs, resume=True) == 0
    assert len(rows(output)) == 12


def test_a_video_for_each_of_several_inputs(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    inputs = [*clips(tmp_path, 2), *clips(tmp_path / "more", 1)]
    assert run(Counting(), tmp_path / "out.csv", *inputs, video=tmp_path / "drawn") == 0
    drawn = {path.name: path.read_text().splitlines() for path in (tmp_path / "drawn").iterdir()}
    assert drawn == {name: ["10 True", "0", "1", "2", "3"] for name in ("0.mp4", "1.mp4", "0-2.mp4")}


def test_existing_videos_are_replaced_only_with_leave(tmp_path: Path) -> None:
    inputs = clips(tmp_path, 2)
    (tmp_path / "drawn").mkdir()
    (tmp_path / "drawn" / "1.mp4").write_text("older")
    with pytest.raises(CommandError, match=r"1.mp4 already"):
        run(Counting(), tmp_path / "out.csv", *inputs, video=tmp_path / "drawn")
    assert not (tmp_path / "out.csv").exists()


def test_every_second_frame(tmp_path: Path) -> None:
    perceiver, (clip,) = Counting(), clips(tmp_path, 1, frames=5)
    run(perceiver, tmp_path / "out.csv", clip, way=Way(every=2), video=tmp_path / "v.mp4")
    assert [row["frame"] for row in rows(tmp_path / "out.csv")] == ["0", "2", "4"]
    assert perceiver.seen == 3
    assert (tmp_path / "v.mp4").read_text().splitlines() == ["5 True", "0", "2", "4"]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_without_gender_there_is_no_word_of_it(suffix: str, tmp_path: Path) -> None:
    output = tmp_path / f"out{suffix}"
    summary = tmp_path / f"faces{suffix}"
    run(Counting(), output, *clips(tmp_path, 1), way=Way(gender=False), video=tmp_path / "v.mp4", summary=summary)
    for table in (output, summary):
        assert "happiness" in table.read_text()
        assert "female" not in table.read_text()
    assert (tmp_path / "v.mp4").read_text().startswith("10 False")


def test_the_summary_has_a_row_for_each_file_and_face(tmp_path: Path) -> None:
    inputs, summary = clips(tmp_path, 2), tmp_path / "faces.jsonl"
    run(Counting(), tmp_path / "out.csv", *inputs, summary=summary)
    faces = [json.loads(line) for line in summary.read_text().splitlines()]
    assert [(face["file"], face["face_id"], face["frames"]) for face in faces] == [(str(item), 1, 4) for item in inputs]
    first = faces[0]
    assert (first["first_s"], first["last_s"], first["valid"]) == (0.0, 0.3, 1.0)
    assert (first["emotion"], first["emotion_share"], first["happiness"], first["yaw_deg"]) == ("happiness", 1, 0.6, 1)
    assert first["yaw_deg_sd"] == 0


def test_a_summary_that_another_run_wrote_meanwhile_stays_and_costs_no_second_reading(tmp_path: Path) -> None:
    inputs, output, summary = clips(tmp_path, 1), tmp_path / "out.csv", tmp_path / "faces.csv"

    def also_written(smooth: bool, threads: int) -> Counting:
        summary.write_text("of another run")
        return perceiver

    perceiver = Counting()
    asked = AnalyzeRequest(tuple(str(path) for path in inputs), output, None, summary)
    load = type("Load", (), {"__call__": lambda _, *more: also_written(*more), "__repr__": lambda _: repr(perceiver)})()
    with pytest.raises(OutputError, match="--resume with another name writes this alone"):
        analyze(asked, load, open_video)
    assert summary.read_text() == "of another run"
    assert output.exists()
    again = Counting()
    assert run(again, output, *inputs, summary=tmp_path / "mine.csv", resume=True) == 0
    assert again.seen == 0
    assert (tmp_path / "mine.csv").exists()
    assert summary.read_text() == "of another run"
    assert not list(tmp_path.glob("*.part-*"))


def test_table_and_summary_need_two_names(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="two names"):
        run(Counting(), tmp_path / "out.csv", *clips(tmp_path, 1), summary=tmp_path / "out.csv")


def test_a_folder_removed_under_way_is_one_sentence(tmp_path: Path) -> None:
    (clip,) = clips(tmp_path, 1)
    folder = tmp_path / "results"
    folder.mkdir()

    class Removing(Counting):
        def perceive(self, frame: Frame) -> FrameResult:
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            if folder.exists():
                folder.rmdir()
            return super().perceive(frame)

    if os.name != "nt":  # where what is open cannot be removed
        with pytest.raises(OutputError, match="was removed meanwhile"):
            run(Removing(), folder / "out.csv", clip)
