"""UTKFace, where the labels are in the file names.

Layout: <age>_<gender>_<race>_<date and time>.jpg (or .jpg.chip.jpg), anywhere below the folder; gender 0 is male and
1 female. Gives: gender. Roles: the set has no split; by the hash of the name seven of nine pictures train, one
validates, one tests. The few files whose names lack a part are listed as broken.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from trainer.data.picture import Labels, Picture
from trainer.data.readers.image_files import images_under, picture_file
from trainer.data.readers.split import fold_role

SOURCE = "utkface"
_NAME = re.compile(r"\d+_(?P<gender>[01])_[0-4]_\d{8,}(\.jpg)?(\.chip)?\.jpg", re.IGNORECASE)
_LOOKED_AT = 20


def fits(root: Path) -> bool:
    """Most of the first names are of the set's form."""
    names = [path.name for path in islice(images_under(root), _LOOKED_AT)]
    return bool(names) and sum(_NAME.fullmatch(name) is not None for name in names) > len(names) / 2


def read_pictures(root: Path) -> Iterator[Picture]:
    for path in images_under(root):
        parts = _NAME.fullmatch(path.name)
        role = fold_role(path.name.split(".")[0])
        if parts is None:
            problem = "its name is not <age>_<gender>_<race>_<date>.jpg"
            yield Picture(SOURCE, path.name, role, b"", Labels(), place=str(path), problem=problem)
        else:
            yield picture_file(SOURCE, path, path.name, role, Labels(female=float(parts["gender"])))
