"""The clock of a file, on a clock that the test turns."""

import threading
from types import SimpleNamespace

import pytest

from app.capture.pacing import Pacer


class Waits(threading.Event):
    """Lets the time pass instead of waiting, and remembers for how long."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 1000.0
        self.waited_s: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waited_s.append(timeout)
        self.now_s += timeout
        return self.is_set()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    made = Waits()
    monkeypatch.setattr("app.capture.pacing.time", SimpleNamespace(perf_counter=lambda: made.now_s))
    monkeypatch.setattr("app.capture.pacing.threading", SimpleNamespace(Event=lambda: made))
    return made


def test_frames_come_at_the_distance_of_their_time_stamps(waits: Waits) -> None:
    pacer = Pacer(realtime=True)
    for time_s in (3.0, 3.1, 3.3):  # a clip need not begin at 0
        assert pacer.wait_until(time_s)
    assert waits.waited_s == pytest.approx([0.0, 0.1, 0.2])


def test_a_reader_that_is_a_little_late_catches_up(waits: Waits) -> None:
    pacer = Pacer(realtime=True)
    pacer.wait_until(0.0)
    waits.now_s += 0.3
    for time_s in (0.1, 0.2, 0.4):
        pacer.wait_until(time_s)
    assert waits.waited_s == pytest.approx([0.0, 0.0, 0.0, 0.1])


def test_after_a_pause_the_clip_goes_on_from_where_it_stood(waits: Waits) -> None:
    pacer = Pacer(realtime=True)
    pacer.wait_until(0.0)
    waits.now_s += 60
    for time_s in (0.1, 0.2, 0.3):
        pacer.wait_until(time_s)
    assert waits.waited_s == pytest.approx([0.0, 0.0, 0.1, 0.1])


def test_as_fast_as_possible_never_waits(waits: Waits) -> None:
    pacer = Pacer(realtime=False)
    assert pacer.wait_until(100.0)
    assert waits.waited_s == []
    pacer.stop()
    assert not pacer.wait_until(101.0)
