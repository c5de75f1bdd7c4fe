"""One perceiver for all sessions: loaded once, again when its options change."""

import threading

import numpy as np
import pytest

from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.runtime.shared_perceiver import SharedPerceiver

FRAME = Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0, 0.0)


class CountingPerceiver:
    """Remembers what was asked of it."""

    def __init__(self, options: str) -> None:
        self.options = options
        self.resets = 0
        self.closed = False

    def perceive(self, frame: Frame) -> FrameResult:
        return FrameResult(frame, (), StepTimes(0.0, 0.0, 0.0, 0.0))

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed = True


def test_the_same_options_load_once_and_forget_the_faces() -> None:
    shared = SharedPerceiver(CountingPerceiver)
    shared.with_options("short")
    first = shared.current
    shared.with_options("short").reset()
    assert first is not None
    assert (shared.current, first.resets, first.closed) == (first, 3, False)


def test_other_options_load_again_and_close_the_old() -> None:
    shared = SharedPerceiver(CountingPerceiver)
    shared.with_options("short")
    first = shared.current
    shared.with_options("full")
    assert first is not None and first.closed
    assert shared.current is not None and shared.current.options == "full"


def test_a_failed_load_leaves_nothing_half_loaded() -> None:
    def load(options: str) -> CountingPerceiver:
        if options == "wrong":
            raise LookupError
        return CountingPerceiver(options)

    shared = SharedPerceiver(load)
    shared.with_options("right")
    with pytest.raises(LookupError):
        shared.with_options("wrong")
    assert shared.current is None
    assert shared.with_options("right").perceive(FRAME).frame is FRAME


def test_closed_twice_and_never_used_again() -> None:
    shared = SharedPerceiver(CountingPerceiver)
    shared.with_options("short")
    shared.close()
    shared.close()
    shared.reset()
    with pytest.raises(RuntimeError):
        shared.perceive(FRAME)


class HangingPerceiver(CountingPerceiver):
    """Hangs in a frame until it is let go."""

    def __init__(self, options: str) -> None:
        super().__init__(options)
        self.at_work = threading.Event()
        self.go_on = threading.Event()

    def perceive(self, frame: Frame) -> FrameResult:
        self.at_work.set()
        assert self.go_on.wait(20)
        return super().perceive(frame)


def test_one_that_hangs_is_left_behind_and_another_loaded_and_the_first_closed_when_it_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.runtime.shared_perceiver._PATIENCE_S", 0.2)
    shared = SharedPerceiver(HangingPerceiver)
    first = shared.with_options("short").current
    assert first is not None
    stuck = threading.Thread(target=lambda: shared.perceive(FRAME))
    stuck.start()
    assert first.at_work.wait(20)
    assert not shared.close(timeout_s=0.01)  # the end of the program does not wait for it either
    second = shared.with_options("short").current
    assert second is not None and second is not first
    second.go_on.set()
    assert shared.perceive(FRAME).frame is FRAME
    assert not first.closed
    first.go_on.set()
    stuck.join()
    assert first.closed and not second.closed
    assert shared.close()
    assert second.closed


def test_one_that_takes_its_time_to_load_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.runtime.shared_perceiver._PATIENCE_S", 0.05)
    loads, begun, go_on = [], threading.Event(), threading.Event()

    def load(options: str) -> CountingPerceiver:
        loads.append(options)
        begun.set()
        assert go_on.wait(20)
        return CountingPerceiver(options)

    shared = SharedPerceiver(load)
    loaders = [threading.Thread(target=lambda: shared.with_options("short")) for _ in range(2)]
    loaders[0].start()
    assert begun.wait(20)
    loaders[1].start()
    loaders[1].join(0.3)  # longer than the patience with a frame
    go_on.set()
    for loader in loaders:
        loader.join()
    assert loads == ["short"]
