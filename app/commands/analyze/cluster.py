"""Works on the batches of a run on the machines of a dask cluster, which all see the same folders (docs/cluster.md).

A worker that dies costs what it was reading: the scheduler gives the batch to another, which writes the part anew.
"""

import atexit
import importlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.commands.analyze.batches import Batch
from app.commands.analyze.outcome import Outcome
from app.commands.analyze.progress import FileProgress
from app.commands.analyze.reading import BatchReader, Job, Perceivers
from app.commands.failures import CommandError

_PATIENCE_S = 10.0


def on_cluster(batches: Sequence[Batch], job: Job, address: str, progress: FileProgress) -> Iterator[Outcome]:
    """What came of each batch, in the order in which they are done.

    Raises CommandError where no scheduler answers, or workers keep dying.
    """
    try:
        dask: Any = importlib.import_module("distributed")  # its own types are half there
    except ImportError as error:
        raise CommandError('dask.distributed is missing; install it with pip install "poise[cluster]".') from error
    try:
        client = dask.Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError) as error:
        raise CommandError(f"No dask scheduler answers at {address}; check that it runs there.") from error
    with client:
        futures = client.map(_read, [_placed(batch) for batch in batches], job=job, pure=False)
        names = {batch.index: batch.name for batch in batches}
        try:
            for future in dask.as_completed(futures):
                outcome: Outcome = future.result()
                progress.done(names[outcome.index])
                yield outcome
        except dask.KilledWorker as error:
            raise CommandError(
                "Workers that read the same files died several times, perhaps for lack of memory;"
                " give them more, and --resume to go on."
            ) from error
        finally:
            client.cancel(futures)


def _placed(batch: Batch) -> Batch:
    """The batch with full paths: workers stand in other folders."""
    inputs = tuple(replace(item, path=item.path.resolve()) for item in batch.inputs)
    return replace(batch, inputs=inputs, video=batch.video and batch.video.resolve())


@dataclass(slots=True)
class _Loaded:
    """What a thread of a worker keeps between batches: loading takes two seconds."""

    job: Job
    perceivers: Perceivers


_kept = threading.local()


def _read(batch: Batch, job: Job) -> Outcome:
    """Runs on a worker."""
    loaded: _Loaded | None = getattr(_kept, "loaded", None)
    if loaded is None or loaded.job != job:
        if loaded is not None:
            loaded.perceivers.close()
        loaded = _kept.loaded = _Loaded(job, Perceivers(job.load_perceiver, threads=1))
        atexit.register(loaded.perceivers.close)
    return BatchReader(job, loaded.perceivers, lambda batch, share: None).read(batch)
