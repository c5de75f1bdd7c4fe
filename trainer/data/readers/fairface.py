"""FairFace.

Layout: fairface_label_train.csv and fairface_label_val.csv (file, age, gender, race) with pictures train/<n>.jpg and
val/<n>.jpg, in the folder itself or below a folder fairface-img-margin025-trainval or fairface-img-margin125-trainval.
Gives: gender. Roles: val is the part papers report on and is kept for testing; one in twenty pictures of train
validates.
"""

from collections.abc import Iterator
from pathlib import Path

from trainer.data.picture import Labels, Picture, Role
from trainer.data.readers.image_files import first_existing, picture_file
from trainer.data.readers.lists import csv_rows
from trainer.data.readers.split import training_role

SOURCE = "fairface"
_VALIDATION_ONE_IN = 20
_TRAIN, _VAL = "fairface_label_train.csv", "fairface_label_val.csv"
_IMAGES = ("train", "fairface-img-margin025-trainval/train", "fairface-img-margin125-trainval/train")
_GENDERS = {"Male": 0.0, "Female": 1.0}


def fits(root: Path) -> bool:
    return (root / _TRAIN).is_file()


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError for a missing list, column or folder, and a label outside the set."""
    images = first_existing(root, _IMAGES, "folder of FairFace's pictures").parent
    yield from _listed(root / _TRAIN, images, Role.TRAIN)
    if (root / _VAL).is_file():
        yield from _listed(root / _VAL, images, Role.TEST)


def _listed(path: Path, images: Path, role: Role) -> Iterator[Picture]:
    for row in csv_rows(path, ("file", "age", "gender", "race")):
        key = row.text("file")
        role_here = training_role(key, _VALIDATION_ONE_IN) if role is Role.TRAIN else role
        labels = Labels(female=row.label("gender", _GENDERS))
        yield picture_file(SOURCE, images / key, key, role_here, labels, row.place)
