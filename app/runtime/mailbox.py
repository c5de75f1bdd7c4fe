"""One slot between two threads: the newest item wins and what it replaces is counted."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item. Every method may be called from any thread, and none but `take` waits.

    After `close` nothing more is accepted; the item that lies in the slot can still be taken.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self._dropped = 0

    def put(self, item: T) -> None:
        """Leave an item; one that was not taken yet is dropped. Ignored once closed."""
        with self._changed:
            if self._closed:
                return
            if self._item is not None:
                self._dropped += 1
            self._item = item
            self._changed.notify()

    def take(self, timeout_s: float | None = None) -> T | None:
        """Remove the item, waiting for one. None when the time is over, or when closed and empty.

        Without a time-out, None means closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._closed, timeout_s)
            return self._remove()

    def poll(self) -> T | None:
        """Remove the item without waiting; None where there is none."""
        with self._changed:
            return self._remove()

    def close(self) -> None:
        """Accept nothing more and wake all who wait; may be called more than once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def dropped(self) -> int:
        """How many items were replaced before anyone took them."""
        with self._changed:
            return self._dropped

    def _remove(self) -> T | None:
        item, self._item = self._item, None
        return item
