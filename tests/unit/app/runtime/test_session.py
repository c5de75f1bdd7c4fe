"""A session in its ordinary course: pictures, readings, drops, pause, end."""

import threading
import weakref
from typing import Any

import pytest

from app.capture.source import SourceKind
from app.runtime.session import SessionState


def test_a_file_is_read_to_its_end_and_its_last_frame_is_analysed(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    source.feed(*(stage.frame(index) for index in range(5)), None)
    stage.start(lambda: source, lambda: perceiver)
    stage.wait_state(SessionState.ENDED)
    assert stage.states == [SessionState.OPENING, SessionState.RUNNING, SessionState.ENDED]
    assert stage.read_indices[-1] == 4
    assert source.closed.is_set()
    assert [event.source for event in stage.events] == [None, source.info, source.info]


def test_results_come_in_the_order_of_the_frames(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    source.feed(*(stage.frame(index) for index in range(200)), None)
    stage.start(lambda: source, lambda: perceiver)
    stage.wait_state(SessionState.ENDED)
    indices = [result.frame.index for result in stage.results]
    assert indices == sorted(indices)
    assert stage.read_indices == sorted(set(stage.read_indices))


def test_pictures_come_before_the_perceiver_is_loaded(stage: Any) -> None:
    source, perceiver, loaded = stage.source(), stage.perceiver(), threading.Event()

    def load() -> Any:
        assert loaded.wait(stage.patience_s)
        return perceiver

    stage.start(lambda: source, load)
    for index in range(3):
        source.feed(stage.frame(index))
        stage.wait_for(lambda index=index: len(stage.results) == index + 1)
    assert [result.frame.index for result in stage.results] == [0, 1, 2]
    assert all(result.faces == () and result.times.perceive_ms == 0 for result in stage.results)
    assert stage.session.meter.snapshot().inference_fps == 0
    loaded.set()
    stage.wait_read(2)
    assert stage.session.meter.snapshot().dropped == 0  # every picture was shown: none of them counts


def test_nothing_is_dropped_while_the_perceiver_is_loaded(stage: Any) -> None:
    source, perceiver, loaded = stage.source(), stage.perceiver(), threading.Event()

    def load() -> Any:
        assert loaded.wait(stage.patience_s)
        return perceiver

    session = stage.make(lambda: source, load)
    session._on_ready = lambda: None  # a window that is still being drawn
    session.start()
    for index in range(3):
        source.feed(stage.frame(index))
    source.wait_drained()
    assert session.meter.snapshot().dropped == 0
    loaded.set()


def test_a_picture_file_is_analysed_though_it_ended_while_the_perceiver_loaded(stage: Any) -> None:
    source, perceiver, loaded = stage.source(SourceKind.IMAGE), stage.perceiver(), threading.Event()
    source.feed(stage.frame(0), None)
    stage.start(lambda: source, lambda: perceiver if loaded.wait(stage.patience_s) else None)
    stage.wait_for(source.closed.is_set)
    assert SessionState.ENDED not in stage.states
    loaded.set()
    stage.wait_state(SessionState.ENDED)
    assert stage.read_indices == [0]
    assert stage.results[-1].times.perceive_ms > 0


def test_no_lag_builds_up_behind_a_slow_perceiver(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    perceiver.go.clear()
    stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    source.feed(*(stage.frame(index) for index in range(1, 101)))
    source.wait_drained()
    perceiver.go.set()
    stage.wait_read(100)
    assert perceiver.seen == [0, 100]
    assert stage.session.meter.snapshot().dropped == 99


def test_memory_stays_bounded_whatever_the_perceiver_does(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    perceiver.go.clear()
    stage.start(lambda: source, lambda: perceiver)
    pictures = []
    for index in range(50):
        frame = stage.frame(index)
        pictures.append(weakref.ref(frame.pixels))
        source.feed(frame)
        del frame
        source.wait_drained()
    stage.results.clear()
    alive = sum(picture() is not None for picture in pictures)
    perceiver.go.set()
    assert alive <= 4  # in the perceiver, in each mailbox, in the hands of the capture thread


def test_results_that_nobody_takes_are_dropped_and_counted(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    session = stage.make(lambda: source, lambda: perceiver)
    session._on_ready = lambda: None  # a window that never takes a picture
    session.start()
    for index in range(10):
        source.feed(stage.frame(index))
        perceiver.wait_begun()
    source.feed(None)
    stage.wait_state(SessionState.ENDED)
    newest = session.results.poll()
    assert newest is not None and newest.frame.index == 9
    assert session.meter.snapshot().dropped in (9, 10)  # 10 where frame 0 came as a bare picture first


def test_the_meter_sees_capture_and_inference(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    stage.start(lambda: source, lambda: perceiver)
    for index in range(5):
        source.feed(stage.frame(index))
        perceiver.wait_begun()
        stage.wait_read(index)
    source.wait_drained()
    seen = stage.session.meter.snapshot()
    assert (seen.width_px, seen.height_px, seen.perceive_median_ms) == (6, 4, 3.0)
    assert seen.capture_fps > 0 and seen.inference_fps > 0


def test_the_perceiver_forgets_when_the_time_of_the_source_starts_again(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    stage.start(lambda: source, lambda: perceiver)
    for index, time_s in enumerate((0.0, 1.0, 2.0, 0.0, 1.0)):
        source.feed(stage.frame(index, time_s))
        stage.wait_read(index)
    assert perceiver.resets == 2  # at the first frame and where the clip began again


def test_a_paused_camera_gives_no_results_and_goes_on_with_a_current_picture(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    stage.wait_read(0)
    session.pause(True)
    assert stage.states[-1] is SessionState.PAUSED
    source.feed(*(stage.frame(index) for index in range(1, 20)))
    source.wait_drained()
    session.pause(False)
    assert stage.states[-1] is SessionState.RUNNING
    source.feed(stage.frame(20))
    stage.wait_read(20)
    assert stage.read_indices == [0, 20]
    assert session.meter.snapshot().dropped == 0


def test_a_result_under_way_at_the_pause_of_a_camera_is_never_shown(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    perceiver.go.clear()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    source.feed(stage.frame(1))
    source.wait_drained()
    session.pause(True)
    perceiver.go.set()
    perceiver.wait_begun()  # with the next frame: the inference thread is done with frame 0, though the pause lasts
    session.pause(False)
    source.feed(stage.frame(2))
    stage.wait_read(2)
    assert 0 not in stage.read_indices


def test_a_paused_file_stands_still_and_loses_nothing(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    perceiver.go.clear()
    session = stage.start(lambda: source, lambda: perceiver)
    source.feed(stage.frame(0))
    perceiver.wait_begun()
    source.wait_drained()  # the reader stands in its next read
    session.pause(True)
    perceiver.go.set()
    source.feed(stage.frame(1), stage.frame(2))
    assert stage.analysed == []
    session.pause(False)
    stage.wait_read(2)
    assert stage.read_indices[0] == 0


def test_a_picture_paused_while_the_perceiver_loads_is_read_after_the_pause(stage: Any) -> None:
    source, perceiver, loaded = stage.source(SourceKind.IMAGE), stage.perceiver(), threading.Event()
    session = stage.start(lambda: source, lambda: perceiver if loaded.wait(stage.patience_s) else None)
    source.wait_drained()
    session.pause(True)
    source.feed(stage.frame(0))
    loaded.set()
    perceiver.wait_begun()
    assert stage.results == []
    session.pause(False)
    source.feed(None)
    stage.wait_state(SessionState.ENDED)
    assert [result.times.perceive_ms for result in stage.results] == [3.0]  # and no bare picture after it


def test_a_pause_before_the_source_is_open_holds(stage: Any) -> None:
    source, perceiver = stage.source(), stage.perceiver()
    session = stage.make(lambda: source, lambda: perceiver)
    session.pause(True)
    session.start()
    stage.wait_state(SessionState.PAUSED)
    source.feed(stage.frame(0))
    source.wait_drained()
    assert SessionState.RUNNING not in stage.states
    session.pause(False)
    source.feed(stage.frame(1))
    stage.wait_read(1)
    assert stage.read_indices == [1]


@pytest.mark.parametrize("ending", [SessionState.ENDED, SessionState.STOPPED])
def test_a_pause_after_the_end_says_nothing(stage: Any, ending: SessionState) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    source.feed(None)
    session = stage.start(lambda: source, lambda: perceiver)
    stage.wait_state(SessionState.ENDED)
    if ending is SessionState.STOPPED:
        session.stop()
    session.pause(True)
    assert stage.states[-1] is ending


def test_frames_of_one_moment_are_no_new_beginning(stage: Any) -> None:
    source, perceiver = stage.source(SourceKind.VIDEO), stage.perceiver()
    stage.start(lambda: source, lambda: perceiver)
    for index, time_s in enumerate((0.0, 1.0, 1.0)):
        source.feed(stage.frame(index, time_s))
        stage.wait_read(index)
    assert perceiver.resets == 1
