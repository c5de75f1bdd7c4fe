"""A clock that holds the frames of a file back until they are due."""

import threading
import time

_LATE_S = 0.5
"""A reader this late has paused; the clock goes on from there instead of rushing after it."""


class Pacer:
    """Waits by the time stamps of a file. One thread waits; any thread may `stop`, which ends a wait at once."""

    def __init__(self, realtime: bool) -> None:
        self._realtime = realtime
        self._zero: float | None = None
        self._stopped = threading.Event()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def wait_until(self, time_s: float) -> bool:
        """Wait until the frame of this time stamp is due; False when stopped meanwhile."""
        if self._realtime:
            now = time.perf_counter()
            if self._zero is None or now - self._zero - time_s > _LATE_S:
                self._zero = now - time_s
            self._stopped.wait(max(0.0, self._zero + time_s - now))
        return not self.stopped

    def restart(self) -> None:
        """The next frame is due at once, whatever its time stamp; by the thread that waits."""
        self._zero = None

    def stop(self) -> None:
        self._stopped.set()
