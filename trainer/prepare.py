"""Public data to shards: every face found with the app's own detector, poses taught, duplicates dropped, a report."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.reading import Pose
from trainer.data.annotate import Annotation, annotate
from trainer.data.picture import FoundPicture, Picture, Role
from trainer.data.readers.parquet import read_pictures
from trainer.data.shards import write_shards
from trainer.data.teacher import Calibration
from trainer.prepare_report import write_report

_SHUFFLE_SEED = 20210601


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` did. `counts` maps (source, what) to a number of pictures; `problems` names broken pictures."""

    train: tuple[FoundPicture, ...]
    validation: tuple[FoundPicture, ...]
    calibration: Calibration
    counts: dict[tuple[str, str], int]
    problems: tuple[str, ...]


def prepare(
    files: Sequence[Path], landmarker: Path | None, output: Path, workers: int, advance: Callable[[int, int], None]
) -> Prepared:
    """Make the shards and the report in `output`; `advance(done, all)` is called as pictures are seen.

    Test pictures are looked at only to drop their exact copies from training. Raises DataError.
    """
    pictures = [picture for path in files for picture in read_pictures(path)]
    annotations = []
    for annotation in annotate(pictures, landmarker, workers):
        annotations.append(annotation)
        advance(len(annotations), len(pictures))
    prepared = assemble(pictures, annotations)
    for role, found in ((Role.TRAIN, prepared.train), (Role.VALIDATION, prepared.validation)):
        for old in output.glob(f"{role}-*.parquet"):
            old.unlink()
        write_shards(found, output, role)
    write_report(prepared.train, prepared.validation, prepared.calibration, prepared.counts, prepared.problems, output)
    return prepared


def assemble(pictures: Sequence[Picture], annotations: Sequence[Annotation]) -> Prepared:
    """Put labels, faces and taught poses together, and leave out what must not be trained on."""
    counts: Counter[tuple[str, str]] = Counter()
    problems = []
    calibration = _calibration(pictures, annotations)
    held_out = {a.pixel_hash for p, a in zip(pictures, annotations, strict=True) if p.role is not Role.TRAIN}
    kept: dict[Role, list[FoundPicture]] = {Role.TRAIN: [], Role.VALIDATION: [], Role.TEST: []}
    for picture, seen in zip(pictures, annotations, strict=True):
        counts[picture.source, "read"] += 1
        if seen.pixel_hash is None:
            counts[picture.source, "broken"] += 1
            problems.append(f"{picture.source} {picture.key}: {seen.problem}")
        elif picture.role is Role.TRAIN and seen.pixel_hash in held_out:
            counts[picture.source, "copies of validation or test dropped"] += 1
        else:
            counts[picture.source, str(picture.role)] += 1
            counts[picture.source, "no face found"] += seen.crop is None
            counts[picture.source, "read by the pose teacher"] += seen.taught is not None
            kept[picture.role].append(_found(picture, seen, calibration))
    random.Random(_SHUFFLE_SEED).shuffle(kept[Role.TRAIN])
    return Prepared(tuple(kept[Role.TRAIN]), tuple(kept[Role.VALIDATION]), calibration, dict(counts), tuple(problems))


def _calibration(pictures: Sequence[Picture], annotations: Sequence[Annotation]) -> Calibration:
    """Fitted on training pictures that have a pose of their own."""
    pairs: list[tuple[Pose, Pose]] = [
        (seen.taught, picture.labels.pose)
        for picture, seen in zip(pictures, annotations, strict=True)
        if picture.role is Role.TRAIN and seen.taught and picture.labels.pose
    ]
    return Calibration.fitted([read for read, _ in pairs], [truth for _, truth in pairs])


def _found(picture: Picture, seen: Annotation, calibration: Calibration) -> FoundPicture:
    labels, taught = picture.labels, False
    if labels.pose is None and seen.taught is not None:
        labels, taught = replace(labels, pose=calibration.corrected(seen.taught)), True
    return FoundPicture(picture, labels, seen.crop, taught)
