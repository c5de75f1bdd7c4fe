"""Plain folders of pictures.

Layout: one folder per emotion (happy, sad, ...; the eight classes under their usual names), in the folder itself or
below train, val (valid, validation) and test; or pictures without labels, in the folder and its subfolders. Gives:
emotion, or nothing, for the tasks that need no label. Roles: by the folders train, val and test; without them labelled
pictures are split by the hash of their names (seven of nine train, one validates, one tests); unlabelled ones train.
"""

from collections.abc import Iterator
from pathlib import Path

from app.domain.reading import Emotion
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.data.readers.emotion_label import EMOTION_NAMES, single_label
from trainer.data.readers.image_files import images_under, picture_file
from trainer.data.readers.split import fold_role

_SPLITS = {
    "train": Role.TRAIN,
    "val": Role.VALIDATION,
    "valid": Role.VALIDATION,
    "validation": Role.VALIDATION,
    "test": Role.TEST,
}


def fits(root: Path) -> bool:
    return next(images_under(root), None) is not None


def read_pictures(root: Path) -> Iterator[Picture]:
    """Raises DataError for a folder that stands for no emotion beside some that do, and when there is no folder."""
    if not root.is_dir():
        raise DataError(f"{root} is no folder; check the path.")
    parts = {path: _SPLITS[path.name.lower()] for path in _folders(root) if path.name.lower() in _SPLITS}
    for folder in parts or [root]:
        role = parts.get(folder)
        classes = _classes(folder)
        for name, emotion in classes.items():
            yield from _pictures(root, folder / name, role, emotion)
        if not classes:
            yield from _pictures(root, folder, role, None)


def _pictures(root: Path, folder: Path, role: Role | None, emotion: Emotion | None) -> Iterator[Picture]:
    labels = Labels(emotion=None if emotion is None else single_label(emotion))
    for path in images_under(folder):
        key = path.relative_to(root).as_posix()
        role_here = role or (Role.TRAIN if emotion is None else fold_role(key))
        yield picture_file(root.resolve().name, path, key, role_here, labels)


def _classes(folder: Path) -> dict[str, Emotion]:
    """The subfolders that stand for emotions; all of them do, or none."""
    names = [path.name for path in _folders(folder)]
    classes = {name: EMOTION_NAMES[name.lower()] for name in names if name.lower() in EMOTION_NAMES}
    strange = [name for name in names if name not in classes]
    if classes and strange:
        raise DataError(f"{folder / strange[0]} stands for none of the eight emotions; rename it or move it away.")
    return classes


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
