"""Reads the inputs of one batch, into its part of the table and its video."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from app.capture.opening import CaptureOptions, open_source
from app.capture.source import CaptureError, SourceInfo
from app.commands.analyze.batches import Batch
from app.commands.analyze.following import read_ahead, told_before
from app.commands.analyze.inputs import Input
from app.commands.analyze.outcome import FileOutcome, Outcome
from app.commands.analyze.request import AnalyzingPerceiver, LoadPerceiver, OpenVideo, Way
from app.commands.analyze.run_folder import RunFolder
from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.output.face_summary import FaceSummaries
from app.output.rows import rows_of
from app.output.sink import ResultSink
from app.output.table import TableSink

_FPS_WHERE_UNKNOWN = 25.0


@dataclass(frozen=True, slots=True)
class Job:
    """What whoever works on a batch must know; it is sent to other processes and machines."""

    folder: RunFolder
    way: Way
    load_perceiver: LoadPerceiver
    open_video: OpenVideo
    overwrite: bool = False


class Perceivers:
    """A perceiver for videos and one for pictures, each loaded when it is first needed."""

    def __init__(self, load: LoadPerceiver, threads: int) -> None:
        self._load = load
        self._threads = threads
        self._loaded: dict[bool, AnalyzingPerceiver] = {}

    def of(self, item: Input) -> AnalyzingPerceiver:
        smooth = not item.is_image
        if smooth not in self._loaded:
            self._loaded[smooth] = self._load(smooth, self._threads)
        return self._loaded[smooth]

    def close(self) -> None:
        for perceiver in self._loaded.values():
            perceiver.close()


class BatchReader:
    """Reads batches one after the other.

    `stop` is asked at every frame, and ends a batch early; `progress` is told what share of a batch is done.
    """

    def __init__(
        self,
        job: Job,
        perceivers: Perceivers,
        progress: Callable[[Batch, float], None],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._job = job
        self._perceivers = perceivers
        self._progress = progress
        self._stop = stop

    def read(self, batch: Batch) -> Outcome:
        """What was found, which is noted in the run's folder too, however it ends.

        An input that cannot be read is told in the outcome; OutputError, ModelError and DetectorError are raised.
        """
        self._perceivers.of(batch.inputs[0])  # a network that does not load is told before anything is begun
        part = _Part(self._job, batch)
        try:
            for item in batch.inputs:
                if self._stop():
                    break
                part.files.append(FileOutcome(item.name))
                self._read_file(item, part)
            else:
                part.complete = not self._stop()
        finally:
            outcome = part.close()
        return outcome

    def _read_file(self, item: Input, part: "_Part") -> None:
        try:
            options = CaptureOptions(realtime=False, most_pixels=self._job.way.most_pixels)
            source = open_source(str(item.path.resolve()), options)
        except CaptureError as error:
            part.failed(str(error))
            return
        perceiver = self._perceivers.of(item)
        perceiver.reset()
        with ExitStack() as open_things:
            open_things.callback(source.close)
            frames = open_things.enter_context(read_ahead(source))
            sinks = part.sinks(item, source.info, open_things)
            try:
                for result in self._results(self._due(frames, source.info.frame_count, part), perceiver):
                    part.files[-1].add(result)
                    for sink in sinks:
                        sink.write(result)
            except CaptureError as error:
                part.failed(str(error))
        if not item.is_image:  # a write for each of a thousand pictures would take longer than reading them
            part.table.flush()

    def _results(self, frames: Iterator[Frame], perceiver: AnalyzingPerceiver) -> Iterator[FrameResult]:
        for frame in told_before(frames, perceiver.look_ahead):
            yield perceiver.perceive(frame)

    def _due(self, frames: Iterator[Frame], frame_count: int | None, part: "_Part") -> Iterator[Frame]:
        """Those that are to be read, until it is told to stop."""
        for frame in frames:
            if self._stop():
                return
            if frame.index % self._job.way.every == 0:
                yield frame
            if frame_count:
                done = len(part.files) - 1 + min(1.0, (frame.index + 1) / frame_count)
                self._progress(part.batch, done / len(part.batch.inputs))


class _Part:
    """The part of the table that a batch becomes, while it is written."""

    def __init__(self, job: Job, batch: Batch) -> None:
        self.batch = batch
        self.files: list[FileOutcome] = []
        self.complete = False
        self.table = TableSink(job.folder.part(batch.index), overwrite=True, columns=job.way.columns)
        self._job = job
        self._faces = FaceSummaries()

    def sinks(self, item: Input, info: SourceInfo, open_things: ExitStack) -> tuple[ResultSink, ...]:
        self.table.begin(item.name)
        sinks: tuple[ResultSink, ...] = (self.table, _Adding(self._faces, item.name))
        if self.batch.video is None:
            return sinks
        way = self._job.way
        fps = (info.fps or _FPS_WHERE_UNKNOWN) / way.every
        video = self._job.open_video(self.batch.video, fps, gender=way.gender, overwrite=self._job.overwrite)
        open_things.callback(video.close)
        return (*sinks, video)

    def failed(self, sentence: str) -> None:
        self.files[-1].failure = sentence
        self.files[-1].unreadable = True

    def close(self) -> Outcome:
        self.table.close()
        outcome = Outcome(
            self.batch.index, tuple(self.files), self.table.row_count, self.complete, tuple(self._faces.rows())
        )
        self._job.folder.note(outcome)
        return outcome


@dataclass(frozen=True, slots=True)
class _Adding:
    """A ResultSink that adds up what the faces of a file show."""

    faces: FaceSummaries
    file: str

    def write(self, result: FrameResult) -> None:
        self.faces.add(rows_of(self.file, result))

    def close(self) -> None:
        """Nothing is kept open."""
