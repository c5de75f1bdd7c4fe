"""`poise analyze`: pictures and videos to a table, and to videos with overlay if asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.capture.source import CaptureError
from app.commands.analyze.alone import in_this_process
from app.commands.analyze.batches import Batch, batches_of
from app.commands.analyze.cluster import on_cluster
from app.commands.analyze.inputs import Input, expand, without_repeats
from app.commands.analyze.outcome import Outcome, in_total
from app.commands.analyze.processes import in_processes, jobs_for
from app.commands.analyze.progress import FileProgress, file_progress
from app.commands.analyze.reading import Job
from app.commands.analyze.replacing import refuse_to_replace
from app.commands.analyze.request import AnalyzeRequest, LoadPerceiver, OpenVideo
from app.commands.analyze.run_folder import RunFolder, asked_of, new_run, resumed_run, unfinished_runs
from app.commands.analyze.table import put_together
from app.commands.analyze.watching import watched
from app.commands.failures import FAILED, CommandError, say
from app.output.part_file import make_folder, place_of
from app.output.row_formats import format_of


def analyze(request: AnalyzeRequest, load_perceiver: LoadPerceiver, open_video: OpenVideo) -> int:
    """Analyse all inputs and return the exit code. Rows are kept however it ends.

    An input that fails is reported and the others go on; OutputError, ModelError, DetectorError end the run.
    """
    inputs, all_there = _find(request.inputs)
    if not inputs:
        return FAILED
    batches = batches_of(inputs, request.video)
    _refuse_bad_places(request, batches)
    asked = asked_of(inputs, f"{request.way} {load_perceiver}")
    with _run(request, asked, batches) as (folder, overwrite):
        run = _Run(request, Job(folder, request.way, load_perceiver, open_video, overwrite), batches)
        try:
            run.work()
        finally:
            run.end()
    return 0 if all_there and run.all_well else FAILED


class _Run:
    """One run over all batches, or over those that a broken one left."""

    def __init__(self, request: AnalyzeRequest, job: Job, batches: Sequence[Batch]) -> None:
        self.all_well = True
        self._request = request
        self._job = job
        self._batches = batches
        self._outcomes = {i: outcome for i, outcome in job.folder.outcomes().items() if outcome.final}
        for outcome in self._outcomes.values():
            self._judge(outcome)

    def work(self) -> None:
        """Work on what is left, and tell of each file when it is done."""
        left = [batch for batch in self._batches if batch.index not in self._outcomes]
        if len(left) < len(self._batches):
            say(f"{len(self._batches) - len(left)} of {len(self._batches)} parts are there already")
        with (
            watched(self._job.folder.path) as watch,
            file_progress(watch, len(self._batches), len(self._outcomes)) as progress,
        ):
            for outcome in self._worked(left, progress):
                self._outcomes[outcome.index] = outcome
                self._tell(outcome)

    def _worked(self, left: Sequence[Batch], progress: FileProgress) -> Iterator[Outcome]:
        if self._request.cluster is not None:
            return on_cluster(left, self._job, self._request.cluster, progress)
        jobs = jobs_for(left, self._request.jobs)
        return in_this_process(left, self._job, progress) if jobs < 2 else in_processes(left, self._job, jobs, progress)

    def end(self) -> None:
        """Write what there is, and say what it is."""
        for index, outcome in sorted(self._job.folder.outcomes().items()):
            if index not in self._outcomes:  # a batch that was broken off
                self._outcomes[index] = outcome
                self._tell(outcome)
        files = [file for outcome in self._outcomes.values() for file in outcome.files]
        if len(files) > 1:
            say(in_total(files).sentence())
        finished = all(
            batch.index in self._outcomes and self._outcomes[batch.index].complete for batch in self._batches
        )
        put_together(
            self._job.folder,
            self._request,
            self._outcomes,
            overwrite=self._job.overwrite,
            finished=finished,
            several=len(self._batches) > 1,
        )

    def _tell(self, outcome: Outcome) -> None:
        for file in outcome.files:
            if outcome.complete and file.complaint():
                say(file.complaint())
            say(file.sentence())
        self._judge(outcome)

    def _judge(self, outcome: Outcome) -> None:
        self.all_well = self.all_well and not any(file.complaint() for file in outcome.files)


@contextmanager
def _run(
    request: AnalyzeRequest, asked: Mapping[str, str], batches: Sequence[Batch]
) -> Iterator[tuple[RunFolder, bool]]:
    """The folder of a new run, or of the one that shall go on, and whether existing outputs are replaced."""
    place = place_of(request.output, overwrite=True)
    besides = [batch.video for batch in batches if batch.video is not None]
    besides += [request.summary] if request.summary is not None else []
    if request.resume:
        with resumed_run(place, asked) as folder:
            if folder is not None:
                # The broken run wrote the others, with leave.
                may = request.overwrite or folder.wrote(place) or refuse_to_replace([place]) or bool(besides)
                yield folder, may
                return
    elif unfinished_runs(place):
        say(f"An unfinished run lies in {unfinished_runs(place)[-1]}; with --resume it would go on")
    overwrite = request.overwrite or refuse_to_replace([place, *besides])
    with new_run(place, asked) as folder:
        yield folder, overwrite


def _refuse_bad_places(request: AnalyzeRequest, batches: Sequence[Batch]) -> None:
    """Tell before anything begins what cannot be written. Raises OutputError or CommandError."""
    for table in (request.output, *([request.summary] if request.summary else ())):
        format_of(table)
        place_of(table, overwrite=True)
    if request.summary is not None and request.summary.resolve() == request.output.resolve():
        raise CommandError(f"--summary and the table are both {request.output}; give two names.")
    videos = [batch.video for batch in batches if batch.video is not None]
    if not videos:
        return
    from app.output.video import place_of_video  # brings Qt, which a table alone does not need

    if request.video is not None and request.video == videos[0].parent:
        make_folder(request.video)
    for video in videos:
        place_of_video(video, overwrite=True)


def _find(texts: Sequence[str]) -> tuple[tuple[Input, ...], bool]:
    """All inputs, and whether every argument stood for at least one and nothing was passed over."""
    inputs: list[Input] = []
    complaints: list[str] = []
    for text in texts:
        try:
            found = expand(text)
            inputs.extend(found.inputs)
            complaints.extend(found.unread)
        except (CaptureError, CommandError) as error:
            complaints.append(str(error))
    for complaint in complaints:
        say(complaint)
    return without_repeats(inputs), not complaints
