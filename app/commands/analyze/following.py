"""The frames of a file ahead of time, so that decoding and searching them runs beside the reading of those before."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from app.capture.source import CaptureError, FrameSource
from app.domain.frame import Frame

_DECODED, _TOLD = 3, 3
"""Frames that wait to be worked on, and that are told of before: a frame that is searched takes as long as three that
are not. Each is 3 MB at 1280 x 720 and 100 MB at most (8K)."""


@contextmanager
def read_ahead(source: FrameSource) -> Iterator[Iterator[Frame]]:
    """All frames of a source; while one is worked on, the next are read by a thread, which ends with this context.

    The frames raise CaptureError where the source fails.
    """
    with ThreadPoolExecutor(1, "decoder") as thread:
        coming: deque[Future[Frame | None]] = deque()
        try:
            yield _read(source, thread, coming)
        finally:
            for future in coming:
                future.cancel()


def _read(source: FrameSource, thread: Executor, coming: deque[Future[Frame | None]]) -> Iterator[Frame]:
    coming.extend(thread.submit(source.read) for _ in range(_DECODED))
    while (frame := coming.popleft().result()) is not None:
        coming.append(thread.submit(source.read))
        yield frame


def told_before(frames: Iterator[Frame], tell: Callable[[Frame], None]) -> Iterator[Frame]:
    """Each frame, after `tell` heard of it and of a few that follow it.

    Raises the source's CaptureError when all frames before it were given.
    """
    waiting: deque[Frame] = deque()
    failure = None
    try:
        for frame in frames:
            tell(frame)
            waiting.append(frame)
            if len(waiting) > _TOLD:
                yield waiting.popleft()
    except CaptureError as error:
        failure = error
    yield from waiting
    if failure is not None:
        raise failure
