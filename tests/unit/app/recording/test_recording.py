"""A recording is a folder of numbers, events and facts, readable while it grows and whole at its end."""

import csv
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from app.capture.source import SourceInfo, SourceKind
from app.domain.result import FrameResult
from app.output.sink import OutputError
from app.recording.columns import FRAMES_COLUMNS, READINGS_COLUMNS
from app.recording.events import Event, EventKind
from app.recording.recorder import Recorder
from app.recording.session_file import Facts, Kept, ModelFacts
from tests.unit.app.recording.conftest import AGREEMENT, Studio, events_of, result, session_of, wait_until

CAMERA = SourceInfo("Front camera", SourceKind.CAMERA, 64, 48, 30.0, None)


def test_every_frame_and_face_is_there_with_the_time_of_the_recording(studio: Studio) -> None:
    recording = studio.begin()
    zero = time.perf_counter()
    recording.tell("running", CAMERA, "")
    for index, faces in enumerate((1, 0, 2)):
        recording.take(result(index, zero + index / 10, faces))
    outcome = studio.finish(recording)
    readings = pq.read_table(outcome.folder / "readings.parquet").to_pylist()
    frames = pq.read_table(outcome.folder / "frames.parquet").to_pylist()
    assert tuple(readings[0]) == READINGS_COLUMNS.names
    assert tuple(frames[0]) == FRAMES_COLUMNS.names
    assert [(row["frame"], row["time_s"], row["face_id"]) for row in readings] == [(0, 0, 1), (2, 0.2, 1), (2, 0.2, 2)]
    assert [(row["frame"], row["time_s"], row["faces"]) for row in frames] == [(0, 0, 1), (1, 0.1, 0), (2, 0.2, 2)]
    assert {row["file"] for row in readings} == {"Front camera"}
    assert abs(readings[0]["unix_time_s"] - time.time()) < 60
    assert outcome.reason == outcome.problem == ""
    assert (outcome.counts.frames, outcome.counts.faces) == (3, 3)


def test_of_two_that_begin_in_one_folder_at_once_the_second_is_told_and_harms_nothing(studio: Studio) -> None:
    """Both find it empty: the first had not written anything when the second looked."""
    first = studio.begin()
    first.take(result(0, time.perf_counter()))
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(OutputError, match=r"^Another recording has begun in .*session at this moment; choose another"),
    ):
        patch.setattr("app.recording.recording.new_folder", lambda folder, *, set_aside: folder)
        studio.begin()
    folder = studio.finish(first).folder
    assert len(pq.read_table(folder / "readings.parquet")) == 1


def test_a_file_of_it_that_is_removed_is_one_sentence_while_its_folder_is_still_there(studio: Studio) -> None:
    """As while somebody takes the folder away: it goes last."""
    recording = studio.begin()
    recording.take(result(0, time.perf_counter()))
    wait_until(lambda: (recording.folder / "readings.csv").stat().st_size > 0)
    (recording.folder / "events.jsonl").unlink()
    recording.note(Event(EventKind.MARKER, time.perf_counter(), "now", "test"))
    assert recording.wait(10.0)
    said = studio.told.outcomes[-1].reason
    assert said == f"The recording has ended: what lay in {recording.folder} was removed, and with it what it held."


def test_csv_and_parquet_say_the_same(studio: Studio) -> None:
    recording = studio.begin()
    for index in range(5):
        recording.take(result(index, time.perf_counter()))
    folder = studio.finish(recording).folder
    with (folder / "readings.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(folder / "readings.parquet").to_pylist()
    assert [{name: str(value) for name, value in row.items()} for row in table] == rows


def test_while_it_runs_pieces_and_csv_are_readable_within_two_seconds(studio: Studio) -> None:
    recording = studio.begin()
    recording.take(result(0, time.perf_counter()))
    wait_until(lambda: any(recording.folder.glob("readings.part-*.parquet/0*.parquet")), 2.0)
    (pieces,) = (part for part in recording.folder.glob("readings.part-*.parquet") if part.is_dir())
    assert pq.read_table(pieces).num_rows == 1
    assert len((recording.folder / "readings.csv").read_text().splitlines()) == 2
    wait_until(lambda: session_of(recording.folder)["started_at"] is not None)
    assert session_of(recording.folder)["ended_at"] is None


def test_session_json_says_what_was_kept_and_how(studio: Studio) -> None:
    facts = Facts(ModelFacts("poise.onnx", "ab" * 32, "poise", "1"), {"running": "CPU"})
    recording = studio.begin(kept=Kept(gender=False), settings={"max_faces": 8}, facts=lambda: facts)
    recording.tell("running", CAMERA, "")
    recording.take(result(0, time.perf_counter()))
    folder = studio.finish(recording).folder
    said = session_of(folder)
    assert said["schema"] == 1
    assert said["source"]["name"] == "Front camera"
    assert said["model"]["sha256"] == "ab" * 32
    assert said["device"] == {"running": "CPU"}
    assert said["settings"] == {"max_faces": 8}
    assert said["consent"] == {"text": AGREEMENT.text, "agreed_at": AGREEMENT.agreed_at}
    assert said["baseline"] is None
    assert said["kept"] == {"video": False, "anonymised": False, "gender": False}
    assert said["counts"]["frames"] == 1
    assert said["ended_at"] >= said["started_at"]
    assert "female" not in pq.read_schema(folder / "readings.parquet").names


def test_nothing_but_the_promised_files_is_left(studio: Studio) -> None:
    recording = studio.begin()
    recording.take(result(0, time.perf_counter()))
    folder = studio.finish(recording).folder
    names = {path.name for path in folder.iterdir()}
    assert names == {"session.json", "readings.parquet", "readings.csv", "frames.parquet", "events.jsonl"}
    if hasattr(folder, "owner"):
        assert {oct(path.stat().st_mode)[-3:] for path in folder.iterdir()} == {"600"}
        assert oct(folder.stat().st_mode)[-3:] == "700"


def test_a_marker_is_written_at_once(studio: Studio) -> None:
    recording = studio.begin()
    at = time.perf_counter()
    recording.take(result(0, at))
    recording.note(Event(EventKind.MARKER, at + 0.25, "stimulus", "hotkey"))
    wait_until(lambda: "stimulus" in (recording.folder / "events.jsonl").read_text(), 0.5)
    (marker,) = events_of(recording.folder)
    assert (marker["time_s"], marker["kind"], marker["source"]) == (0.25, "marker", "hotkey")
    assert studio.finish(recording).counts.markers == 1


def test_what_happened_before_the_first_frame_waits_for_the_clock(studio: Studio) -> None:
    recording = studio.begin()
    recording.note(Event(EventKind.MARKER, time.perf_counter(), "early", "hotkey"))
    recording.take(result(0, time.perf_counter() + 5.0))
    folder = studio.finish(recording).folder
    assert events_of(folder)[0]["time_s"] == pytest.approx(-5.0, abs=0.5)


def test_frames_from_before_the_recording_are_left_out(studio: Studio) -> None:
    before = time.perf_counter()
    recording = studio.begin()
    recording.take(result(0, before))
    recording.take(result(1, time.perf_counter()))
    recording.take(result(2, time.perf_counter() - 0.5))
    assert studio.finish(recording).counts.frames == 1


def test_a_recording_outlives_the_source_as_a_gap_with_its_reason(studio: Studio) -> None:
    ended: list[object] = []
    recorder = Recorder(ended.append, lambda sentence: None)
    from app.recording.plan import RecordingPlan

    recorder.tell("running", CAMERA, "")
    recording = recorder.begin(studio.folder / "gap", RecordingPlan(Kept(), AGREEMENT, least_free_bytes=0))
    numbers, _ = recorder.sinks
    now = time.perf_counter()
    numbers.write(result(0, now))
    recorder.tell("lost", CAMERA, "The camera was unplugged.")
    numbers.close()
    numbers.write(result(0, now + 7.5))
    recorder.end()
    assert recording.wait(10.0)
    assert recorder.recording is None
    (gap,) = [event for event in events_of(recording.folder) if event["kind"] == "gap"]
    assert (gap["time_s"], gap["until_s"]) == (0.0, 7.5)
    assert gap["text"] == "the source was lost: The camera was unplugged."
    assert ended


def test_numbers_and_video_each_have_a_sink_and_a_video_that_fails_leaves_the_numbers(studio: Studio) -> None:
    class Broken:
        def write(self, result: FrameResult, time_s: float) -> None:
            raise OutputError("The video cannot be written.")

        def close(self) -> None: ...

    recording = studio.begin(kept=Kept(video=True), open_video=lambda path: Broken())
    at = time.perf_counter()
    recording.take_picture(result(0, at))
    recording.take(result(0, at))
    recording.take_picture(result(1, at + 0.1))
    recording.take(result(1, at + 0.1))
    outcome = studio.finish(recording)
    assert outcome.counts.frames == 2
    assert outcome.reason == ""
    assert studio.told.problems == ["The video cannot be written. The numbers are recorded on."]


def test_a_disk_that_is_nearly_full_ends_it_properly(studio: Studio) -> None:
    recording = studio.begin()
    recording.take(result(0, time.perf_counter()))
    recording._room._least_free_bytes = 1 << 62
    assert recording.wait(10.0)
    (outcome,) = studio.told.outcomes
    assert "nearly full" in outcome.reason
    assert outcome.problem == ""
    assert pq.read_table(outcome.folder / "readings.parquet").num_rows == 1
    assert "nearly full" in session_of(outcome.folder)["ended_because"]


def test_without_room_it_does_not_begin(studio: Studio) -> None:
    with pytest.raises(OutputError, match="too little room"):
        studio.begin(least_free_bytes=1 << 62)


def test_a_folder_with_something_in_it_is_refused_or_set_aside(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "session").mkdir()
    (tmp_path / "session" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="something in the folder"):
        studio.begin()
    studio.begin(set_aside=True)
    (older,) = tmp_path.glob("session until */mine.txt")
    assert older.read_text() == "mine"


@pytest.mark.parametrize(("name", "sentence"), [("file", "is a file"), ("missing/folder", "does not exist")])
def test_a_place_that_is_no_folder_is_one_sentence(name: str, sentence: str, studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=sentence):
        studio.begin(name)
