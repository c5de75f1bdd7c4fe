"""Many sinks behind one: they come, go and fail each for itself, at a limited rate."""

from typing import Any

import pytest

from app.domain.result import FrameResult
from app.output.live.broadcast import Broadcast, RateLimit
from app.output.live.sink import Gap, Marker, SinkStatus, SourceState
from app.output.sink import OutputError


def fail(error: OutputError) -> None:
    raise AssertionError(str(error))


class ListedSink:
    """Keeps what it is told; fails at the frame `fails_at`."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.got: list[object] = []
        self.closed = 0
        self._fails_at = fails_at

    def write(self, result: FrameResult) -> None:
        if result.frame.index == self._fails_at:
            raise OutputError("The cable is out; put it in.")
        self.got.append(result.frame.index)

    def mark(self, marker: Marker) -> None:
        self.got.append(marker.text)

    def tell(self, state: SourceState) -> None:
        self.got.append(state.state)

    def miss(self, gap: Gap) -> None:
        self.got.append((round(gap.until - gap.since, 3), gap.reason))

    def close(self) -> None:
        self.closed += 1

    def status(self) -> SinkStatus:
        return SinkStatus("list", "here", None, len(self.got), 0, local=True)


@pytest.mark.parametrize(
    ("camera_hz", "limit_hz", "let_through"),
    [(30, 0, 300), (30, 60, 300), (30, 30, 300), (30, 10, 100), (30, 20, 200), (120, 30, 300), (30, 0.5, 5)],
)
def test_the_rate_is_limited_evenly(camera_hz: float, limit_hz: float, let_through: int) -> None:
    limit = RateLimit(limit_hz)
    passed = sum(limit.allows(5.0 + index / camera_hz) for index in range(round(10 * camera_hz)))
    assert passed == pytest.approx(let_through, abs=1)


def test_jitter_does_not_halve_a_rate_that_equals_the_limit() -> None:
    limit = RateLimit(30)
    moments = [index / 30 + (0.004 if index % 2 else -0.004) for index in range(300)]
    assert sum(limit.allows(at) for at in moments) == pytest.approx(300, abs=3)


def test_after_a_pause_nothing_is_made_up_for() -> None:
    limit = RateLimit(10)
    limit.allows(0.0)
    assert [limit.allows(100 + index / 100) for index in range(12)].count(True) <= 3


def test_sinks_get_everything_from_when_they_came(results: Any) -> None:
    broadcast = Broadcast(fail)
    first, second = ListedSink(), ListedSink()
    broadcast.tell(SourceState("running", "Desk camera"))
    broadcast.add(first)
    broadcast.write(results(1))
    broadcast.add(second)
    broadcast.write(results(2))
    broadcast.mark(Marker("go", 0.0, "test"))
    broadcast.close()  # a session ends, and the next one begins
    broadcast.write(results(3))
    broadcast.remove(first)
    broadcast.write(results(4))
    assert first.got == ["running", 1, 2, "go", 3]
    assert second.got == ["running", 2, "go", 3, 4]
    assert (first.closed, second.closed) == (1, 0)
    assert [status.kind for status in broadcast.statuses] == ["list"]


def test_a_gap_is_told_before_the_frame_that_ends_it_with_its_reason(results: Any) -> None:
    broadcast, sink = Broadcast(fail, max_rate_hz=0.5), ListedSink()
    broadcast.add(sink)
    for index, at, state in ((1, 0.0, ""), (2, 0.9, ""), (3, 3.0, ""), (4, 8.0, "lost"), (5, 9.5, "paused")):
        if state:
            broadcast.tell(SourceState(state, "Desk camera"))
            broadcast.tell(SourceState("running", "Desk camera"))
        broadcast.write(results(index, at=at))
    broadcast.tell(SourceState("opening", "Garden camera"))  # another source: what lies between is no gap of its
    broadcast.write(results(6, at=60.0))
    told = [item for item in sink.got if isinstance(item, tuple)]
    assert told == [(2.1, "no frame came"), (5.0, "the source was lost"), (1.5, "it was paused")]
    assert sink.got[:3] == [1, (2.1, "no frame came"), 3]


def test_a_sink_that_fails_is_told_once_and_the_others_go_on(results: Any) -> None:
    told: list[OutputError] = []
    broadcast = Broadcast(told.append)
    bad, good = ListedSink(fails_at=2), ListedSink()
    broadcast.add(bad)
    broadcast.add(good)
    for index in (1, 2, 3):
        broadcast.write(results(index))
    assert [str(error) for error in told] == ["The cable is out; put it in."]
    assert (bad.got, bad.closed) == ([1], 1)
    assert good.got == [1, 2, 3]


def test_without_sinks_nothing_happens(results: Any) -> None:
    broadcast = Broadcast(fail)
    broadcast.write(results())
    broadcast.mark(Marker("go", 0.0, "test"))
    assert broadcast.statuses == ()
