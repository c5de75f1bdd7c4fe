"""Ctrl-C, and other wishes to stop, that wait while something is written."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOPPING_SIGNALS: tuple[signal.Signals, ...] = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C; `kill`, a shut-down or a service that stops; a terminal or session that is closed."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A wish to stop that comes inside takes effect at the end: what has begun is written, and counted, as a whole."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python interrupts its main thread alone
        return
    handlers = {number: signal.getsignal(number) for number in STOPPING_SIGNALS}
    before = {number: handler for number, handler in handlers.items() if callable(handler)}
    waiting: list[int] = []
    for number in before:
        signal.signal(number, lambda number, frame: waiting.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if waiting:
            before[signal.Signals(waiting[0])](waiting[0], None)
