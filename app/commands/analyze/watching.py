"""Watches over a run: says where it does not go on, and ends it where Python cannot, because native code holds it.

Python hears Ctrl-C and `kill` between two of its own instructions. A network or decoder that hangs never comes back to
them; so a thread of its own hears the signals too, and ends the process when they had no effect.
"""

import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.commands.failures import say
from app.runtime.pulse import ANALYSIS_S, LOADING_S

_LOOK_S = 0.25
END_S = 3.0
"""What Ctrl-C ends by itself is ended by then."""


class Watch:
    """The signs of life of a run. Any thread may give them; `close` when what was read is put together."""

    def __init__(self, kept: Path, end_s: float = END_S) -> None:
        self._kept, self._end_s = kept, end_s
        self._shares: dict[str, tuple[float, float]] = {}  # of what is read now, and since when
        self._told: set[str] = set()
        self._closed = threading.Event()
        self._stopped: tuple[int, float] | None = None

    def sign(self, name: str, share: float) -> None:
        """So much of this one is read; the same share again is no sign of life."""
        if name not in self._shares or self._shares[name][0] != share:
            self._shares[name] = (share, time.monotonic())

    def done(self, name: str) -> None:
        self._shares.pop(name, None)

    def close(self) -> None:
        """Nothing hangs any more; the end takes the time that it takes."""
        self._closed.set()

    def run(self, signals: socket.socket | None) -> None:
        """Look until it is closed; the thread's own work. `signals` gives the number of each signal as a byte."""
        while not self._closed.is_set():
            self._hear(signals)
            now = time.monotonic()
            self._tell_of_silence(now)
            if self._stopped is not None and now - self._stopped[1] >= self._end_s:
                self._end(self._stopped[0])

    def _hear(self, signals: socket.socket | None) -> None:
        if signals is None:
            self._closed.wait(_LOOK_S)
        elif select.select([signals], [], [], _LOOK_S)[0] and self._stopped is None:
            self._stopped = (signals.recv(1)[0], time.monotonic())

    def _tell_of_silence(self, now: float) -> None:
        for name, (share, since) in tuple(self._shares.items()):
            patience_s = ANALYSIS_S if share > 0 else LOADING_S
            if now - since >= patience_s and name not in self._told:
                self._told.add(name)
                say(f"{name} has not been read on for {now - since:.0f} s; Ctrl-C ends Poise and keeps what was read.")

    def _end(self, number: int) -> None:
        if self._closed.is_set():
            return
        say(f"The analysis does not answer; what was read is in {self._kept}, and --resume goes on with it.")
        sys.stderr.flush()
        os._exit(128 + number)


@contextmanager
def watched(kept: Path, end_s: float = END_S) -> Iterator[Watch]:
    """A watch over what runs inside; on another than the main thread it hears no signals, and only tells."""
    watch = Watch(kept, end_s)
    with ExitStack() as open_things:
        hears = open_things.enter_context(_signals()) if _on_main_thread() else None
        thread = threading.Thread(target=watch.run, args=(hears,), name="poise-watch", daemon=True)
        thread.start()
        open_things.callback(thread.join)
        open_things.callback(watch.close)
        yield watch


def _on_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """A socket that gets the number of every signal that Python handles, also while Python does not run."""
    hears, gets = socket.socketpair()
    with hears, gets:
        gets.setblocking(False)
        before = signal.set_wakeup_fd(gets.fileno(), warn_on_full_buffer=False)
        try:
            yield hears
        finally:
            signal.set_wakeup_fd(before)
