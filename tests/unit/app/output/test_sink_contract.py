"""What every ResultSink promises, and what tables add to it."""

import csv
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from app.domain.face import Box, Detection, Face, Keypoints, Point
from app.domain.frame import Frame
from app.domain.reading import Emotion, EmotionScores, FaceReading, Flaw, Pose, Reading
from app.domain.result import FrameResult, StepTimes
from app.output import table as table_module
from app.output.row_formats import TABLE_SUFFIXES, CsvRows, ParquetRows
from app.output.rows import COLUMNS, Row, rows_of
from app.output.sink import OutputError, ResultSink
from app.output.table import TableSink
from app.output.uninterrupted import uninterrupted


def face_reading(track_id: int = 1, observed: bool = True, label: Emotion | None = Emotion.HAPPINESS) -> FaceReading:
    points = Keypoints(*(Point(30.0 + i, 40.0 + i) for i in range(6)))
    face = Face(track_id, Detection(Box(20.04, 21.26, 32.0, 33.0), points, 0.9), observed)
    smoothed = Reading(EmotionScores((0.1, 0.6, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(10.123, -5.0, 2.5), 0.7)
    raw = Reading(EmotionScores((0.4, 0.3, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03)), Pose(12.0, -6.0, 3.5), 0.8)
    return FaceReading(face, smoothed, raw, label)


def result(index: int = 0, faces: tuple[FaceReading, ...] | None = None) -> FrameResult:
    pixels = np.full((96, 128, 3), 90, np.uint8)
    frame = Frame(pixels, index, index / 30, 100.0 + index / 30)
    return FrameResult(frame, (face_reading(),) if faces is None else faces, StepTimes(1.0, 1.0, 1.0, 3.0))


def read_rows(path: Path) -> list[dict[str, object]]:
    """The rows of a table, numbers as numbers, whatever its format."""
    match path.suffix:
        case ".csv":
            with path.open(newline="", encoding="utf-8") as file:
                return [{key: _number(value) for key, value in row.items()} for row in csv.DictReader(file)]
        case ".jsonl":
            return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        case _:
            return list(pq.read_table(path).to_pylist())


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


class SinkContract:
    """Every ResultSink passes these; a subclass gives `make`, `suffix` and `frames_in`."""

    suffix: str

    def make(self, path: Path, *, overwrite: bool = False) -> ResultSink:
        raise NotImplementedError

    def frames_in(self, path: Path) -> int:
        raise NotImplementedError

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        folder = tmp_path / "results"
        folder.mkdir()
        return folder / f"out{self.suffix}"

    def test_keeps_every_result(self, path: Path) -> None:
        sink = self.make(path)
        for index in range(5):
            sink.write(result(index))
        sink.close()
        assert self.frames_in(path) == 5

    def test_closes_more_than_once(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result())
        sink.close()
        sink.close()
        assert self.frames_in(path) == 1

    def test_leaves_nothing_but_the_file(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result())
        sink.close()
        assert [item.name for item in path.parent.iterdir()] == [path.name]

    def test_an_older_file_stays_until_there_is_something_new(self, path: Path) -> None:
        path.write_bytes(b"older")
        self.make(path, overwrite=True).close()
        assert path.read_bytes() == b"older"
        assert [item.name for item in path.parent.iterdir()] == [path.name]

    def test_takes_the_place_of_an_older_file_if_told_to(self, path: Path) -> None:
        path.write_bytes(b"older")
        sink = self.make(path, overwrite=True)
        sink.write(result())
        assert path.read_bytes() == b"older"
        sink.close()
        assert self.frames_in(path) == 1

    def test_an_older_file_is_not_replaced_unasked(self, path: Path) -> None:
        path.write_bytes(b"older")
        with pytest.raises(OutputError, match="already"):
            self.make(path)
        assert path.read_bytes() == b"older"

    def test_a_file_that_came_meanwhile_is_not_replaced_either(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result())
        path.write_bytes(b"of another run")
        with pytest.raises(OutputError, match=r"meanwhile; what was written is in (.*)\.") as told:
            sink.close()
        assert path.read_bytes() == b"of another run"
        (kept,) = (item for item in path.parent.iterdir() if item != path)
        assert str(kept) in str(told.value)
        assert self.frames_in(kept) == 1

    def test_two_at_once_do_not_mix(self, path: Path) -> None:
        sinks = [self.make(path, overwrite=True), self.make(path, overwrite=True)]
        for index in range(5):
            for sink in sinks:
                sink.write(result(index))
        sinks[0].close()
        assert self.frames_in(path) == 5
        sinks[1].close()
        assert self.frames_in(path) == 5
        assert [item.name for item in path.parent.iterdir()] == [path.name]

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_is_followed_and_stays(self, path: Path) -> None:
        target = path.parent.parent / f"target{path.suffix}"
        path.symlink_to(target)
        sink = self.make(path)
        sink.write(result())
        sink.close()
        assert path.is_symlink()
        assert self.frames_in(target) == 1

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_to_itself_is_one_sentence(self, path: Path) -> None:
        path.symlink_to(path)
        with pytest.raises(OutputError, match="choose another name"):
            self.make(path)

    @pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
    def test_nobody_else_may_read_it(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result())
        assert {item.stat().st_mode & 0o077 for item in path.parent.rglob("*")} == {0}
        sink.close()
        assert path.stat().st_mode & 0o777 == 0o600

    @pytest.mark.skipif(os.name == "nt", reason="Windows keeps what is open")
    def test_a_folder_removed_meanwhile_is_told(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result())
        shutil.rmtree(path.parent)
        with pytest.raises(OutputError, match="was removed meanwhile"):
            sink.close()

    @pytest.mark.parametrize("stem", ["a" * 5000, "nul\0"])
    def test_an_impossible_name_is_one_short_sentence(self, stem: str, path: Path) -> None:
        with pytest.raises(OutputError, match="choose another name") as told:
            self.make(path.with_name("x").parent / f"{stem}{path.suffix}")
        assert len(str(told.value)) < 300
        assert "\0" not in str(told.value)

    def test_a_missing_folder_is_one_sentence(self, path: Path) -> None:
        with pytest.raises(OutputError, match="does not exist"):
            self.make(path.parent / "missing" / path.name)

    def test_a_folder_is_no_file(self, path: Path) -> None:
        path.mkdir()
        with pytest.raises(OutputError, match="is a folder"):
            self.make(path)

    def test_an_unknown_suffix_is_one_sentence(self, path: Path) -> None:
        with pytest.raises(OutputError, match="end its name in"):
            self.make(path.with_suffix(".xyz"))


class TableContract(SinkContract):
    """What tables of every format promise besides."""

    def make(self, path: Path, *, overwrite: bool = False) -> TableSink:
        return TableSink(path, overwrite=overwrite)

    def frames_in(self, path: Path) -> int:
        return len({row["frame"] for row in read_rows(path)})

    def test_columns_stand_in_their_order(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result())
        sink.close()
        assert tuple(read_rows(path)[0]) == COLUMNS

    def test_all_formats_hold_the_same_values(self, path: Path) -> None:
        sink = self.make(path)
        sink.begin("ä, b.mp4")
        sink.write(result(3))
        sink.close()
        assert read_rows(path) == [dict(row) for row in rows_of("ä, b.mp4", result(3))]

    def test_a_face_that_is_not_good_enough_says_why(self, path: Path) -> None:
        sink = self.make(path)
        sink.write(result(0))
        sink.write(result(1, (replace(face_reading(label=None), flaw=Flaw.BLURRED),)))
        sink.close()
        good, bad = read_rows(path)
        assert (good["valid"], good["reason"]) == (1, "")
        assert (bad["valid"], bad["reason"], bad["emotion"]) == (0, "too blurred", "uncertain")
        assert bad["yaw_deg_raw"] == good["yaw_deg_raw"]

    def test_many_rows_are_streamed(self, path: Path) -> None:
        sink = self.make(path)
        for index in range(2500):
            sink.write(result(index))
        assert sink.row_count >= 2000  # already on the disk
        sink.close()
        assert sink.row_count == 2500
        assert [row["frame"] for row in read_rows(path)] == list(range(2500))

    def test_rows_are_written_although_nothing_follows(self, path: Path) -> None:
        """As from a file whose disk stalls: what was read is not lost where the program is killed then."""
        sink = self.make(path)
        sink.write(result())
        deadline = time.monotonic() + 20.0
        while sink.row_count == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert sink.row_count == 1
        (left,) = path.parent.glob("out.part-*")
        assert self.frames_in(left) == 1
        sink.close()
        assert self.frames_in(path) == 1

    def test_what_fails_although_nothing_follows_is_told_to_the_next(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(table_module, "_LONGEST_WAIT_S", 0.0)
        sink = self.make(path)
        whole, tried = sink._rows.append, threading.Event()

        def full(rows: Sequence[Row]) -> None:
            tried.set()
            raise OutputError("There is no room left.")

        monkeypatch.setattr(sink._rows, "append", full)
        sink.write(result())
        assert tried.wait(20.0)
        monkeypatch.setattr(sink._rows, "append", whole)
        with pytest.raises(OutputError, match="no room left"):
            sink.close()
        assert not path.exists()


class TestCsv(TableContract):
    suffix = ".csv"


class TestJsonLines(TableContract):
    suffix = ".jsonl"


class TestParquet(TableContract):
    suffix = ".parquet"


def test_every_format_is_under_the_contract() -> None:
    tested: list[Callable[..., object]] = [TestCsv, TestJsonLines, TestParquet]
    assert {test.suffix for test in tested} == set(TABLE_SUFFIXES)  # type: ignore[attr-defined]


@pytest.fixture
def _interrupts_raise() -> Iterator[None]:
    """As in a command, whatever started the tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="on Windows this would end the process")
@pytest.mark.usefixtures("_interrupts_raise")
@pytest.mark.parametrize(("suffix", "form"), [(".csv", CsvRows), (".parquet", ParquetRows)])
def test_rows_are_kept_that_were_being_written_at_ctrl_c(
    suffix: str, form: type[CsvRows] | type[ParquetRows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = form.append

    def interrupted(self: object, rows: Sequence[Row]) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        whole(self, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(form, "append", interrupted)
    table = TableSink(tmp_path / f"out{suffix}")
    for index in range(5):
        table.write(result(index))
    with pytest.raises(KeyboardInterrupt):
        table.flush()
    assert table.row_count == 5
    table.close()
    assert len(read_rows(tmp_path / f"out{suffix}")) == 5


@pytest.mark.skipif(os.name == "nt", reason="on Windows this would end the process")
@pytest.mark.usefixtures("_interrupts_raise")
def test_ctrl_c_waits_for_the_outermost_write() -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            reached.append("inner")
        reached.append("outer")
    assert reached == ["inner", "outer"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
