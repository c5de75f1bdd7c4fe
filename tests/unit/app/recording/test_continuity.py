"""Gaps, drops and a source that begins again, told from the frames alone."""

import pytest

from app.domain.frame import Frame
from app.recording.continuity import NO_REASON, Continuity
from tests.unit.app.recording.conftest import result


def frame(index: int, at: float, time_s: float | None = None) -> Frame:
    return result(index, at, 0, time_s).frame


def test_frames_that_follow_each_other_tell_nothing() -> None:
    continuity = Continuity()
    passages = [continuity.follow(frame(index, index / 30)) for index in range(5)]
    assert all(passage.dropped == 0 and passage.events == () for passage in passages)


def test_frames_left_out_are_counted() -> None:
    continuity = Continuity()
    continuity.follow(frame(0, 0.0))
    assert continuity.follow(frame(4, 4 / 30)).dropped == 3


@pytest.mark.parametrize(("index", "time_s"), [(0, 0.0), (900, 30.0)], ids=["begins again", "sought"])
def test_another_place_of_the_source_drops_nothing(index: int, time_s: float) -> None:
    continuity = Continuity()
    continuity.follow(frame(10, 1.0))
    assert continuity.follow(frame(index, 1.1, time_s)).dropped == 0


def test_a_gap_has_its_reasons_in_their_order() -> None:
    continuity = Continuity()
    continuity.follow(frame(0, 0.0))
    continuity.told(0.1, "paused")
    continuity.told(2.0, "the source was opened anew")
    (gap,) = continuity.follow(frame(90, 3.0)).events
    assert (gap.at, gap.until, gap.text) == (0.0, 3.0, "paused; the source was opened anew")


def test_a_reason_is_used_once() -> None:
    continuity = Continuity()
    continuity.follow(frame(0, 0.0))
    continuity.told(0.1, "paused")
    continuity.follow(frame(60, 2.0))
    (gap,) = continuity.follow(frame(120, 4.0)).events
    assert gap.text == NO_REASON


def test_a_gap_that_goes_on_until_the_end_is_told() -> None:
    continuity = Continuity()
    assert continuity.end(5.0) == ()
    continuity.follow(frame(0, 0.0))
    assert continuity.end(0.5) == ()
    (gap,) = continuity.end(5.0)
    assert (gap.at, gap.until) == (0.0, 5.0)


def test_a_source_that_begins_again_is_told() -> None:
    continuity = Continuity()
    continuity.follow(frame(300, 0.0, 10.0))
    (event,) = continuity.follow(frame(0, 0.03, 0.0)).events
    assert "numbered anew" in event.text
