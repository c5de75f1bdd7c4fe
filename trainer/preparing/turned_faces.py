"""`poise-train turn`: faces seen from new sides, as a Parquet file that `prepare` and `evaluate` read."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from app.domain.reading import Pose
from app.perception.detector import Detector
from trainer.atomic_file import atomic_file
from trainer.data.finding import find_face
from trainer.data.picture import DataError, Picture, Role, decode
from trainer.data.readers.choice import Input
from trainer.landmarks.reader import LandmarkReader
from trainer.preparing.turned_view import TURNED, drawn_change, turnable

_QUALITY = 95
_ROWS_PER_GROUP = 256
_SPLITS = {Role.TRAIN: "train", Role.VALIDATION: "val", Role.TEST: "test"}
_SCHEMA = pa.schema(
    [("image", pa.binary()), ("yaw", pa.float32()), ("pitch", pa.float32()), ("roll", pa.float32())]
    + [(name, pa.string()) for name in ("gender", "split", "source", "id")]
)


@dataclass(frozen=True, slots=True)
class Turning:
    """What is asked: the `share` of the pictures that is turned, `views` of each, up to a yaw of `most_yaw_deg`."""

    share: float = 1.0
    views: int = 1
    most_yaw_deg: float = 75.0
    seed: int = 1


@dataclass(slots=True)
class Turned:
    """What became of it: views written, pictures without landmarks, and views that the detector did not find."""

    views: int = 0
    unreadable: int = 0
    undetected: int = 0


def turn(
    inputs: Sequence[Input], reader: LandmarkReader, asked: Turning, output: Path, advance: Callable[[int], None]
) -> Turned:
    """Write views of the pictures, each with its pose, its split and, where known, its gender.

    Views that the app's own detector does not find are left out: the app would never see them. Raises DataError.
    """
    done = Turned()
    try:
        with atomic_file(output) as part, pq.ParquetWriter(part, _SCHEMA) as writer:
            for rows in _groups(_rows(inputs, reader, asked, done, advance)):
                writer.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA))
    except OSError as error:
        raise DataError(f"{output} cannot be written ({error}); free space or choose another path.") from error
    return done


def _rows(
    inputs: Sequence[Input], reader: LandmarkReader, asked: Turning, done: Turned, advance: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    with closing(Detector()) as detector:
        pictures = (picture for each in inputs for picture in each.pictures())
        for number, picture in enumerate(pictures, 1):
            if random.Random(f"{asked.seed} {picture.source} {picture.key}").random() < asked.share:
                yield from _views(picture, number, reader, detector, asked, done)
            advance(number)


def _views(
    picture: Picture, number: int, reader: LandmarkReader, detector: Detector, asked: Turning, done: Turned
) -> Iterator[dict[str, Any]]:
    try:
        face = None if picture.problem else turnable(decode(picture.image), reader, picture.labels.pose)
    except ValueError:
        face = None
    if face is None:
        done.unreadable += 1
        return
    draws = np.random.default_rng((asked.seed, number))
    for view in range(asked.views):
        pixels, pose = face.turned(drawn_change(face.pose, asked.most_yaw_deg, draws))
        if find_face(detector, pixels) is None:
            done.undetected += 1
            continue
        done.views += 1
        yield _row(picture, view, pixels, pose)


def _row(picture: Picture, view: int, pixels: NDArray[np.uint8], pose: Pose) -> dict[str, Any]:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    female = picture.labels.female
    return {
        "image": cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])[1].tobytes(),
        "yaw": pose.yaw_deg,
        "pitch": pose.pitch_deg,
        "roll": pose.roll_deg,
        "gender": None if female is None else "female" if female else "male",
        "split": _SPLITS[picture.role],
        "source": TURNED,
        "id": f"{picture.source} {picture.key} {view}",
    }


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, _ROWS_PER_GROUP)):
        yield group
