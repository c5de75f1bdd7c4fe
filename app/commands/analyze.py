"""`poise analyze`: pictures and videos to a table, and to a video with overlay if asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from app.capture.opening import CaptureOptions, open_source
from app.capture.source import CaptureError, FrameSource, SourceInfo
from app.commands.failures import FAILED, CommandError, say
from app.commands.inputs import Input, expand, without_repeats
from app.commands.progress import FileProgress, file_progress
from app.domain.frame import Frame
from app.domain.result import FrameResult
from app.output.sink import ResultSink
from app.output.table import TableSink

_FPS_WHERE_UNKNOWN = 25.0


class AnalyzingPerceiver(Protocol):
    """What this command needs of a perceiver."""

    def perceive(self, frame: Frame) -> FrameResult: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...


LoadPerceiver = Callable[[bool], AnalyzingPerceiver]
"""Loads a perceiver that smooths over time, or for False one for single pictures."""
OpenVideo = Callable[[Path, float], ResultSink]
"""Opens the video with overlay, given its frame rate."""


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """What the command line asks for: inputs as typed, the table, the video if one is wanted."""

    inputs: tuple[str, ...]
    output: Path
    video: Path | None = None


@dataclass(slots=True)
class FrameCount:
    """What was found in one input so far."""

    name: str
    frames: int = 0
    with_face: int = 0

    def add(self, result: FrameResult) -> None:
        self.frames += 1
        self.with_face += any(face.face.observed for face in result.faces)

    def sentence(self) -> str:
        frames = "frame" if self.frames == 1 else "frames"
        return f"{self.name}: {self.frames} {frames} read, {self.with_face} with a face"


def analyze(request: AnalyzeRequest, load_perceiver: LoadPerceiver, open_video: OpenVideo) -> int:
    """Analyse all inputs and return the exit code. Rows are kept however it ends.

    An input that fails is reported and the others go on; OutputError, ModelError, DetectorError end the run.
    """
    inputs, all_there = _find(request.inputs)
    if not inputs:
        return FAILED
    _refuse_conflicts(request, inputs)
    table = TableSink(request.output, overwrite=True)
    analysis = _Analysis(request, table, open_video)
    try:
        analysis.run(inputs, load_perceiver)
    finally:
        _finish(table, request.output, analysis.counts)
    return 0 if all_there and analysis.all_well else FAILED


class _Analysis:
    """One run over all inputs."""

    def __init__(self, request: AnalyzeRequest, table: TableSink, open_video: OpenVideo) -> None:
        self.counts: list[FrameCount] = []
        self.all_well = True
        self._video = request.video
        self._table = table
        self._open_video = open_video

    def run(self, inputs: Sequence[Input], load_perceiver: LoadPerceiver) -> None:
        with ExitStack() as open_things:

            @cache
            def perceiver(smooth: bool) -> AnalyzingPerceiver:
                loaded = load_perceiver(smooth)
                open_things.callback(loaded.close)
                return loaded

            progress = open_things.enter_context(file_progress(len(inputs)))
            for item in inputs:
                progress.begin(item.name)
                self._one(item, perceiver(not item.is_image), progress)
                progress.file_done()

    def _one(self, item: Input, perceiver: AnalyzingPerceiver, progress: FileProgress) -> None:
        count = FrameCount(item.name)
        self.counts.append(count)
        try:
            source = open_source(str(item.path.resolve()), CaptureOptions(realtime=False))
            self._table.begin(item.name)
            perceiver.reset()
            with ExitStack() as open_things:
                open_things.callback(source.close)
                sinks = self._sinks(source.info, open_things)
                for result in _results(source, perceiver):
                    for sink in sinks:
                        sink.write(result)
                    count.add(result)
                    progress.within(count.frames, source.info.frame_count)
            self._table.flush()
            _refuse_empty(count)
        except (CaptureError, CommandError) as error:
            self.all_well = False
            say(str(error))

    def _sinks(self, info: SourceInfo, open_things: ExitStack) -> tuple[ResultSink, ...]:
        if self._video is None:
            return (self._table,)
        video = self._open_video(self._video, info.fps or _FPS_WHERE_UNKNOWN)
        open_things.callback(video.close)
        return (self._table, video)


def _results(source: FrameSource, perceiver: AnalyzingPerceiver) -> Iterator[FrameResult]:
    while (frame := source.read()) is not None:
        yield perceiver.perceive(frame)


def _find(texts: Sequence[str]) -> tuple[tuple[Input, ...], bool]:
    """All inputs, and whether every argument stood for at least one."""
    found: list[Input] = []
    all_there = True
    for text in texts:
        try:
            found.extend(expand(text))
        except CommandError as error:
            all_there = False
            say(str(error))
    return without_repeats(found), all_there


def _refuse_conflicts(request: AnalyzeRequest, inputs: Sequence[Input]) -> None:
    if request.video is None:
        return
    if len(inputs) > 1:
        raise CommandError(f"--video draws one video, but there are {len(inputs)} inputs; run it once for each.")
    if inputs[0].path.resolve() == request.video.resolve():
        raise CommandError(f"--video would overwrite the input {inputs[0].name}; choose another name.")
    from app.output.video import place_of_video  # brings Qt, which a table alone does not need

    place_of_video(request.video, overwrite=True)


def _refuse_empty(count: FrameCount) -> None:
    if count.frames == 0:
        raise CommandError(f"{count.name} holds no frames; check that it is a picture or a video.")
    if count.with_face == 0:
        advice = "check that a face is in view, or try --range full for faces far away"
        raise CommandError(f"No face was found in {count.name}; {advice}.")


def _finish(table: TableSink, output: Path, counts: Sequence[FrameCount]) -> None:
    """Close the table and say what there is."""
    try:
        table.close()
    finally:
        for count in counts:
            say(count.sentence())
        if len(counts) > 1:
            say(FrameCount("In total", sum(c.frames for c in counts), sum(c.with_face for c in counts)).sentence())
    if table.row_count:
        say(f"{table.row_count} {'row' if table.row_count == 1 else 'rows'} written to {output}")
    elif counts:
        say(f"There are no rows, so {output} was not written")
