"""RAF-DB, the single-label ("basic") part.

Layout: EmoLabel/list_patition_label.txt ("train_00001.jpg 5"), Image/aligned/train_00001_aligned.jpg, and where
given Annotation/manual/train_00001_manu_attri.txt; in the folder itself or in `basic`. Gives: emotion, and gender
where the annotation is given (unsure is left open). Roles: test is the official one; one in ten pictures of train
validates.
"""

from collections.abc import Iterator
from pathlib import Path

from app.domain.reading import Emotion
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.image_files import first_existing, picture_file
from trainer.data.readers.lists import Row, word_rows
from trainer.data.readers.split import training_role

SOURCE = "raf-db"
_VALIDATION_ONE_IN = 10
_CODES = {
    "1": Emotion.SURPRISE,
    "2": Emotion.FEAR,
    "3": Emotion.DISGUST,
    "4": Emotion.HAPPINESS,
    "5": Emotion.SADNESS,
    "6": Emotion.ANGER,
    "7": Emotion.NEUTRAL,
}
_GENDERS = {"0": 0.0, "1": 1.0, "2": None}
_LIST = "list_patition_label.txt"
_LISTS = (f"EmoLabel/{_LIST}", f"basic/EmoLabel/{_LIST}", _LIST)
_IMAGES = ("Image/aligned", "basic/Image/aligned", "aligned")


def fits(root: Path) -> bool:
    return any((root / place).is_file() for place in _LISTS)


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError for a missing list or folder and a label outside the set."""
    labels = first_existing(root, _LISTS, "list of RAF-DB")
    images = first_existing(root, _IMAGES, "folder of RAF-DB's aligned pictures")
    notes = images.parent.parent / "Annotation" / "manual"
    for row in word_rows(labels, ("file", "label")):
        yield _picture(row, images, notes)


def _picture(row: Row, images: Path, notes: Path) -> Picture:
    name = Path(row.text("file"))
    known = Labels(
        emotion=single_label(row.label("label", _CODES)), female=_female(notes / f"{name.stem}_manu_attri.txt")
    )
    path = images / f"{name.stem}_aligned{name.suffix}"
    return picture_file(SOURCE, path, name.name, _role(row, name.name), known, row.place)


def _role(row: Row, name: str) -> Role:
    if name.startswith("test_"):
        return Role.TEST
    if name.startswith("train_"):
        return training_role(name, _VALIDATION_ONE_IN)
    raise DataError(f"{row.place}: {name} begins neither with train_ nor with test_; mend the row.")


def _female(note: Path) -> float | None:
    """After five lines of landmarks come gender, race and age, one number a line."""
    if not note.is_file():
        return None
    lines = note.read_text(encoding="utf-8").split("\n")
    gender = lines[5].strip() if len(lines) > 5 else ""
    if gender not in _GENDERS:
        raise DataError(f"{note}, line 6: gender is `{gender}` and none of 0, 1, 2; mend or remove the file.")
    return _GENDERS[gender]
