"""Picture files in the folders of a public set."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from trainer.data.picture import DataError, Labels, Picture, Role

_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


def is_image(path: Path) -> bool:
    return path.suffix.lower() in _ENDINGS and not path.name.startswith(".")


def images_under(folder: Path) -> Iterator[Path]:
    """Every picture file of a folder and its subfolders, in the order of their names."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from (path for name in sorted(files) if is_image(path := Path(place) / name))


def first_existing(root: Path, names: Sequence[str], what: str) -> Path:
    """The first of some places below a folder ("." is the folder itself) that exists. Raises DataError."""
    for name in names:
        if (root / name).exists():
            return root / name
    raise DataError(f"{root} holds no {what} (looked for {', '.join(names)}); check the path.")


def image_bytes(path: Path) -> tuple[bytes, str]:
    """The bytes of a picture file and "", or no bytes and why."""
    try:
        return path.read_bytes(), ""
    except FileNotFoundError:
        return b"", f"{path} does not exist"
    except OSError as error:
        return b"", f"{path} cannot be read ({error.strerror})"


def picture_file(source: str, path: Path, key: str, role: Role, labels: Labels, place: str = "") -> Picture:
    """The picture in a file; one that cannot be read says so in its `problem`."""
    image, problem = image_bytes(path)
    return Picture(source, key, role, image, labels, place=place or str(path), problem=problem)
