"""The work of `poise analyze` for one piece at a time, as the window asks for it."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from app.capture.source import CaptureError
from app.commands.analyze.batches import Batch, batches_of
from app.commands.analyze.inputs import Input, expand, without_repeats
from app.commands.analyze.outcome import FileOutcome, Outcome, in_total
from app.commands.analyze.reading import BatchReader, Job, Perceivers
from app.commands.analyze.request import AnalyzeRequest, LoadPerceiver, OpenVideo, Way
from app.commands.analyze.run_folder import asked_of, new_run
from app.commands.analyze.table import put_together
from app.commands.failures import CommandError, expected_failures
from app.domain.file_analysis import Finding, Piece, Wish

_THREADS = 2
_MOST_COMPLAINTS = 3


class PieceAnalyst:
    """An Analyst (app/domain/file_analysis.py). `loader` is asked before each piece: settings may have changed."""

    def __init__(self, loader: Callable[[], LoadPerceiver], open_video: OpenVideo) -> None:
        self._loader = loader
        self._open_video = open_video
        self._load: LoadPerceiver | None = None
        self._perceivers: Perceivers | None = None

    def find(self, paths: Sequence[Path]) -> tuple[Sequence[Piece], Sequence[str]]:
        inputs: list[Input] = []
        complaints: list[str] = []
        for path in paths:
            try:
                found = expand(str(path.absolute()))
                inputs.extend(found.inputs)
                complaints.extend(found.unread)
            except (CaptureError, CommandError) as error:
                complaints.append(str(error))
        return _pieces(without_repeats(inputs)), complaints

    def read(self, piece: Piece, wish: Wish, progress: Callable[[float], None], stop: Callable[[], bool]) -> Finding:
        try:
            return self._read(piece, wish, progress, stop)
        except expected_failures() as error:
            return Finding(str(error), failed=True)
        except OSError as error:  # an input that went away before it was its turn
            return Finding(f"{piece.name} cannot be read ({error.strerror}); check that it is there.", failed=True)

    def leave(self) -> None:
        self._perceivers = self._load = None

    def close(self) -> None:
        if self._perceivers is not None:
            self._perceivers.close()
        self._perceivers = self._load = None

    def _read(self, piece: Piece, wish: Wish, progress: Callable[[float], None], stop: Callable[[], bool]) -> Finding:
        inputs = tuple(Input(str(path), path) for path in piece.paths)
        folder = wish.folder or piece.paths[0].parent
        place = _free(folder, piece.name, wish.suffix)
        video = _free(folder, piece.name, ".mp4") if wish.video and not inputs[0].is_image else None
        batches = batches_of(inputs, video)
        way = Way(gender=wish.gender)
        load = self._current_loader()
        with new_run(place, asked_of(inputs, str(way))) as run:
            try:
                outcomes = self._outcomes(Job(run, way, load, self._open_video), batches, progress, stop)
                if stop():
                    _remove(video)
                    return Finding("")
                request = AnalyzeRequest(tuple(item.name for item in inputs), place, way=way)
                put_together(run, request, outcomes, overwrite=False, finished=True, tell=lambda sentence: None)
            finally:
                run.remove()
        files = [file for outcome in outcomes.values() for file in outcome.files]
        return _finding(files, place if any(outcome.rows for outcome in outcomes.values()) else None)

    def _outcomes(
        self, job: Job, batches: Sequence[Batch], progress: Callable[[float], None], stop: Callable[[], bool]
    ) -> dict[int, Outcome]:
        if self._perceivers is None:
            self._perceivers = Perceivers(job.load_perceiver, _THREADS)
        reader = BatchReader(
            job, self._perceivers, lambda batch, share: progress((batch.index + share) / len(batches)), stop
        )
        outcomes = {}
        for batch in batches:
            if stop():
                break
            outcomes[batch.index] = reader.read(batch)
            progress((batch.index + 1) / len(batches))
        return outcomes

    def _current_loader(self) -> LoadPerceiver:
        """What loads perceivers by the settings of now; those loaded by other settings are released."""
        load = self._loader()
        if load != self._load:
            self.close()
            self._load = load
        return load


def _pieces(inputs: Sequence[Input]) -> Sequence[Piece]:
    """Each video by itself, and all pictures of a folder together."""
    pieces: list[Piece] = []
    pictures: dict[Path, list[Path]] = {}
    for item in inputs:
        if item.is_image:
            pictures.setdefault(item.path.parent, []).append(item.path)
        else:
            pieces.append(Piece(item.path.name, (item.path,)))
    for folder, paths in pictures.items():
        pieces.append(Piece(paths[0].name if len(paths) == 1 else folder.name or "pictures", tuple(paths)))
    return pieces


def _free(folder: Path, name: str, suffix: str) -> Path:
    """A name that nothing has yet: what a window writes replaces nothing."""
    stem = f"{Path(name).stem} readings"
    names = (folder / f"{stem}{'' if number == 1 else f' ({number})'}{suffix}" for number in count(1))
    return next(place for place in names if not place.exists())


def _remove(video: Path | None) -> None:
    if video is not None:
        video.unlink(missing_ok=True)


def _finding(files: Sequence[FileOutcome], table: Path | None) -> Finding:
    complaints = [complaint for file in files if (complaint := file.complaint())]
    total = in_total(files) if len(files) > 1 else files[0]
    more = f"and {len(complaints) - _MOST_COMPLAINTS} more" if len(complaints) > _MOST_COMPLAINTS else ""
    said = " ".join([*complaints[:_MOST_COMPLAINTS], more]).strip()
    read = f"{total.frames} {'frame' if total.frames == 1 else 'frames'} read, {total.with_face} with a face"
    return Finding(said or read, table, failed=table is None)
