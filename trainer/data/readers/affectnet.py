"""AffectNet, manually annotated part, as released with CSV lists.

Layout: `training.csv` and `validation.csv` (in the folder itself or in Manually_Annotated_file_lists) with columns
subDirectory_filePath, face_x, face_y, face_width, face_height, expression; pictures below
Manually_Annotated_Images. Gives: emotion. Roles: validation.csv is the set papers report on and is kept for testing;
one in twenty pictures of training.csv validates. Pictures labelled 10 (no face) are left out, 8 (none) and
9 (uncertain) are read without an emotion.
"""

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from app.domain.face import Box
from app.domain.reading import Emotion
from trainer.data.picture import Labels, Picture, Role
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.image_files import first_existing, image_bytes
from trainer.data.readers.lists import Row, csv_rows
from trainer.data.readers.split import training_role

SOURCE = "affectnet"
NO_FACE = 10
VALIDATION_ONE_IN = 20

CODES: dict[int, Emotion | None] = {
    0: Emotion.NEUTRAL,
    1: Emotion.HAPPINESS,
    2: Emotion.SADNESS,
    3: Emotion.SURPRISE,
    4: Emotion.FEAR,
    5: Emotion.DISGUST,
    6: Emotion.ANGER,
    7: Emotion.CONTEMPT,
    8: None,
    9: None,
    NO_FACE: None,
}
"""What AffectNet's numbers mean."""

_COLUMNS = ("subDirectory_filePath", "face_x", "face_y", "face_width", "face_height", "expression")
_LISTS = (".", "Manually_Annotated_file_lists", "Manually_Annotated/Manually_Annotated_file_lists")
_IMAGES = ("Manually_Annotated_Images", "Manually_Annotated/Manually_Annotated_Images", "images")
_CODES_AS_TEXT = {str(code): code for code in CODES}


def fits(root: Path) -> bool:
    return any((root / place / "training.csv").is_file() for place in _LISTS)


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError for a missing list, column or folder, and for a label outside the set."""
    training = first_existing(root, [f"{place}/training.csv" for place in _LISTS], "list of AffectNet")
    images = first_existing(root, _IMAGES, "folder of AffectNet's pictures")
    yield from _listed(training, images, Role.TRAIN)
    validation = training.with_name("validation.csv")
    if validation.is_file():
        yield from _listed(validation, images, Role.TEST)


def _listed(path: Path, images: Path, role: Role) -> Iterator[Picture]:
    for row in csv_rows(path, _COLUMNS):
        code = row.label("expression", _CODES_AS_TEXT)
        if code != NO_FACE:
            yield _picture(row, CODES[code], images, role)


def _picture(row: Row, emotion: Emotion | None, images: Path, role: Role) -> Picture:
    key = PureWindowsPath(row.text("subDirectory_filePath")).as_posix()
    image, problem = image_bytes(images / key)
    return Picture(
        source=SOURCE,
        key=key,
        role=training_role(key, VALIDATION_ONE_IN) if role is Role.TRAIN else role,
        image=image,
        labels=Labels(emotion=None if emotion is None else single_label(emotion)),
        face_box=_box(row),
        place=row.place,
        problem=problem,
    )


def _box(row: Row) -> Box | None:
    if row.values["face_x"] in ("", "NULL"):
        return None
    return Box(*(row.number(column) for column in _COLUMNS[1:5]))
