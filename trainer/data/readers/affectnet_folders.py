"""AffectNet as released later in folders, eight classes, faces already cut out.

Layout: train_set/images/<n>.jpg with train_set/annotations/<n>_exp.npy, and val_set alike. Gives: emotion. Roles:
val_set is the set papers report on and is kept for testing; one in twenty pictures of train_set validates.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.affectnet import CODES, NO_FACE, SOURCE, VALIDATION_ONE_IN
from trainer.data.readers.emotion_label import single_label
from trainer.data.readers.image_files import first_existing, images_under, picture_file
from trainer.data.readers.split import training_role


def fits(root: Path) -> bool:
    return (root / "train_set" / "annotations").is_dir()


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError for a missing folder and a label outside the set."""
    yield from _part(first_existing(root, ["train_set"], "AffectNet in folders"), Role.TRAIN)
    if (root / "val_set").is_dir():
        yield from _part(root / "val_set", Role.TEST)


def _part(folder: Path, role: Role) -> Iterator[Picture]:
    images = first_existing(folder, ["images"], "pictures")
    for path in images_under(images):
        key = f"{folder.name}/{path.name}"
        role_here = training_role(key, VALIDATION_ONE_IN) if role is Role.TRAIN else role
        note = folder / "annotations" / f"{path.stem}_exp.npy"
        try:
            code = _code(note)
        except (OSError, EOFError, ValueError) as error:
            yield Picture(SOURCE, key, role_here, b"", Labels(), place=str(path), problem=f"{note}: {error}")
            continue
        if code not in CODES:
            raise DataError(f"{note} holds expression {code} and none of 0 to {NO_FACE}; mend or remove the file.")
        emotion = CODES[code]
        if code != NO_FACE:
            labels = Labels(emotion=None if emotion is None else single_label(emotion))
            yield picture_file(SOURCE, path, key, role_here, labels)


def _code(note: Path) -> int:
    """The label, which the release keeps as text; raises what numpy raises, or ValueError."""
    return int(np.load(note, allow_pickle=False).item())
