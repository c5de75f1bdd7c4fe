"""Works on the batches of a run in this process, one after the other."""

from collections.abc import Iterator, Sequence

from app.commands.analyze.batches import Batch
from app.commands.analyze.outcome import Outcome
from app.commands.analyze.progress import FileProgress
from app.commands.analyze.reading import BatchReader, Job, Perceivers

THREADS = 2


def in_this_process(batches: Sequence[Batch], job: Job, progress: FileProgress) -> Iterator[Outcome]:
    """What came of each batch, as soon as it is known."""
    perceivers = Perceivers(job.load_perceiver, THREADS)
    try:
        reader = BatchReader(job, perceivers, lambda batch, share: progress.within(batch.name, share))
        for batch in batches:
            yield reader.read(batch)
            progress.done(batch.name)
    finally:
        perceivers.close()
