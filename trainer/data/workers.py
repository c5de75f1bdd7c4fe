"""Batches made by several processes, each its own steps; what comes out does not depend on how many they are."""

import signal
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from trainer.data.augment import Augmentation
from trainer.data.maker import Columns, Recipe, made_columns
from trainer.data.order import Steps
from trainer.data.picture import DataError
from trainer.data.read_ahead import made_ahead


@dataclass(frozen=True, slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    received: "Connection[object, Columns | str]"

    def columns(self) -> Columns:
        """The worker's next batch; raises DataError with what the worker could not do."""
        try:
            got = self.received.recv()
        except EOFError as error:
            self.process.join()
            raise DataError(
                f"A loader worker died (exit code {self.process.exitcode}); free memory or use fewer --workers."
            ) from error
        if isinstance(got, str):
            raise DataError(got)
        return got


def made_by_workers(recipe: Recipe, steps: Steps, how: Augmentation, workers: int) -> Generator[Columns, None, None]:
    """The batches of the steps, by spawned processes that share the recipe's memory and end with the generator.

    Each waits when it is a few batches ahead. Pipes hand them over: one copy in, one out, and nothing that a killed
    process could leave behind.
    """
    workers = min(workers, steps.stop - steps.first)
    share = replace(recipe, memory_bytes=recipe.memory_bytes // workers)
    started = list[_Worker]()
    ahead = made_ahead(lambda step: started[(step - steps.first) % workers].columns(), steps.first, steps.stop)
    try:
        for number in range(workers):
            started.append(_start(share, replace(steps, first=steps.first + number, every=workers), how))
        for _ in range(steps.first, steps.stop):
            yield next(ahead)  # closed after the workers: it would wait for the batch that one is making
    finally:
        _end(started)
        ahead.close()


def _start(recipe: Recipe, steps: Steps, how: Augmentation) -> _Worker:
    context = get_context("spawn")
    received, sent = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sent, recipe, steps, how), name="poise-batches", daemon=True)
    process.start()
    sent.close()  # the worker's own copy is then the only one, and the pipe ends with the worker
    return _Worker(process, received)


def _end(started: list[_Worker]) -> None:
    """Workers only read, so that they may be stopped anywhere."""
    for worker in started:
        worker.process.kill()
    for worker in started:
        worker.process.join()


def _work(sent: "Connection[Columns | str, object]", recipe: Recipe, steps: Steps, how: Augmentation) -> None:
    """Makes batches until all are made, or until nobody is left to take them: then the pipe is broken."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption means
    with suppress(BrokenPipeError, ConnectionResetError), sent:
        try:
            with closing(made_columns(recipe, steps, how, recipe.decoded())) as batches:
                for columns in batches:
                    sent.send(columns)
        except DataError as error:
            sent.send(str(error))
