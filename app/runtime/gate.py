"""A gate that a pause shuts: what passes it happens wholly before or wholly after the pause."""

import threading
from collections.abc import Callable


class Gate:
    """Open at first; `close` shuts it for good and lets all who wait go. Methods may be called from any thread."""

    def __init__(self, lock: threading.RLock) -> None:
        self._changed = threading.Condition(lock)
        self._paused = False
        self._one_may_pass = False
        self._closed = False

    @property
    def paused(self) -> bool:
        with self._changed:
            return self._paused

    def pause(self, paused: bool) -> None:
        with self._changed:
            self._paused = paused
            self._one_may_pass = False
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def let_one_pass(self) -> None:
        """While paused, open for the one action that next says it has passed."""
        with self._changed:
            self._one_may_pass = self._paused
            self._changed.notify_all()

    def wait_open(self) -> bool:
        """Wait while paused; False once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._shut)
            return not self._closed

    def pass_through(self, action: Callable[[], bool | None], wait: bool) -> bool:
        """Run the action while the gate is held open; False where it did not run or says False: it did not pass.

        While paused, `wait` waits for the end of the pause; otherwise the action is left out.
        """
        with self._changed:
            if wait:
                self.wait_open()
            if self._closed or self._shut:
                return False
            passed = action() is not False
            if passed:
                self._one_may_pass = False
            return passed

    @property
    def _shut(self) -> bool:
        return self._paused and not self._one_may_pass
