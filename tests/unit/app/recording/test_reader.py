"""What is kept of a session, read back: folders whole and cut off, tables in every format, and what is neither."""

import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.output.rows import READING_COLUMNS
from app.recording.continuity import NUMBERED_ANEW
from app.recording.reader import open_recording
from app.recording.stored_rows import ReadError
from tests.unit.app.recording.made import recording, row, table

TIMES = [place / 10 for place in range(50)]


def rows_of_two():
    first = [row(time_s, 1, "happiness", yaw_deg=10 * time_s) for time_s in TIMES]
    second = [row(time_s, 2, "anger") for time_s in TIMES[20:30]]
    return sorted([*first, *second], key=lambda each: each["time_s"])


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_table_gives_the_same_whatever_its_format(tmp_path, suffix):
    opened = open_recording(table(tmp_path / f"t{suffix}", rows_of_two()))
    assert [(face.face_id, face.first_s, face.last_s, face.frames) for face in opened.faces] == [
        (1, 0.0, 4.9, 50),
        (2, 2.0, 2.9, 10),
    ]
    assert opened.duration_s == pytest.approx(5.0)
    assert (opened.files, opened.events, opened.video) == (("talk.mp4",), (), None)
    track = opened.track(1)
    assert np.allclose(track.time_s, TIMES)
    assert np.allclose(track.angles_deg[:, 0], [10 * time_s for time_s in TIMES])
    assert track.judged.all() and (track.label == 1).all() and (track.attention == 0).all()
    assert sum(len(some) for some in opened.rows(2.0, 2.9)) == 20
    assert opened.columns == READING_COLUMNS


def test_of_a_table_of_several_inputs_one_is_opened(tmp_path):
    rows = [row(0.0), row(0.1), row(0.0, 3, file="other.mp4"), row(0.1, 3, file="other.mp4")]
    path = table(tmp_path / "t.parquet", rows)
    assert [face.face_id for face in open_recording(path).faces] == [1]
    other = open_recording(path, "other.mp4")
    assert [face.face_id for face in other.faces] == [3]
    assert other.files == ("talk.mp4", "other.mp4")
    assert len(other.track(3).time_s) == 2


def test_the_film_of_a_table_is_found_beside_it(tmp_path):
    (tmp_path / "talk.mp4").write_bytes(b"film")
    assert open_recording(table(tmp_path / "t.csv", [row(0.0), row(0.1)])).video == tmp_path / "talk.mp4"


def test_a_recording_brings_markers_gaps_and_frames_without_a_face(tmp_path):
    events = (
        {"time_s": 3.0, "kind": "gap", "text": "paused", "source": "session", "until_s": 9.0},
        {"time_s": 1.0, "kind": "marker", "text": "stimulus", "source": "hotkey"},
    )
    folder = recording(tmp_path / "r", [row(1.0), row(1.1)], [*TIMES[:30], 9.0, 9.1], events)
    (folder / "video.mkv").write_bytes(b"film")
    opened = open_recording(folder)
    assert [event.text for event in opened.markers] == ["stimulus"]
    assert [(gap.time_s, gap.until_s) for gap in opened.gaps] == [(3.0, 9.0)]
    assert opened.frames.recorded_s(0.0, 10.0) == pytest.approx(3.2, abs=0.01)
    assert opened.video == folder / "video.mkv"
    assert opened.problems == ()
    assert open_recording(folder / "session.json").path == folder


def test_a_recording_that_was_cut_off_is_read_from_its_pieces(tmp_path):
    folder = recording(tmp_path / "r", rows_of_two(), TIMES, ended_at=None)
    for name in ("readings", "frames"):
        pieces = folder / f"{name}.part-12ab.parquet"
        pieces.mkdir()
        whole = pq.read_table(folder / f"{name}.parquet")
        for place in range(0, whole.num_rows, 20):
            pq.write_table(whole.slice(place, 20), pieces / f"{place:06}.parquet")
        (pieces / ".000099.parquet").write_bytes(b"half a piece")
        (folder / f"{name}.parquet").unlink()
    (folder / "readings.part-34cd.parquet").write_bytes(b"PAR1")  # the file that grows beside them
    with (folder / "events.jsonl").open("a") as events:
        events.write('{"time_s": 1.5, "kind": "marker", "text": "seen"}\n{"time_s": 2.0, "ki')
    opened = open_recording(folder)
    assert [face.frames for face in opened.faces] == [50, 10]
    assert len(opened.markers) == 1
    assert "cut off" in opened.problems[0]


def test_of_thousands_of_pieces_the_text_beside_them_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("app.recording.reader._MANY_PIECES", 2)
    folder = recording(tmp_path / "r", rows_of_two(), TIMES, ended_at=None)
    pieces = folder / "readings.part-12ab.parquet"
    pieces.mkdir()
    for place in range(3):
        (pieces / f"{place:06}.parquet").write_bytes(b"is not opened")
    (folder / "readings.parquet").unlink()
    table(folder / "readings.csv", rows_of_two())
    assert [face.frames for face in open_recording(folder).faces] == [50, 10]


def test_the_text_is_read_where_nothing_else_is_whole(tmp_path):
    folder = recording(tmp_path / "r", rows_of_two(), TIMES)
    table(folder / "readings.csv", rows_of_two())
    (folder / "readings.parquet").write_bytes(b"PAR1 cut")
    with (folder / "readings.csv").open("a") as file:
        file.write("talk.mp4,9.9,99,1,0.0")
    opened = open_recording(folder)
    assert [face.frames for face in opened.faces] == [50, 10]


def test_a_recording_without_its_own_words_still_has_its_numbers(tmp_path):
    folder = recording(tmp_path / "r", rows_of_two(), TIMES)
    (folder / "session.json").write_text('{"schema": 1, "ended')
    opened = open_recording(folder)
    assert len(opened.faces) == 2
    assert "session.json" in opened.problems[0]


def without(name):
    return lambda rows: pa.Table.from_pylist(rows).drop_columns([name])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "missing.csv", "There is nothing at"),
        (lambda folder: folder, "no table that Poise reads"),
        (lambda folder: written(folder / "t.txt", b"x"), "no table that Poise reads"),
        (lambda folder: written(folder / "t.parquet", b"no parquet"), "cannot be read"),
        (lambda folder: written(folder / "t.csv", b""), "cannot be read"),
        (lambda folder: written(folder / "t.jsonl", b"{{{"), "cannot be read"),
        (lambda folder: written(folder / "t.csv", b"a,b\n1,2\n"), "no column time_s"),
        (lambda folder: written(folder / "t.csv", b"\xff\xfe\x00bin\x00ary\n\x01"), "cannot be (read|opened)"),
        (lambda folder: recording(folder / "r", rows_of_two(), TIMES, schema=2), "newer Poise"),
        (lambda folder: emptied(recording(folder / "r", rows_of_two(), TIMES)), "no readings"),
    ],
)
def test_what_cannot_be_read_gives_one_sentence(tmp_path, make, said):
    with pytest.raises(ReadError, match=said) as raised:
        open_recording(make(tmp_path))
    assert "\n" not in str(raised.value)


def written(path, content):
    path.write_bytes(content)
    return path


def emptied(folder):
    for path in folder.glob("readings.*"):
        path.unlink()
    return folder


def test_a_table_that_goes_away_gives_one_sentence(tmp_path):
    folder = recording(tmp_path / "r", rows_of_two(), TIMES)
    opened = open_recording(folder)
    shutil.rmtree(folder)
    with pytest.raises(ReadError, match="cannot be read"):
        opened.track(1)
    with pytest.raises(ReadError, match="cannot be read"):
        list(opened.rows(0.0, 1.0))


def test_an_older_table_without_attention_and_gender_is_read(tmp_path):
    columns = READING_COLUMNS.without(frozenset({"attention", "female", "female_raw", "reason"}))
    opened = open_recording(table(tmp_path / "t.parquet", [row(0.0), row(0.1)], columns))
    assert (opened.track(1).attention == -1).all()


def test_a_recording_in_which_nobody_was_seen_has_frames_and_no_face(tmp_path):
    opened = open_recording(recording(tmp_path / "r", [], TIMES))
    assert opened.faces == ()
    assert opened.duration_s == pytest.approx(5.0)
    assert len(opened.track(1).time_s) == 0


def test_one_that_was_cut_off_before_anybody_came_is_read_too(tmp_path):
    folder = recording(tmp_path / "r", [], TIMES, ended_at=None)
    (folder / "readings.parquet").unlink()
    (folder / "readings.part-12ab.parquet").mkdir()
    (folder / "readings.csv").write_text(",".join(READING_COLUMNS.names) + "\n")
    assert open_recording(folder).faces == ()


def test_it_is_said_where_a_number_may_stand_for_two_faces(tmp_path):
    again = {"kind": "state", "time_s": 2.0, "text": f"the source began again; {NUMBERED_ANEW}"}
    opened = open_recording(recording(tmp_path / "r", rows_of_two(), TIMES, (again,)))
    assert "two faces" in opened.problems[0]


@pytest.mark.parametrize("file", [r"\\evil.example\share\talk.mp4", "//evil.example/share/talk.mp4"])
def test_a_table_of_somebody_else_makes_no_other_machine_be_asked(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking whether such a file is there signs in at that machine, on Windows."""
    asked: list[str] = []
    real = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path, **more: asked.append(str(path)) or real(path, **more))
    opened = open_recording(table(tmp_path / "t.csv", [row(0.0, file=file), row(0.1, file=file)]))
    assert opened.files == (file,)
    assert opened.video is None
    assert not any("evil.example" in path for path in asked)
