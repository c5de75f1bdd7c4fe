"""Files that wait, one that is read, and those that are done; the work itself runs on a thread of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.file_analysis import Analyst, Finding, Piece, Wish
from app.runtime.pulse import ANALYSIS_S, LOADING_S

_TELL_S = 0.1
_LOOK_MS = 1000


class WorkState(Enum):
    WAITING = auto()
    READING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


@dataclass(slots=True, eq=False)
class Work:
    """One piece on its way; `share` is how much of it is read, from 0 to 1. Changed on the GUI thread alone."""

    piece: Piece
    wish: Wish
    state: WorkState = WorkState.WAITING
    share: float = 0.0
    finding: Finding | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    silent_s: float | None = None
    """For how long it has not been read on, where that is too long."""


class WorkQueue(QObject):
    """`added` brings each new Work, `changed` one that went on, `complained` a sentence about what holds nothing.

    A pause holds the work at its next frame. Work that does not answer is told; cancelled, it is left with its thread.
    """

    added = Signal(object)
    changed = Signal(object)
    complained = Signal(str)
    _found = Signal(object, object, object)
    _told = Signal(object, float)
    _ended = Signal(object, object)
    _out_of_work = Signal()

    def __init__(self, analyst: Analyst, parent: QObject) -> None:
        super().__init__(parent)
        self._analyst = analyst
        self._waiting: list[Work] = []
        self._searches: list[tuple[Sequence[Path], Wish]] = []
        self._lock = threading.Lock()  # guards the two lists, which the thread takes from
        self._go_on = threading.Event()
        self._go_on.set()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._left: list[threading.Thread] = []
        self._reading: tuple[Work, float] | None = None  # and when it was read on last
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_for_silence)
        self._look.start()
        queued = Qt.ConnectionType.QueuedConnection
        self._found.connect(self._on_found, queued)
        self._told.connect(self._on_told, queued)
        self._ended.connect(self._on_ended, queued)
        self._out_of_work.connect(self._start, queued)

    @property
    def paused(self) -> bool:
        return not self._go_on.is_set()

    def add(self, paths: Sequence[Path], wish: Wish) -> None:
        """Look for what files and folders hold, and read it when it is its turn."""
        with self._lock:
            self._searches.append((paths, wish))
        self._start()

    def pause(self, paused: bool) -> None:
        if paused:
            self._go_on.clear()
        else:
            self._go_on.set()

    def cancel(self, work: Work) -> None:
        """Read no more of it; what was begun of it is removed."""
        with self._lock:
            waited = work in self._waiting
            if waited:
                self._waiting.remove(work)
        work.cancelled.set()
        if waited:
            self._set(work, WorkState.CANCELLED)
        elif work.silent_s is not None:
            self._leave(work)

    def close(self, timeout_s: float) -> bool:
        """End the work; False where its thread was left behind."""
        self._closed.set()
        self._go_on.set()
        self._look.stop()
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not any(thread.is_alive() for thread in (self._thread, *self._left) if thread is not None)

    # On the GUI thread

    def _start(self) -> None:
        with self._lock:
            wanted = bool(self._waiting or self._searches)
        if wanted and not self._closed.is_set() and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._run, name="poise-analyse", daemon=True)
            self._thread.start()

    def _look_for_silence(self) -> None:
        reading = self._reading
        if reading is None or self.paused:
            return
        work, since = reading
        silent_s = time.perf_counter() - since
        patience_s = ANALYSIS_S if work.share > 0 else LOADING_S
        told = silent_s if silent_s >= patience_s else None
        if told is not None or work.silent_s is not None:
            work.silent_s = told
            self.changed.emit(work)

    def _leave(self, work: Work) -> None:
        """Its thread hangs: another one goes on with what waits."""
        if self._thread is not None:
            self._left.append(self._thread)
        self._thread, self._reading = None, None
        self._analyst.leave()
        work.silent_s = None
        self._set(work, WorkState.CANCELLED)
        self._start()

    @Slot(object, object, object)
    def _on_found(self, pieces: Sequence[Piece], complaints: Sequence[str], wish: Wish) -> None:
        for complaint in complaints:
            self.complained.emit(complaint)
        new = [Work(piece, wish) for piece in pieces]
        for work in new:
            self.added.emit(work)
        with self._lock:
            self._waiting.extend(new)
        self._start()

    @Slot(object, float)
    def _on_told(self, work: Work, share: float) -> None:
        work.share = share
        if not work.cancelled.is_set():
            self._set(work, WorkState.READING)

    @Slot(object, object)
    def _on_ended(self, work: Work, finding: Finding) -> None:
        if work.state is WorkState.CANCELLED:
            return  # it was left, and answers now
        work.finding, work.share, work.silent_s = finding, 1.0, None
        cancelled = work.cancelled.is_set() and finding.table is None
        failed = WorkState.FAILED if finding.failed else WorkState.DONE
        self._set(work, WorkState.CANCELLED if cancelled else failed)

    def _set(self, work: Work, state: WorkState) -> None:
        work.state = state
        self.changed.emit(work)

    # On the thread of the work

    def _run(self) -> None:
        try:
            while self._is_mine() and not self._closed.is_set() and (step := self._next()) is not None:
                step()
        finally:
            if self._is_mine():
                self._analyst.close()
        self._out_of_work.emit()

    def _is_mine(self) -> bool:
        """Whether the work is still this thread's: one that hung was left."""
        return self._thread is threading.current_thread()

    def _next(self) -> Callable[[], None] | None:
        """What to do next, None where nothing is left; what was dropped is looked for before anything is read."""
        with self._lock:
            if self._searches:
                paths, wish = self._searches.pop(0)
                return lambda: self._found.emit(*self._analyst.find(paths), wish)
            if self._waiting:
                work = self._waiting.pop(0)
                return lambda: self._read(work)
        return None

    def _read(self, work: Work) -> None:
        told_at = 0.0

        def progress(share: float) -> None:
            nonlocal told_at
            now = time.perf_counter()
            if self._is_mine():
                self._reading = (work, now)
            if now - told_at >= _TELL_S:
                told_at = now
                self._told.emit(work, share)

        def stop() -> bool:
            if not self._go_on.is_set():
                self._go_on.wait()
                progress(work.share)  # what was silent in a pause begins anew after it
            return work.cancelled.is_set() or self._closed.is_set()

        if not stop():
            progress(0.0)
        finding = Finding("") if stop() else self._analyst.read(work.piece, work.wish, progress, stop)
        if self._is_mine():
            self._reading = None
        self._ended.emit(work, finding)
