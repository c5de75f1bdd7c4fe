"""Public data to shards: every face found with the app's own detector, poses taught, duplicates dropped, a report.

The data is read twice and never held: first each picture is looked at, then, when it is known which are kept and where
in the shuffled order they come, it is read again and written.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.reading import Emotion
from trainer.data.picture import DataError, FoundPicture, Picture, Role
from trainer.data.readers.choice import Input
from trainer.data.readers.emotion_label import single_label
from trainer.data.shards import write_shards
from trainer.preparing.annotate import Teaching, annotate
from trainer.preparing.held_out import HeldOut
from trainer.preparing.plan import Inspected, Plan, assemble
from trainer.preparing.report import Tile, tile_of, write_report
from trainer.preparing.spool import Spool
from trainer.preparing.teacher import PoseCorrection

_WRITTEN = (Role.TRAIN, Role.VALIDATION)
_SELDOM_VOTED = (Emotion.DISGUST, Emotion.FEAR)
"""FER2013's own labels name these far more often than FER+'s ten annotators: its pictures were found by such words."""
_PICTURES_PER_FILE = 128
"""Put aside on disk; so many are in memory when they come back."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` did: pictures in the shards, and one line for each broken picture."""

    train: int
    validation: int
    problems: tuple[str, ...]


def prepare(
    inputs: Sequence[Input],
    landmarker: Path | None,
    output: Path,
    workers: int,
    advance: Callable[[int, int | None, str], None],
    with_test: bool = False,
    cluster: str | None = None,
    own_label_votes: float = 0.0,
    movements: bool = False,
) -> Prepared:
    """Make the shards and the report in `output`; `advance(done, all or None, what)` is called as pictures are read.

    Test pictures are looked at to drop their exact copies from training; `with_test` also writes them, apart from
    the shards, as files for `poise-train evaluate`. `cluster` is the address of a dask scheduler whose workers find the
    faces. A set's own label, where it lies beside the votes of others and says disgust or fear, counts as
    `own_label_votes` more of them in training. With `movements` the landmarker also labels training and validation
    pictures with the movements of their faces. Raises DataError.
    """
    if movements and landmarker is None:
        raise DataError("Movements are read by the face landmarker; give its path with --landmarker too.")
    if landmarker is not None and not landmarker.is_file():
        raise DataError(f"The face landmarker {landmarker} is missing; give its path with --landmarker.")
    inspected = []
    teaching = None if landmarker is None else Teaching(landmarker, movements)
    for picture, annotation in annotate(_pictures(inputs), teaching, workers, cluster):
        inspected.append(Inspected.at(picture, annotation))
        advance(len(inspected), None, "looked at")
    plan = assemble(inspected)
    again = _found(inputs, inspected, plan.correction, own_label_votes)
    found = _counted(again, lambda done: advance(done, len(inspected), "written"))
    tiles = _write(found, inspected, plan, output, with_test)
    write_report(plan.counts, plan.correction, plan.problems, tiles, output)
    return Prepared(plan.number(Role.TRAIN), plan.number(Role.VALIDATION), plan.problems)


def _pictures(inputs: Sequence[Input]) -> Iterator[Picture]:
    return chain.from_iterable(each.pictures() for each in inputs)


def _counted(found: Iterator[FoundPicture], advance: Callable[[int], None]) -> Iterator[FoundPicture]:
    for number, picture in enumerate(found, 1):
        yield picture
        advance(number)


def _write(
    pictures: Iterator[FoundPicture], inspected: Sequence[Inspected], plan: Plan, output: Path, with_test: bool
) -> dict[str, list[Tile]]:
    """The shards and the files of test pictures; the tiles of each source's contact sheet come back."""
    sheets: dict[str, dict[int, Tile]] = defaultdict(dict)
    with _temporary(output) as folder:
        held_out = HeldOut(folder, output)
        spools = {role: Spool(folder / role, _PICTURES_PER_FILE) for role in _WRITTEN}
        for number, found in enumerate(pictures):
            place, role = plan.places[number], found.picture.role
            if place is not None:
                spools[role].put(place, found)
                if number in plan.shown:
                    sheets[found.picture.source][place] = tile_of(found)
            elif with_test and role is Role.TEST and not inspected[number].problem:
                held_out.put(found)
        for role, spool in spools.items():
            write_shards(spool.in_order(), output, role)
        held_out.close()
    return {source: [tiles[place] for place in sorted(tiles)] for source, tiles in sheets.items()}


def _found(
    inputs: Sequence[Input], inspected: Sequence[Inspected], correction: PoseCorrection, own_label_votes: float
) -> Iterator[FoundPicture]:
    """The pictures read again, with what was seen at the first reading."""
    changed = DataError("The data was changed while it was being prepared; run `poise-train prepare` again.")
    try:
        for picture, each in zip(_pictures(inputs), inspected, strict=True):
            if (picture.source, picture.role) != (each.source, each.role):
                raise changed
            yield _labelled(picture, each, correction, own_label_votes)
    except ValueError as error:
        raise changed from error


def _labelled(
    picture: Picture, inspected: Inspected, correction: PoseCorrection, own_label_votes: float
) -> FoundPicture:
    labels, taught = picture.labels, False
    if picture.role is Role.TRAIN and labels.emotion is not None and labels.own_label in _SELDOM_VOTED:
        added = zip(labels.emotion, single_label(labels.own_label), strict=True)
        labels = replace(labels, emotion=tuple(votes + own_label_votes * own for votes, own in added))
    if labels.pose is None and inspected.seen.taught is not None:
        labels, taught = replace(labels, pose=correction.corrected(inspected.seen.taught)), True
    if inspected.seen.movements is not None:
        labels = replace(labels, movements=tuple(inspected.seen.movements))
    return FoundPicture(picture, labels, inspected.seen.crop, taught)


@contextmanager
def _temporary(output: Path) -> Iterator[Path]:
    """A folder in the output folder, which has the room, that is gone afterwards."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(prefix=".spool-", dir=output)
    except OSError as error:
        raise DataError(f"{output} cannot be written ({error}); free space or choose another folder.") from error
    with folder as name:
        yield Path(name)
