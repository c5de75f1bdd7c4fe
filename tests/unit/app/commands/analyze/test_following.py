"""Frames ahead of time."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from app.capture.source import CaptureError, SourceInfo, SourceKind
from app.commands.analyze.following import read_ahead, told_before
from app.domain.frame import Frame


def frame(index: int) -> Frame:
    return Frame(np.zeros((2, 2, 3), np.uint8), index, index / 10, index / 10)


class FramesThen:
    """A source of some frames that then ends, or fails; it notes who read it."""

    info = SourceInfo("some frames", SourceKind.VIDEO, 2, 2, 10.0, None)

    def __init__(self, count: int, failure: CaptureError | None = None) -> None:
        self.count, self.failure = count, failure
        self.given = 0
        self.readers: set[str] = set()

    def read(self) -> Frame | None:
        self.readers.add(threading.current_thread().name)
        if self.given == self.count:
            if self.failure is not None:
                raise self.failure
            return None
        self.given += 1
        return frame(self.given - 1)

    def close(self) -> None: ...


def test_all_frames_come_in_order_read_by_another_thread() -> None:
    source = FramesThen(4)
    with read_ahead(source) as frames:
        assert [each.index for each in frames] == [0, 1, 2, 3]
    assert source.readers == {"decoder_0"}


def test_a_few_frames_are_read_ahead_and_no_more() -> None:
    source = FramesThen(90)
    with read_ahead(source) as frames:
        next(frames)
        next(frames)
    assert 2 <= source.given <= 5  # the thread has ended: what it was asked for is read or taken back


def test_each_frame_is_told_of_with_three_that_follow() -> None:
    told: list[int] = []
    frames = told_before(map(frame, range(6)), lambda one: told.append(one.index))
    known_at = [(each.index, list(told)) for each in frames]
    assert known_at == [
        (0, [0, 1, 2, 3]),
        (1, [0, 1, 2, 3, 4]),
        (2, [0, 1, 2, 3, 4, 5]),
        *((index, [0, 1, 2, 3, 4, 5]) for index in (3, 4, 5)),
    ]
    assert list(told_before(iter(()), told.append)) == []  # type: ignore[arg-type]


def test_the_frames_before_a_failure_are_given_before_it_is_told() -> None:
    def failing() -> Iterator[Frame]:
        yield from map(frame, range(2))
        raise CaptureError("The film tore; glue it.")

    seen: list[int] = []
    with pytest.raises(CaptureError, match="The film tore"):
        for one in told_before(failing(), lambda one: None):
            seen.append(one.index)
    assert seen == [0, 1]
