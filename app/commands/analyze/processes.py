"""Works on the batches of a run in several processes of this machine.

A process that is killed costs what it was reading: the batch is given to another. Nothing is shared between processes
that one of them could leave locked.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import Any

from app.commands.analyze.batches import Batch
from app.commands.analyze.outcome import Outcome
from app.commands.analyze.progress import FileProgress
from app.commands.analyze.reading import BatchReader, Job, Perceivers
from app.commands.failures import CommandError

_LOOK_S = 0.25
_MOST_BREAKS = 3
_FINISH_S = 2.0


def jobs_for(batches: Sequence[Batch], asked: int | None) -> int:
    """How many processes help: one for each core at most, none for the sake of a few pictures."""
    if asked is not None:
        return min(asked, len(batches))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pictures = sum(len(batch.inputs) for batch in batches if batch.inputs[0].is_image)
    videos = sum(1 for batch in batches if not batch.inputs[0].is_image)
    return max(1, min(cores, videos + pictures // _PICTURES_WORTH_A_START, len(batches)))


_PICTURES_WORTH_A_START = 200
"""A process takes about two seconds to load what it needs."""


def in_processes(batches: Sequence[Batch], job: Job, jobs: int, progress: FileProgress) -> Iterator[Outcome]:
    """What came of each batch, in the order in which they are done. Raises CommandError when processes keep dying."""
    left = {batch.index: batch for batch in batches}
    breaks = 0
    while left:
        try:
            for outcome in _one_pool(list(left.values()), job, jobs, progress):
                progress.done(left.pop(outcome.index).name)
                yield outcome
        except BrokenProcessPool as error:
            breaks += 1
            if breaks == _MOST_BREAKS:
                raise CommandError(
                    f"A process that read files was ended {breaks} times, perhaps for lack of memory;"
                    " try --jobs 1, and --resume to go on."
                ) from error
            for index, outcome in job.folder.outcomes().items():  # done, but its process could not say so any more
                if index in left and outcome.complete:
                    progress.done(left.pop(index).name)
                    yield outcome


def _one_pool(batches: Sequence[Batch], job: Job, jobs: int, progress: FileProgress) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")
    shares = RawArray("d", 1 + max(batch.index for batch in batches))
    stop = RawValue("b", 0)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(job, shares, stop))
    try:
        with _children_unharmed():
            waiting: dict[Future[Outcome], Batch] = {pool.submit(_read, batch): batch for batch in batches}
        while waiting:
            done, _ = wait(waiting, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            for future in done:
                del waiting[future]
                yield future.result()
            for batch in waiting.values():
                if shares[batch.index] > 0:
                    progress.within(batch.name, shares[batch.index])
    finally:
        stop.value = 1
        processes = tuple((pool._processes or {}).values())  # the pool has no way to end one that hangs
        pool.shutdown(wait=False, cancel_futures=True)
        _end_all(processes)


def _end_all(processes: Sequence[Any]) -> None:
    """Wait for them to finish what they read; one that hangs is killed, which costs the rows of its last moments."""
    until = time.monotonic() + _FINISH_S
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


@contextmanager
def _children_unharmed() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; those started inside never see it, and are told to stop instead."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """What one process keeps between batches."""

    def __init__(self, job: Job, shares: Any, stop: Any) -> None:
        self.busy = False
        self._shares = shares
        self._stop = stop
        self._reader = BatchReader(job, Perceivers(job.load_perceiver, threads=1), self._progress, self._stopped)

    def read(self, batch: Batch) -> Outcome:
        self.busy = True
        try:
            return self._reader.read(batch)
        finally:
            self.busy = False

    def end(self, *_: object) -> None:
        """At SIGTERM: what is being read is finished with the frames there are."""
        self._stop.value = 1
        if not self.busy:
            sys.exit(0)

    def _progress(self, batch: Batch, share: float) -> None:
        self._shares[batch.index] = share

    def _stopped(self) -> bool:
        return bool(self._stop.value)


_worker: Callable[[Batch], Outcome]


def _begin(job: Job, shares: Any, stop: Any) -> None:
    global _worker
    worker = _Worker(job, shares, stop)
    _worker = worker.read
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, worker.end)
    threading.Thread(target=_end_with_parent, name="poise-parent", daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its children; they would wait for batches for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(batch: Batch) -> Outcome:
    return _worker(batch)
