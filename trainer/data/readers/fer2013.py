"""FER2013 as one CSV file, with the labels of FER+ where they lie beside it.

Layout: fer2013.csv (emotion, pixels, Usage) and fer2013new.csv of FER+ (Usage, Image name, ten columns of votes), row
by row the same pictures; the path is the folder or fer2013.csv. Gives: emotion, as votes with FER+ and the own label
beside them, else one label.
Roles: Training trains, PublicTest validates, PrivateTest tests, as in the challenge and in FER+. With FER+ the
177 rows without an image name (no faces) are left out.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from app.domain.reading import EMOTIONS, Emotion
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.lists import Row, csv_rows

SOURCE = "fer2013"
MOST_UNUSABLE_VOTES = 4
"""Of ten; a picture with more votes for "unknown" or "not a face" teaches no emotion."""
_SIDE_PX = 48
_CODES = {
    "0": Emotion.ANGER,
    "1": Emotion.DISGUST,
    "2": Emotion.FEAR,
    "3": Emotion.HAPPINESS,
    "4": Emotion.SADNESS,
    "5": Emotion.SURPRISE,
    "6": Emotion.NEUTRAL,
}
_ROLES = {"Training": Role.TRAIN, "PublicTest": Role.VALIDATION, "PrivateTest": Role.TEST}
_VOTES = (*(str(emotion) for emotion in EMOTIONS), "unknown", "NF")


def fits(path: Path) -> bool:
    return _list_in(path).is_file() and _list_in(path).name == "fer2013.csv"


def read_pictures(path: Path) -> Iterator[Picture]:
    """Raises DataError for a missing column, a label outside the set, and lists that do not belong together."""
    pixels = _list_in(path)
    votes = pixels.with_name("fer2013new.csv")
    rows = csv_rows(pixels, ("emotion", "pixels", "Usage"))
    if not votes.is_file():
        yield from (_picture(row, None, f"row {number}") for number, row in enumerate(rows))
        return
    try:
        for row, vote in zip(rows, csv_rows(votes, ("Usage", "Image name", *_VOTES)), strict=True):
            if vote.values["Image name"]:
                yield _picture(row, vote, vote.values["Image name"])
    except ValueError as error:
        raise DataError(f"{pixels} and {votes} have different numbers of rows; copy both again.") from error


def _list_in(path: Path) -> Path:
    return path / "fer2013.csv" if path.is_dir() else path


def _picture(row: Row, vote: Row | None, key: str) -> Picture:
    role = row.label("Usage", _ROLES)
    own = row.label("emotion", _CODES)
    labels = Labels(single_label(own))
    if vote is not None:
        labels = replace(_voted(vote), own_label=own)
        if vote.label("Usage", _ROLES) is not role:
            raise DataError(f"{vote.place}: Usage is not that of {row.place}; the two files do not belong together.")
    image, problem = _encoded(row)
    return Picture(SOURCE, key, role, image, labels, place=row.place, problem=problem)


def _voted(vote: Row) -> Labels:
    *votes, unknown, no_face = (vote.number(name) for name in _VOTES)
    usable = sum(votes) > 0 and unknown + no_face <= MOST_UNUSABLE_VOTES
    return Labels(tuple(votes) if usable else None, other_votes=(unknown, no_face))


def _encoded(row: Row) -> tuple[bytes, str]:
    """The pixels as a picture without loss, or what is wrong with them."""
    words = row.values["pixels"].split()
    if len(words) != _SIDE_PX**2:
        return b"", f"it has {len(words)} pixels instead of {_SIDE_PX**2}"
    try:
        pixels = np.array(words, np.uint8).reshape(_SIDE_PX, _SIDE_PX)
    except (ValueError, OverflowError):
        return b"", "its pixels are not numbers from 0 to 255"
    return cv2.imencode(".png", pixels)[1].tobytes(), ""
