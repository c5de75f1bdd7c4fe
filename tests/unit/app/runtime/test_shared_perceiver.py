"""One perceiver for all sessions: loaded once, again when its options change."""

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
