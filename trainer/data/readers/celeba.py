"""CelebA's attributes, of which two are used: Male, and Smiling.

Layout: list_attr_celeba.txt and list_eval_partition.txt (in the folder itself, Anno and Eval), aligned pictures in
img_align_celeba (there or below Img). Gives: gender; happiness for a smiling face, as one annotator's label, and no
emotion for another. So its emotion labels are one-sided: `emotion_weight = 0` of the source leaves them out. Roles:
the official partition (0 train, 1 validation, 2 test).
"""

from collections.abc import Iterator
from pathlib import Path

from app.domain.reading import Emotion
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.image_files import first_existing, picture_file
from trainer.data.readers.lists import word_rows

SOURCE = "celeba"
_ATTRIBUTES = ("list_attr_celeba.txt", "Anno/list_attr_celeba.txt")
_PARTITION = ("list_eval_partition.txt", "Eval/list_eval_partition.txt")
_IMAGES = ("img_align_celeba", "Img/img_align_celeba", "img_align_celeba/img_align_celeba")
_NAMES_LINE = 2
_ROLES = {"0": Role.TRAIN, "1": Role.VALIDATION, "2": Role.TEST}
_YES = {"1": True, "-1": False}


def fits(root: Path) -> bool:
    return any((root / name).is_file() for name in _ATTRIBUTES)


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError for a missing list, attribute or folder, a label outside the set, a file without a part."""
    attributes = first_existing(root, _ATTRIBUTES, "attributes of CelebA")
    roles = _roles(first_existing(root, _PARTITION, "partition of CelebA"))
    images = first_existing(root, _IMAGES, "folder of CelebA's aligned pictures")
    for row in word_rows(attributes, ("file", *_attribute_names(attributes)), start_line=_NAMES_LINE + 1):
        key = row.text("file")
        if key not in roles:
            raise DataError(f"{row.place}: {key} is in no part of {_PARTITION[0]}; copy both files again.")
        labels = Labels(
            emotion=single_label(Emotion.HAPPINESS) if row.label("Smiling", _YES) else None,
            female=0.0 if row.label("Male", _YES) else 1.0,
        )
        yield picture_file(SOURCE, images / key, key, roles[key], labels, row.place)


def _roles(path: Path) -> dict[str, Role]:
    return {row.text("file"): row.label("part", _ROLES) for row in word_rows(path, ("file", "part"))}


def _attribute_names(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        names = [file.readline() for _ in range(_NAMES_LINE)][-1].split()
    missing = [name for name in ("Male", "Smiling") if name not in names]
    if missing:
        raise DataError(f"{path}, line {_NAMES_LINE}: there is no attribute {', '.join(missing)}; copy the file again.")
    return names
