"""Rates, latency and drops, on a clock that the test turns."""

import threading

import numpy as np
import pytest

from app.domain.frame import Frame
from app.domain.result import FrameResult, StepTimes
from app.runtime.meter import Meter


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def _frame(captured_at: float, width_px: int = 8, height_px: int = 4) -> Frame:
    return Frame(np.zeros((height_px, width_px, 3), np.uint8), 0, 0.0, captured_at)


def _result(captured_at: float, perceive_ms: float = 5.0) -> FrameResult:
    return FrameResult(_frame(captured_at), (), StepTimes(1.0, 1.0, 1.0, perceive_ms))


def _run(meter: Meter, clock: Clock, fps: float, seconds: float) -> None:
    for _ in range(round(fps * seconds)):
        clock.now_s += 1 / fps
        meter.captured(_frame(clock.now_s))


def test_before_the_first_frame_nothing_is_known() -> None:
    seen = Meter(clock=Clock()).snapshot()
    assert (seen.capture_fps, seen.inference_fps, seen.dropped) == (0.0, 0.0, 0)
    assert (seen.latency_median_ms, seen.latency_p95_ms, seen.perceive_median_ms) == (None, None, None)
    assert (seen.width_px, seen.height_px) == (0, 0)


@pytest.mark.parametrize("seconds", [0.2, 1.0, 10.0])
def test_the_rate_is_right_from_the_first_moment_on(seconds: float) -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    _run(meter, clock, fps=30, seconds=seconds)
    assert meter.snapshot().capture_fps == pytest.approx(30, rel=0.01)


def test_the_rate_follows_a_change_and_falls_to_zero() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    _run(meter, clock, fps=30, seconds=5)
    _run(meter, clock, fps=10, seconds=3)
    assert meter.snapshot().capture_fps == pytest.approx(10, rel=0.01)
    clock.now_s += 1
    assert 3 < meter.snapshot().capture_fps < 7
    clock.now_s += 5
    assert meter.snapshot().capture_fps == 0.0


def test_a_moment_between_two_frames_lowers_no_rate() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    _run(meter, clock, fps=10, seconds=1)
    before = meter.snapshot().capture_fps
    clock.now_s += 0.09
    assert meter.snapshot().capture_fps == before


def test_capture_and_inference_are_counted_apart() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    for index in range(60):
        clock.now_s += 1 / 30
        meter.captured(_frame(clock.now_s))
        if index % 2:
            meter.perceived(_result(clock.now_s, perceive_ms=20.0))
    seen = meter.snapshot()
    assert seen.capture_fps == pytest.approx(30, rel=0.02)
    assert seen.inference_fps == pytest.approx(15, rel=0.02)
    assert seen.perceive_median_ms == 20.0


def test_latency_runs_from_captured_to_painted() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    for latency_ms in range(1, 101):
        clock.now_s += 0.01
        meter.painted(_result(clock.now_s - latency_ms / 1000), clock.now_s)
    seen = meter.snapshot()
    assert seen.latency_median_ms == pytest.approx(50.5)
    assert seen.latency_p95_ms == pytest.approx(95)


def test_latency_ends_when_the_frame_was_painted_not_when_that_is_told() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    painted_at = clock.now_s
    clock.now_s += 0.5
    meter.painted(_result(painted_at - 0.02), painted_at)
    assert meter.snapshot().latency_median_ms == pytest.approx(20)


def test_old_latencies_are_forgotten() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    meter.painted(_result(clock.now_s - 0.9), clock.now_s)
    clock.now_s += 1.9
    meter.painted(_result(clock.now_s - 0.1), clock.now_s)
    assert meter.snapshot().latency_p95_ms == pytest.approx(900)
    clock.now_s += 0.2
    assert meter.snapshot().latency_p95_ms == pytest.approx(100)
    clock.now_s += 2
    assert meter.snapshot().latency_median_ms is None


def test_what_is_as_old_as_the_window_is_out_of_it() -> None:
    clock = Clock()
    meter = Meter(clock=clock, window_s=2.0)
    meter.perceived(_result(clock.now_s))
    clock.now_s += 2.0
    assert meter.snapshot().perceive_median_ms is None


def test_painting_a_frame_again_is_no_new_latency() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    result = _result(clock.now_s - 0.05)
    meter.painted(result, clock.now_s)
    meter.painted(result, clock.now_s + 1.0)
    assert meter.snapshot().latency_p95_ms == pytest.approx(50)


def test_size_is_the_one_delivered_last_and_drops_are_asked_for() -> None:
    drops = [3]
    meter = Meter(dropped=lambda: drops[0], clock=Clock())
    meter.captured(_frame(0.0, 1280, 720))
    meter.captured(_frame(0.0, 640, 480))
    drops[0] = 5
    seen = meter.snapshot()
    assert (seen.width_px, seen.height_px, seen.dropped) == (640, 480, 5)


def test_a_fast_source_fills_no_memory() -> None:
    clock = Clock()
    meter = Meter(clock=clock, window_s=0.5)
    _run(meter, clock, fps=1000, seconds=5)
    assert len(meter._captured._entries) <= 500


def test_it_may_be_used_from_many_threads() -> None:
    meter = Meter()

    def work() -> None:
        for _ in range(300):
            meter.captured(_frame(1.0))
            meter.perceived(_result(1.0))
            meter.painted(_result(1.0), 1.5)
            meter.snapshot()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meter.snapshot().capture_fps > 0


def test_paused_time_is_no_latency() -> None:
    clock = Clock()
    meter = Meter(clock=clock)
    meter.pause(True)
    clock.now_s += 29.0
    meter.pause(False)
    meter.painted(_result(99.99), clock.now_s + 0.01)
    assert meter.snapshot().latency_median_ms == pytest.approx(20.0)
