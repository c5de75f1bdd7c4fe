"""The one clock of a recording: from the moment a frame was captured to seconds since the first one."""

import time
from collections.abc import Callable

from app.output.live.protocol import StreamClock


class RecordingClock:
    """Moments are seconds of `time.perf_counter()`, which stamps frames. `begin` once, then any thread may ask.

    The clock of the system is asked once: differences stay exact whatever is done to it meanwhile.
    """

    def __init__(self, unix_s: Callable[[float], float] | None = None) -> None:
        self._unix_s = unix_s or StreamClock().unix_s
        self._zero = time.perf_counter()
        self._begun = False

    @property
    def begun(self) -> bool:
        return self._begun

    @property
    def started_unix_s(self) -> float:
        """When the first frame was captured, in seconds since 1970 (UTC)."""
        return self._unix_s(self._zero)

    def begin(self, captured_at: float) -> None:
        """The first frame was captured at this moment; later calls change nothing."""
        if not self._begun:
            self._zero = captured_at
            self._begun = True

    def time_s(self, at: float) -> float:
        """Seconds since the first frame, below 0 for what was before it."""
        return round(at - self._zero, 3)

    def unix_time_s(self, at: float) -> float:
        return round(self._unix_s(at), 3)
