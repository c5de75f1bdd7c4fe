"""The frames of a file ahead of time, so that decoding and searching them runs beside the reading of those before."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from app.capture.source import CaptureError, FrameSource
from app.domain.frame import Frame


@contextmanager
def read_ahead(source: FrameSource) -> Iterator[Iterator[Frame]]:
    """All frames of a source; while one is worked on, the next is read by a thread, which ends with this context.

    The frames raise CaptureError where the source fails.
    """
    with ThreadPoolExecutor(1, "decoder") as thread:
        yield _read(source, thread)


def _read(source: FrameSource, thread: Executor) -> Iterator[Frame]:
    coming = thread.submit(source.read)
    while (frame := coming.result()) is not None:
        coming = thread.submit(source.read)
        yield frame


def with_following(frames: Iterator[Frame]) -> Iterator[tuple[Frame, Frame | None]]:
    """Each frame with the one after it, None for the last: also for the last before the source fails.

    Raises the source's CaptureError when all frames before it were given.
    """
    frame = next(frames, None)
    while frame is not None:
        failure, following = None, None
        try:
            following = next(frames, None)
        except CaptureError as error:
            failure = error
        yield frame, following
        if failure is not None:
            raise failure
        frame = following
