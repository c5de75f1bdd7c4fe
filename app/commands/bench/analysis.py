"""How many frames of a video file `poise analyze` reads in a second."""

import tempfile
import time
from pathlib import Path

from app.commands.analyze.alone import THREADS
from app.commands.analyze.batches import Batch
from app.commands.analyze.inputs import Input
from app.commands.analyze.reading import BatchReader, Job, Perceivers
from app.commands.analyze.request import LoadPerceiver, Way
from app.commands.analyze.run_folder import RunFolder
from app.output.sink import ResultSink

_ROUNDS = 3


def frames_a_second(clip: Path, load: LoadPerceiver) -> float:
    """Frames by seconds of the fastest of some rounds, decoding and writing the table included, loading not."""
    perceivers = Perceivers(load, THREADS)
    with tempfile.TemporaryDirectory() as folder:
        job = Job(RunFolder(Path(folder), ".csv"), Way(), load, _no_video)
        reader = BatchReader(job, perceivers, lambda batch, share: None)
        try:
            reader.read(_batch(clip, 0))  # loads and warms
            return max(_timed(reader, _batch(clip, 1 + index)) for index in range(_ROUNDS))
        finally:
            perceivers.close()


def _batch(clip: Path, index: int) -> Batch:
    return Batch(index, (Input(clip.name, clip),))


def _timed(reader: BatchReader, batch: Batch) -> float:
    begun = time.perf_counter()
    outcome = reader.read(batch)
    return outcome.files[0].frames / (time.perf_counter() - begun)


def _no_video(path: Path, fps: float, *, gender: bool, overwrite: bool) -> ResultSink:
    raise NotImplementedError("no video is drawn while speed is measured")
