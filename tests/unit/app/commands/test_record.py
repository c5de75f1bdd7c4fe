"""`poise record` on a source of a few frames: how it ends, what it says, and what bad input gets."""

import json
import os
import signal
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from app.capture.source import CaptureError
from app.commands.failures import CommandError, one_sentence
from app.commands.record import RecordRequest, record
from app.domain.result import FrameResult
from app.output.sink import OutputError
from app.recording.plan import RecordingPlan
from app.recording.session_file import Agreement, Kept
from tests.unit.app.commands.short_sessions import FewFrames, session_of

unhurried = partial(FewFrames, fps=50.0, pause_s=0.02)
"""At a pace at which there is time to do something meanwhile."""


def plan(**changed: Any) -> RecordingPlan:
    return RecordingPlan(Kept(), Agreement("", ""), least_free_bytes=0, **changed)


def test_a_file_is_recorded_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "session"
    assert record(RecordRequest(folder), session_of(lambda: unhurried(60)), plan()) == 0
    frames = pq.read_table(folder / "frames.parquet")
    assert 0 < frames.num_rows <= 60
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"Recording to {folder}; Ctrl-C ends it."
    assert f"{frames.num_rows} frames with 0 faces" in said[-1]
    assert "\r" not in "".join(said), "a progress line belongs on a terminal"


def test_it_ends_after_the_seconds_that_were_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    assert record(RecordRequest(folder, seconds=0.5), session_of(unhurried), plan()) == 0
    said = json.loads((folder / "session.json").read_text())
    assert said["ended_at"] is not None
    assert said["counts"]["seconds"] < 5


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such timer")
def test_a_signal_completes_the_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "session"

    def interrupt() -> None:
        while not any(folder.glob("frames.part-*.parquet/0*.parquet")):
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(SystemExit) as ended, one_sentence():
        record(RecordRequest(folder), session_of(unhurried), plan())
    thread.join()
    assert ended.value.code == 128 + signal.SIGTERM
    assert json.loads((folder / "session.json").read_text())["ended_at"] is not None
    assert pq.read_table(folder / "frames.parquet").num_rows > 0
    assert str(folder) in capsys.readouterr().err.splitlines()[-2]


def test_a_source_that_cannot_be_opened_leaves_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def no_source() -> FewFrames:
        raise CaptureError("There is no such camera.")

    folder = tmp_path / "session"
    assert record(RecordRequest(folder), session_of(no_source), plan()) == 2
    assert capsys.readouterr().err == "There is no such camera.\n"
    assert not folder.exists()


def test_a_recording_that_cannot_go_on_is_told_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Gone:
        def write(self, result: FrameResult, time_s: float) -> None:
            for path in sorted((tmp_path / "session").rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            (tmp_path / "session").rmdir()
            raise OutputError("The video is gone.")

        def close(self) -> None: ...

    request = RecordRequest(tmp_path / "session", video=True)
    assert record(request, session_of(unhurried), plan(open_video=lambda path: Gone())) == 2
    assert "was removed, and with it what it held" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"anonymise": True}, "add --video"),
        ({"folder": Path("missing") / "session"}, "does not exist"),
        ({"folder": Path("a\0b")}, "cannot be made"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(changed: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    request = RecordRequest(**{"folder": tmp_path / "session", **changed})
    with pytest.raises((CommandError, OutputError), match=sentence):
        request.refuse_nonsense()
