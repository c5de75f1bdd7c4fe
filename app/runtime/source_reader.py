"""The work of the capture thread: open a source, read it to its end, find a live one again that was lost."""

import logging
import threading
from collections.abc import Callable

from app.capture.source import CaptureError, FrameSource, SeekableSource, SourceInfo
from app.domain.frame import Frame
from app.runtime.gate import Gate

_log = logging.getLogger(__name__)


class SourceReader:
    """Gives the frames of a source to `on_frame` until its end or until `stop` is set; `run` is the thread's body.

    A source that is not live waits while the gate is paused; a live one is read on. The source is closed however
    `run` ends. The callbacks run on the thread of `run`: `on_opened` before the first frame of each opening, `on_lost`
    with a sentence when a live source fails; it is then opened anew every `retry_s` seconds.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        *,
        gate: Gate,
        stop: threading.Event,
        retry_s: float,
        on_opened: Callable[[SourceInfo], None],
        on_lost: Callable[[str], None],
        on_frame: Callable[[Frame], None],
    ) -> None:
        self._open_source = open_source
        self._gate = gate
        self._stop = stop
        self._retry_s = retry_s
        self._on_opened = on_opened
        self._on_lost = on_lost
        self._on_frame = on_frame
        self._source: FrameSource | None = None

    def run(self) -> None:
        """Raises CaptureError when the source cannot be opened at first, or one that is not live fails."""
        source: FrameSource | None = self._open_source()
        while source is not None:
            lost = self._read_and_close(source)
            source = self._reopen() if lost else None

    def close_source(self) -> None:
        """End a read that blocks by closing the source under it; from any thread, and nothing where none is open."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def seek(self, position_s: float) -> bool:
        """Go to another place of the open source; False where it has none. From any thread."""
        source = self._source
        if isinstance(source, SeekableSource):
            source.seek(position_s)
            return True
        return False

    def repeat(self, on: bool) -> None:
        """Whether the open source starts again at its end; from any thread, and nothing where it has no end."""
        source = self._source
        if isinstance(source, SeekableSource):
            source.repeat(on)

    def _read_and_close(self, source: FrameSource) -> bool:
        """Read to the end; True where a live source was lost."""
        self._source = source
        try:
            self._on_opened(source.info)
            self._read(source)
        except CaptureError as error:
            if not source.info.live:
                raise
            self._on_lost(str(error))
            return True
        finally:
            self._source = None
            source.close()
        return False

    def _read(self, source: FrameSource) -> None:
        live = source.info.live
        while not self._stop.is_set():
            if not live and not self._gate.wait_open():
                return
            frame = source.read()
            if frame is None:
                return
            self._on_frame(frame)

    def _reopen(self) -> FrameSource | None:
        """Look for a lost source until it is back; None at stop."""
        while not self._stop.wait(self._retry_s):
            try:
                return self._open_source()
            except CaptureError as error:
                _log.info("the source is still away: %s", error)
        return None
