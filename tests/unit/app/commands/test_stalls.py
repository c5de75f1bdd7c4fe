"""`poise record` and `poise stream` while the analysis hangs: it is told, and the end waits for nobody."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from app.commands.failures import one_sentence
from app.commands.record import RecordRequest, record
from app.commands.stalls import StallTeller
from app.commands.stream import StreamRequest, stream
from app.recording.plan import RecordingPlan
from app.recording.session_file import Agreement, Kept
from app.runtime.meter import Meter
from app.runtime.session import SessionEvent, SessionState
from tests.unit.app.commands.short_sessions import FewFrames, Hangs, session_of

PLAN = RecordingPlan(Kept(), Agreement("", ""), least_free_bytes=0)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
@pytest.mark.parametrize("command", ["record", "stream"])
def test_a_hung_analysis_is_told_and_does_not_hold_the_end(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hung = Hangs()
    make = session_of(FewFrames, lambda: hung)
    said, stopped_at = [""], [0.0]

    def stop_once_told() -> None:
        until = time.monotonic() + 60
        while "has not answered for" not in said[0] and time.monotonic() < until:
            time.sleep(0.1)
            said[0] += capsys.readouterr().err
        stopped_at[0] = time.monotonic()
        os.kill(os.getpid(), signal.SIGTERM)

    teller = threading.Thread(target=stop_once_told)
    teller.start()
    with pytest.raises(SystemExit) as stopped, one_sentence():
        if command == "record":
            record(RecordRequest(tmp_path / "session"), make, PLAN)
        else:
            stream(StreamRequest(jsonl=str(tmp_path / "out.jsonl")), make)
    ended_after_s = time.monotonic() - stopped_at[0]
    hung.go_on.set()
    teller.join()
    assert stopped.value.code == 128 + signal.SIGTERM
    assert ended_after_s < 3.0  # 1.2 s for the session, what is written, and a busy machine
    assert said[0].count("The analysis has not answered for") == 1


def test_each_silence_is_told_once_and_its_end_too() -> None:
    now = [10.0]
    meter, said = Meter(lambda: 0, clock=lambda: now[0]), list[str]()
    teller = StallTeller(said.append)
    frame = next(iter(iter(FewFrames(1).read, None)))
    teller.on_event(SessionEvent(SessionState.RUNNING, "", FewFrames().info))
    meter.captured(frame)
    result = Hangs().perceive(frame)
    meter.perceived(result)
    for now[0] in (11.0, 12.0, 13.0):
        teller.look(meter)
    meter.captured(frame)
    for now[0] in (15.0, 16.5, 17.5):
        teller.look(meter)
    meter.perceived(result)
    teller.look(meter)
    teller.look(meter)
    assert said == ["The analysis has not answered for 6 s; Ctrl-C ends Poise and keeps what was read.", "It goes on."]
