"""AFLW2000-3D.

Layout: image<number>.jpg with a .mat beside it, in the folder itself or in AFLW2000. Gives: head pose. Roles: all of it
tests; `prepare` looks at it only to keep its pictures out of training.
"""

from collections.abc import Iterator
from pathlib import Path

from trainer.data.picture import Picture, Role
from trainer.data.readers.image_files import images_under
from trainer.data.readers.pose_para import picture_with_note

SOURCE = "aflw2000"


def fits(root: Path) -> bool:
    return next(_home(root).glob("image*.mat"), None) is not None


def read_pictures(root: Path) -> Iterator[Picture]:
    for path in images_under(_home(root)):
        yield picture_with_note(SOURCE, path, path.name, Role.TEST)


def _home(root: Path) -> Path:
    return root / "AFLW2000" if (root / "AFLW2000").is_dir() else root
