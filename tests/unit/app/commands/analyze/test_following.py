"""Frames ahead of time."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from app.capture.source import CaptureError, SourceInfo, SourceKind
from app.commands.analyze.following import read_ahead, with_following
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


def test_one_frame_is_read_ahead_and_no_more() -> None:
    source = FramesThen(9)
    with read_ahead(source) as frames:
        next(frames)
        next(frames)
    assert source.given == 3  # the thread has ended: what it was asked for is read


def test_each_frame_comes_with_the_one_after_it() -> None:
    pairs = [(one.index, next_one and next_one.index) for one, next_one in with_following(map(frame, range(3)))]
    assert pairs == [(0, 1), (1, 2), (2, None)]
    assert list(with_following(iter(()))) == []


def test_the_frame_before_a_failure_is_given_before_it_is_told() -> None:
    def failing() -> Iterator[Frame]:
        yield from map(frame, range(2))
        raise CaptureError("The film tore; glue it.")

    seen: list[int] = []
    with pytest.raises(CaptureError, match="The film tore"):
        for one, _ in with_following(failing()):
            seen.append(one.index)
    assert seen == [0, 1]
