"""What a session says and does when a part of it fails."""

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest

from app.capture.source import CaptureError, SourceKind
from app.output.sink import OutputError
from app.perception.detector import DetectorError
from app.runtime.session import Session, SessionState


def _raising(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def _watched(stage: Any, source: Any, perceiver: Any, **more: Any) -> Any:
    return stage.start(lambda: source, lambda: perceiver, **more)


def test_a_source_that_does_not_open_fails_with_its_sentence(stage: Any) -> None:
    stage.start(_raising(CaptureError("The camera is in use; close other programs.")), stage.perceiver)
    event = stage.wait_state(SessionState.FAILED)
    assert (event.message, event.source) == ("The camera is in use; close other programs.", None)
    assert stage.session.stop()
    assert stage.states == [SessionState.OPENING, SessionState.FAILED, SessionState.STOPPED]


def test_a_file_that_cannot_be_read_on_fails_and_is_closed(stage: Any) -> None:
    source = stage.source(SourceKind.VIDEO)
    source.feed(stage.frame(0), CaptureError("The file is damaged."))
    _watched(stage, source, stage.perceiver())
    assert stage.wait_state(SessionState.FAILED).message == "The file is damaged."
    stage.wait_for(source.closed.is_set)
    assert SessionState.ENDED not in stage.states


def test_a_perceiver_that_does_not_load_fails_with_its_sentence_and_frees_the_camera(stage: Any) -> None:
    source = stage.source()
    stage.start(lambda: source, _raising(DetectorError("The detector file is missing; install Poise again.")))
    assert stage.wait_state(SessionState.FAILED).message == "The detector file is missing; install Poise again."
    assert stage.session.stop()
    assert source.closed.is_set() or SessionState.RUNNING not in stage.states


def test_a_perceiver_that_breaks_on_a_frame_fails_with_a_clear_sentence_and_a_log(
    stage: Any, caplog: pytest.LogCaptureFixture
) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    perceiver.error = ZeroDivisionError("division by zero")
    source.feed(stage.frame(0))
    with caplog.at_level(logging.ERROR):
        _watched(stage, source, perceiver)
        event = stage.wait_state(SessionState.FAILED)
    assert "ZeroDivisionError: division by zero" in event.message
    assert event.message.endswith("start the source again.")
    assert "Traceback" in caplog.text
    assert stage.session.stop()
    assert source.closed.is_set()


def test_a_failing_perceiver_frees_a_camera_that_gives_no_more_frames(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    perceiver.go.clear()
    perceiver.error = ValueError("broken")
    _watched(stage, source, perceiver)
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    source.wait_drained()
    perceiver.go.set()
    assert source.closed.wait(stage.patience_s)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_window_that_went_away_without_stop_does_not_keep_the_camera(stage: Any) -> None:
    source, away = stage.source(), threading.Event()

    def gone(*_: object) -> None:
        if away.is_set():
            raise RuntimeError("the window is deleted")

    session = stage.session = Session(lambda: source, stage.perceiver, on_ready=gone, on_event=gone)
    session.start()
    source.wait_drained()
    away.set()
    source.feed(stage.frame(0))
    assert source.closed.wait(stage.patience_s)
    away.clear()


def test_only_the_first_failure_is_told(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    perceiver.go.clear()
    perceiver.error = ValueError("second")
    _watched(stage, source, perceiver)
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    source.feed(CaptureError("First."))
    stage.wait_state(SessionState.FAILED)
    perceiver.go.set()
    assert stage.session.stop()
    assert [event.message for event in stage.events if event.message] == ["First."]


def test_of_two_failures_at_the_same_moment_only_the_first_is_told(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    perceiver.go.clear()
    perceiver.error = ValueError("second")
    session = stage.make(lambda: source, lambda: perceiver)
    ask_to_end, told, both_have_told = session._ask_to_end, threading.Semaphore(0), threading.Event()

    def ask_when_both_have_told() -> None:
        told.release()
        assert both_have_told.wait(stage.patience_s)
        ask_to_end()

    monkeypatch.setattr(session, "_ask_to_end", ask_when_both_have_told)
    session.start()
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    source.feed(CaptureError("First."))
    stage.wait_state(SessionState.FAILED)
    perceiver.go.set()
    assert all(told.acquire(timeout=stage.patience_s) for _ in range(2))
    both_have_told.set()
    session.stop()
    assert [event.message for event in stage.events if event.message] == ["First."]


def test_a_lost_camera_is_found_again_and_the_perceiver_starts_afresh(stage: Any) -> None:
    first, second, perceiver = stage.source(), stage.source(), stage.perceiver()
    answers = [first, CaptureError("Still away."), CaptureError("Still away."), second]

    def open_next() -> Any:
        answer = answers.pop(0)
        if isinstance(answer, CaptureError):
            raise answer
        return answer

    stage.start(open_next, lambda: perceiver, retry_s=0.001)
    first.feed(stage.frame(0, time_s=5.0))
    stage.wait_read(0)
    first.feed(CaptureError("The camera was unplugged; plug it in again."))
    assert stage.wait_state(SessionState.LOST).message == "The camera was unplugged; plug it in again."
    stage.wait_state(SessionState.RUNNING, times=2)
    second.feed(stage.frame(1, time_s=0.0))
    stage.wait_read(1)
    assert first.closed.is_set()
    assert perceiver.resets == 2
    assert stage.states == [SessionState.OPENING, SessionState.RUNNING, SessionState.LOST, SessionState.RUNNING]
    assert answers == []


def test_a_camera_may_be_lost_again_and_again(stage: Any) -> None:
    sources = [stage.source() for _ in range(4)]
    waiting = list(sources)
    for source in sources[:3]:
        source.feed(CaptureError("Gone."))
    stage.start(lambda: waiting.pop(0), stage.perceiver, retry_s=0.001)
    stage.wait_state(SessionState.RUNNING, times=4)
    assert stage.states.count(SessionState.LOST) == 3
    assert all(source.closed.is_set() for source in sources[:3])


def test_stop_does_not_wait_for_the_next_try(stage: Any) -> None:
    source = stage.source()
    source.feed(CaptureError("Gone."))
    _watched(stage, source, stage.perceiver(), retry_s=1000.0)
    stage.wait_state(SessionState.LOST)
    assert stage.session.stop(timeout_s=stage.patience_s)


def test_a_camera_lost_during_a_pause_comes_back_paused(stage: Any) -> None:
    first, second = stage.source(), stage.source()
    waiting = [first, second]
    session = stage.start(lambda: waiting.pop(0), stage.perceiver, retry_s=0.001)
    stage.wait_state(SessionState.RUNNING)
    session.pause(True)
    first.feed(CaptureError("Gone."))
    stage.wait_state(SessionState.PAUSED, times=2)
    assert stage.states[-3:] == [SessionState.PAUSED, SessionState.LOST, SessionState.PAUSED]


def test_something_unexpected_at_a_new_try_ends_the_session(stage: Any) -> None:
    source = stage.source()
    source.feed(CaptureError("Gone."))
    answers = [source]
    stage.start(lambda: answers.pop(0), stage.perceiver, retry_s=0.001)
    assert "IndexError" in stage.wait_state(SessionState.FAILED).message


def test_sinks_get_what_was_analysed_and_are_finished_at_the_end(stage: Any) -> None:
    source, perceiver, sinks = stage.source(SourceKind.VIDEO), stage.perceiver(), (stage.sink(), stage.sink())
    source.feed(*(stage.frame(index) for index in range(8)), None)
    _watched(stage, source, perceiver, sinks=sinks)
    stage.wait_state(SessionState.ENDED)
    assert stage.session.stop()
    assert all(sink.kept == perceiver.seen and sink.closed.is_set() for sink in sinks)
    assert stage.session.sink_drops == 0


@pytest.mark.parametrize("error", [OutputError("The disk is full; free some space."), KeyError("row")])
def test_a_failing_sink_is_told_and_stops_nothing_else(stage: Any, error: Exception) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    broken, sound = stage.sink(fails_at=1, error=error), stage.sink()
    _watched(stage, source, perceiver, sinks=(broken, sound))
    for index in range(4):
        source.feed(stage.frame(index))
        stage.wait_read(index)
    stage.wait_for(lambda: any(event.message for event in stage.events))
    told = next(event for event in stage.events if event.message)
    assert told.state is SessionState.RUNNING
    assert ("disk is full" in told.message) or ("KeyError" in told.message)
    source.feed(None)
    stage.wait_state(SessionState.ENDED)
    assert stage.session.stop()
    assert (broken.kept, sound.kept) == ([0], [0, 1, 2, 3])
    assert broken.closed.is_set() and sound.closed.is_set()
    assert SessionState.FAILED not in stage.states


def test_a_sink_that_cannot_be_finished_is_told_before_the_session_says_stopped(stage: Any) -> None:
    source = stage.source()
    _watched(stage, source, stage.perceiver(), sinks=(stage.sink(close_error=OutputError("Not finished.")),))
    stage.wait_state(SessionState.RUNNING)
    assert stage.session.stop()
    assert [event.message for event in stage.events][-2:] == ["Not finished.", ""]
    assert stage.states[-1] is SessionState.STOPPED


def test_a_slow_sink_loses_results_and_never_slows_the_picture(stage: Any) -> None:
    source, sink = stage.source(SourceKind.VIDEO), stage.sink()
    sink.go.clear()
    _watched(stage, source, stage.perceiver(), sinks=(sink,))
    for index in range(40):
        source.feed(stage.frame(index))
        stage.wait_read(index)
    assert stage.session.sink_drops >= 40 - 16 - 1
    sink.go.set()
    assert stage.session.stop()
    assert len(sink.kept) + stage.session.sink_drops == 40
