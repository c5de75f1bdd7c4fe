"""Odd tables and recordings for the reader: it gives what is there, or one plain sentence, and nothing else."""

import json
import math
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.output.rows import COLUMNS, TEXT_COLUMNS
from app.recording.reader import open_recording
from app.recording.stored_rows import ReadError
from app.recording.stored_session import read_events, read_session
from tests.faults.test_fuzz import JSON, tried
from tests.unit.app.recording.made import recording, row, table

FOLDER = Path(tempfile.mkdtemp(prefix="poise-fuzz-recordings-"))
ROWS = [row(index / 10, face_id=index % 3, file="a.mp4") for index in range(40)]
WHOLE = recording(
    FOLDER / "whole",
    ROWS,
    [index / 10 for index in range(40)],
    ({"kind": "marker", "time_s": 1.0, "text": "go"}, {"kind": "gap", "time_s": 2.0, "until_s": 3.0, "text": "lost"}),
)
CONTENT = {path.name: path.read_bytes() for path in WHOLE.iterdir()}
TABLES = {suffix: table(FOLDER / f"whole{suffix}", ROWS).read_bytes() for suffix in (".csv", ".jsonl", ".parquet")}


def read_plainly(path: Path) -> bool:
    """Read all there is, as Review does; False where it was refused by a sentence."""
    try:
        opened = open_recording(path)
        for face in opened.faces[:3]:
            track = opened.track(face.face_id)
            assert len(track.time_s) == len(track.emotions)
        for rows in opened.rows(0.0, opened.duration_s):
            assert rows
    except ReadError as refusal:
        assert str(refusal).endswith(".") and str(refusal).isprintable() and len(str(refusal)) < 1000
        return False
    assert all(problem.isprintable() for problem in opened.problems)
    assert all(event.text.isprintable() for event in opened.events)
    return True


def spoilt(content: bytes, places: list[int], value: int, length: int) -> bytes:
    made = bytearray(content)
    for place in places:
        made[place % len(made)] = value
    return bytes(made[: len(made) - length % len(made)])


PLACES = st.lists(st.integers(0, 1_000_000), max_size=20)
CUT = st.one_of(st.just(0), st.integers(0, 1_000_000))
NUMBER = st.one_of(
    st.floats().map(str), st.integers(-(10**30), 10**30).map(str), st.sampled_from(["", "nan", "x", '"'])
)
CELL = st.one_of(NUMBER, st.text(max_size=12))


@tried(300)
@given(st.sampled_from(sorted(TABLES)), PLACES, st.integers(0, 255), CUT)
def test_tables_cut_and_spoilt_anywhere(suffix: str, places: list[int], value: int, cut: int) -> None:
    path = FOLDER / f"spoilt{suffix}"
    path.write_bytes(spoilt(TABLES[suffix], places, value, cut))
    read_plainly(path)


@tried(150)
@given(st.lists(st.lists(st.tuples(st.sampled_from(COLUMNS), CELL), max_size=5), min_size=1, max_size=4))
def test_tables_of_text_with_odd_cells(changes: list[list[tuple[str, str]]]) -> None:
    lines = [",".join(COLUMNS)]
    for change in changes:
        cells = {name: "a" if name in TEXT_COLUMNS else "1" for name in COLUMNS} | dict(change)
        lines.append(",".join('"' + cells[name].replace('"', '""') + '"' for name in COLUMNS))
    path = FOLDER / "odd.csv"
    path.write_bytes("\n".join([*lines, ""]).encode("utf-8", "surrogatepass"))
    read_plainly(path)


@tried(150)
@given(st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "more"]), JSON, max_size=6), max_size=4), st.booleans())
def test_tables_of_json_lines_with_odd_values(changes: list[dict[str, object]], whole: bool) -> None:
    path = FOLDER / "odd.jsonl"
    path.write_text("".join(json.dumps({**(ROWS[0] if whole else {}), **change}) + "\n" for change in changes))
    read_plainly(path)


def in_a_copy(change: Callable[[Path], object]) -> bool:
    folder = FOLDER / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content)
    change(folder)
    return read_plainly(folder)


@tried(150)
@given(st.sampled_from(sorted(CONTENT)), PLACES, st.integers(0, 255), CUT)
def test_recordings_cut_and_spoilt_anywhere(name: str, places: list[int], value: int, cut: int) -> None:
    in_a_copy(lambda folder: (folder / name).write_bytes(spoilt(CONTENT[name], places, value, cut)))


FACTS = st.dictionaries(st.sampled_from(["schema", "ended_at", "counts", "device", "kept", "more"]), JSON, max_size=5)


@tried(500)
@given(st.one_of(FACTS.map(json.dumps), JSON.map(json.dumps), st.text(max_size=60)))
def test_what_a_recording_says_of_itself_may_be_anything(text: str) -> None:
    path = FOLDER / "session.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        session = read_session(path)
    except ReadError as refusal:
        assert str(refusal).endswith(".") and str(refusal).isprintable()
    else:
        assert session.finished in (True, False) and session.problem.isprintable()


EVENT = st.dictionaries(
    st.sampled_from(["kind", "time_s", "until_s", "text", "source"]),
    st.one_of(JSON, st.sampled_from(["marker", "gap", "state"]), st.integers(-(10**400), 10**400)),
    max_size=5,
)


@tried(500)
@given(st.lists(st.one_of(EVENT.map(json.dumps), st.text(max_size=40)), max_size=6))
def test_events_may_be_anything(lines: list[str]) -> None:
    path = FOLDER / "events.jsonl"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    assert all(math.isfinite(event.time_s) and event.text.isprintable() for event in read_events(path))


def test_the_untouched_ones_are_read() -> None:
    assert read_plainly(WHOLE)
    assert all(read_plainly(FOLDER / f"whole{suffix}") for suffix in TABLES)
    assert len(np.unique([face.face_id for face in open_recording(WHOLE).faces])) == 3
