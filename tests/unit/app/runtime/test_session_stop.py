"""Start and stop of a session, in every order and while its parts block."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from app.capture.source import CaptureError, SourceKind
from app.runtime.session import Session, SessionState


def test_stop_ends_a_read_that_blocks_and_closes_the_source(stage: Any) -> None:
    source = stage.source()
    session = stage.start(lambda: source, stage.perceiver)
    source.wait_drained()
    assert session.stop(timeout_s=stage.patience_s)
    assert source.closed.is_set()
    assert stage.states == [SessionState.OPENING, SessionState.RUNNING, SessionState.STOPPED]


def test_stop_keeps_its_time_out_when_a_source_does_not_even_close(stage: Any) -> None:
    source = stage.source(deaf=True)
    session = stage.start(lambda: source, stage.perceiver)
    source.wait_drained()
    begun = time.perf_counter()
    assert not session.stop(timeout_s=0.1)
    assert time.perf_counter() - begun < 5  # generous: a busy machine, and still far from for ever
    seen = len(stage.events), len(stage.results)
    source.feed(stage.frame(0))  # the driver comes back at last
    assert session.stop(timeout_s=stage.patience_s)
    assert (len(stage.events), len(stage.results)) == seen


def test_stop_keeps_its_time_out_when_closing_blocks(stage: Any) -> None:
    class Stuck(stage.source):  # type: ignore[misc, name-defined]
        let_go = threading.Event()

        def close(self) -> None:
            self.let_go.wait(stage.patience_s)
            super().close()

    source = Stuck()
    session = stage.start(lambda: source, stage.perceiver)
    source.wait_drained()
    assert not session.stop(timeout_s=0.1)
    source.let_go.set()
    assert session.stop(timeout_s=stage.patience_s)


def test_stop_while_the_source_opens_abandons_the_opening_and_closes_what_it_brings(stage: Any) -> None:
    source, opened = stage.source(), threading.Event()
    asked = threading.Event()

    def open_slowly() -> Any:
        asked.set()
        assert opened.wait(stage.patience_s)
        return source

    session = stage.start(open_slowly, stage.perceiver)
    assert asked.wait(stage.patience_s)
    assert not session.stop(timeout_s=0.05)
    opened.set()
    assert session.stop(timeout_s=stage.patience_s)
    assert source.closed.is_set()
    assert stage.states == [SessionState.OPENING, SessionState.STOPPED]


def test_stop_while_an_opening_fails_later_says_nothing_more(stage: Any) -> None:
    asked, answered = threading.Event(), threading.Event()

    def fail_slowly() -> Any:
        asked.set()
        assert answered.wait(stage.patience_s)
        raise CaptureError("No camera.")

    session = stage.start(fail_slowly, stage.perceiver)
    assert asked.wait(stage.patience_s)
    session.stop(timeout_s=0.0)
    answered.set()
    assert session.stop(timeout_s=stage.patience_s)
    assert stage.states[-1] is SessionState.STOPPED
    assert SessionState.FAILED not in stage.states


def test_stop_while_the_perceiver_loads_analyses_nothing_more(stage: Any) -> None:
    source, perceiver, loaded, asked = stage.source(), stage.perceiver(), threading.Event(), threading.Event()

    def load() -> Any:
        asked.set()
        assert loaded.wait(stage.patience_s)
        return perceiver

    session = stage.start(lambda: source, load)
    source.feed(stage.frame(0))
    assert asked.wait(stage.patience_s)
    stage.wait_for(lambda: stage.results)
    assert not session.stop(timeout_s=0.05)
    loaded.set()
    assert session.stop(timeout_s=stage.patience_s)
    assert perceiver.seen == []


def test_stop_while_a_frame_is_analysed_gives_no_late_result(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    perceiver.go.clear()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    assert not session.stop(timeout_s=0.05)
    seen = len(stage.results)
    perceiver.go.set()
    assert session.stop(timeout_s=stage.patience_s)
    assert len(stage.results) == seen
    assert session.results.poll() is None


@pytest.mark.parametrize("kind", [SourceKind.CAMERA, SourceKind.VIDEO])
def test_stop_during_a_pause(stage: Any, kind: SourceKind) -> None:
    source, perceiver = stage.source(kind), stage.perceiver()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    stage.wait_read(0)
    session.pause(True)
    source.feed(stage.frame(1))
    assert session.stop(timeout_s=stage.patience_s)
    assert source.closed.is_set()


def test_a_second_stop_is_quiet(stage: Any) -> None:
    session = stage.start(stage.source, stage.perceiver)
    stage.wait_state(SessionState.RUNNING)
    assert session.stop() and session.stop()
    assert stage.states.count(SessionState.STOPPED) == 1


def test_stop_from_several_threads_at_once(stage: Any) -> None:
    session = stage.start(stage.source, stage.perceiver)
    answers: list[bool] = []
    stoppers = [threading.Thread(target=lambda: answers.append(session.stop(stage.patience_s))) for _ in range(4)]
    for stopper in stoppers:
        stopper.start()
    for stopper in stoppers:
        stopper.join()
    assert answers == [True] * 4
    assert stage.states.count(SessionState.STOPPED) == 1


def test_stop_from_a_callback_does_not_wait_for_itself(stage: Any) -> None:
    source, answers = stage.source(SourceKind.VIDEO), []

    def on_event(event: Any) -> None:
        if event.state is SessionState.ENDED:
            answers.append(session.stop())

    session = Session(lambda: source, stage.perceiver, on_ready=lambda: None, on_event=on_event)
    session.start()
    source.feed(stage.frame(0), None)
    stage.session = session  # stopped once more by the fixture
    assert source.closed.wait(stage.patience_s)
    assert session.stop(timeout_s=stage.patience_s)
    assert answers in ([False], [])  # none where our own stop came first


def test_a_session_starts_once(stage: Any) -> None:
    session = stage.start(stage.source, stage.perceiver)
    with pytest.raises(RuntimeError, match="only once"):
        session.start()
    session.stop()
    with pytest.raises(RuntimeError, match="only once"):
        session.start()


def test_stop_before_start_holds(stage: Any) -> None:
    session = stage.make(stage.source, stage.perceiver)
    assert session.stop()
    with pytest.raises(RuntimeError, match="not after its stop"):
        session.start()


def test_start_and_stop_in_quick_succession_leave_nothing_open(stage: Any) -> None:
    opened: list[Any] = []

    def open_one() -> Any:
        opened.append(stage.source())
        return opened[-1]

    for _ in range(25):
        session = stage.start(open_one, stage.perceiver, sinks=(stage.sink(),))
        assert session.stop(timeout_s=stage.patience_s)
    assert all(source.closed.is_set() for source in opened)
    assert stage.states[-1] is SessionState.STOPPED


def test_a_source_that_ends_as_it_is_stopped_tells_one_end(stage: Any) -> None:
    for _ in range(25):
        source = stage.source(SourceKind.VIDEO)
        session = stage.start(lambda source=source: source, stage.perceiver)
        source.feed(stage.frame(0), None)
        assert session.stop(timeout_s=stage.patience_s)
        assert stage.states[-1] is SessionState.STOPPED
    assert stage.states.count(SessionState.STOPPED) == 25


def test_stop_while_a_lost_source_opens_again(stage: Any) -> None:
    first, second = stage.source(), stage.source()
    asked, answered = threading.Event(), threading.Event()
    answers = [first, second]

    def open_next() -> Any:
        if len(answers) == 1:
            asked.set()
            assert answered.wait(stage.patience_s)
        return answers.pop(0)

    session = stage.start(open_next, stage.perceiver, retry_s=0.001)
    first.feed(CaptureError("Gone."))
    assert asked.wait(stage.patience_s)
    assert not session.stop(timeout_s=0.05)
    answered.set()
    assert session.stop(timeout_s=stage.patience_s)
    assert second.closed.is_set()
    assert stage.states[-2:] == [SessionState.LOST, SessionState.STOPPED]


def test_stop_keeps_its_time_out_when_a_sink_blocks(stage: Any) -> None:
    source, sink = stage.source(), stage.sink()
    sink.go.clear()
    session = stage.start(lambda: source, stage.perceiver, sinks=(sink,))
    source.feed(stage.frame(0))
    assert sink.begun.acquire(timeout=stage.patience_s)
    assert not session.stop(timeout_s=0.1)
    sink.go.set()
    assert session.stop(timeout_s=stage.patience_s)
    assert (sink.kept, sink.closed.is_set()) == ([0], True)


def test_stop_that_meets_start_wins_or_follows(stage: Any) -> None:
    opened: list[Any] = []

    def open_one() -> Any:
        opened.append(stage.source())
        return opened[-1]

    for _ in range(25):
        session = stage.make(open_one, stage.perceiver)
        stopped: list[bool] = []
        stopper = threading.Thread(
            target=lambda session=session, stopped=stopped: stopped.append(session.stop(stage.patience_s))
        )
        stopper.start()
        with contextlib.suppress(RuntimeError):  # the stop came first
            session.start()
        stopper.join()
        assert stopped == [True]
    assert all(source.closed.is_set() for source in opened)


def test_pauses_frames_and_stop_in_any_order_keep_the_rules(stage: Any, restless: None) -> None:
    for round_ in range(10):
        source, perceiver = stage.source((SourceKind.CAMERA, SourceKind.VIDEO)[round_ % 2]), stage.perceiver()
        stage.results.clear()
        session = stage.start(lambda source=source: source, lambda perceiver=perceiver: perceiver)

        def feed(source: Any = source) -> None:
            for index in range(100):
                source.feed(stage.frame(index))

        def toggle(session: Session = session) -> None:
            for turn in range(50):
                session.pause(turn % 2 == 0)
                session.meter.snapshot()

        helpers = [threading.Thread(target=body) for body in (feed, toggle, toggle)]
        for helper in helpers:
            helper.start()
        assert session.stop(timeout_s=stage.patience_s)
        seen = len(stage.events), len(stage.results)
        for helper in helpers:
            helper.join()
        indices = [result.frame.index for result in stage.results]
        assert indices == sorted(indices)
        assert stage.states[-1] is SessionState.STOPPED
        assert (len(stage.events), len(stage.results)) == seen


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns ten thousand times a second, so that races show."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    yield
    sys.setswitchinterval(before)
